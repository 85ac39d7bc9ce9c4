import Testing

/// What must be left alone: references and placeholders, and 64 hex digits that are no key.
@Suite struct VastTrapTests {
  @Test(arguments: references + placeholders + others)
  func `a reference or a placeholder is no finding`(text: String) throws {
    let filled = VastContext("", text).filled().text
    #expect(try findWithEmbeddedRules(filled, path: "README.md") == [])
    // A digest that stands near does not make it one.
    let beside = "sha256:\(key())\n\(filled)\n\(key())  vastai-1.9.1.tar.gz\n"
    #expect(try findWithEmbeddedRules(beside, path: "README.md") == [])
  }

  @Test(arguments: digests + foreign + names + lengths)
  func `sixty-four hex digits that are no key are no finding`(context: VastContext) throws {
    let text = context.filled().text
    #expect(try findWithEmbeddedRules(text, path: context.path) == [])
    // Nor are they where Vast.ai is spoken of.
    let about = "# Runs on Vast.ai: vastai/base-image, https://console.vast.ai\n\(text)\n"
    guard !Self.foreign.contains(where: { $0.text == context.text }) else { return }
    #expect(try findWithEmbeddedRules(about, path: context.path) == [])
  }

  private static let referenceValues = [
    "$VAST_API_KEY", "${VAST_API_KEY}", "${VAST_API_KEY:?set it}", "${VAST_API_KEY:-}",
    "$env:VAST_API_KEY", "%VAST_API_KEY%", "${{ secrets.VAST_API_KEY }}", "{{ vast_api_key }}",
    "${vastApiKey}", "{VAST_API_KEY}", "__KEY__", "var.vastai_api_key", "file(\"key.txt\")",
    "os.environ[\"VAST_API_KEY\"]", "os.getenv(\"VAST_API_KEY\")", "process.env.VAST_API_KEY",
    "config[\"VAST_API_KEY\"]", "$(cat ~/.vast_api_key)", "$(op read op://vault/vastai/key)",
    "$(vault kv get -field=api_key secret/vastai)",
  ]

  static let references = referenceValues.flatMap { value in
    ["VAST_API_KEY=\(value)", "vastai set api-key \(value)", "vast_api_key: \"\(value)\""]
  }

  private static let placeholderValues: [String] =
    [
      "YOUR_API_KEY", "YOUR_API_KEY_HERE", "your-api-key", "your_vast_api_key_here", "YourVastKey",
      "<API_KEY>", "<YOUR_API_KEY>", "<from https://cloud.vast.ai/manage-keys/>", "APIKEY",
      "full-access-key", "abc123", "abc123def456", "vast-123456789abcdef", "123123123123123",
      "d15a...", "a1b2c3...", "xxx", "***", "********",
      "REALLY_SHOULD_NOT_BE_HERE", "test-key-abc-123", "mykey123", "sk-test", "ТВОЙ_VASTAI_API_KEY",
    ]
    + [("0", 64), ("x", 64), ("x", 39), ("deadbeef", 8), ("0123456789abcdef", 4), ("a1b2c3d4", 8)]
    .map { String(repeating: $0.0, count: $0.1) }

  static let placeholders = placeholderValues.flatMap { value in
    [
      "VAST_API_KEY=\(value)", "vastai set api-key \(value)", "VastAI(api_key=\"\(value)\")",
      "curl -H \"Authorization: Bearer \(value)\" https://console.vast.ai/api/v0/users/current/",
      "https://console.vast.ai/api/v0/instances/?api_key=\(value)",
      "echo '\(value)' > ~/.vast_api_key", "\"instance_api_key\": \"\(value)\"",
    ]
  }

  static let others = [
    "md5sum ~/.ssh/authorized_keys > a; echo -n $VAST_CONTAINERLABEL | md5sum > b; head -c -1 -q a b > ~/.vast_api_key",
    "VAST_WEBHOOK_SECRET=${VAST_WEBHOOK_SECRET}",
    "webhook_secret = os.environ[\"VAST_WEBHOOK_SECRET\"]  # vast.ai",
    "WEBHOOK_SECRET = secrets.token_hex(32)  # vast.ai", "VAST_WEBHOOK_SECRET=your-secret-12345",
    "{\"docker_login_pass\": \"${DOCKER_PASS}\", \"docker_login_repo\": \"docker.io\"}",
    "vastai create instance 1 --login \"-u $USER -p $TOKEN docker.io\"",
    "image_login: \"-u username -p access_token docker.io\"  # vast.ai",
    "otpauth://totp/vast.ai%3A<email>?secret=<base32>&issuer=vast.ai",
    "VAST.AI 2FA BACKUP CODES: 1. XXXX-XXXX-XXXX", "OPEN_BUTTON_TOKEN=1", "JUPYTER_TOKEN=mytoken",
    "CONTAINER_API_KEY=0",
  ]

  static let digests = [
    "image: vastai/base-image@sha256:{key}",
    "FROM vastai/pytorch:2.5@sha256:{key}",
    "docker pull docker.io/vastai/base-image@sha256:{key}",
    "VAST_IMAGE=vastai/base-image@sha256:{key}",
    "vast_api_key_image: ghcr.io/x/y@sha256:{key}",
    "Digest: sha256:{key}\nStatus: Downloaded newer image for vastai/base-image",
    "[[package]]\nname = \"vastai\"\nfiles = [\n    {file = \"v.whl\", hash = \"sha256:{key}\"},\n]",
    "[metadata]\nlock-version = \"2.0\"\ncontent-hash = \"{key}\"",
    "vastai==1.9.1 \\\n    --hash=sha256:{key} \\\n    --hash=sha256:{key}",
    "vastai-token==1.9.1 --hash=sha256:{key}",
    "[[package]]\nname = \"vast-api-key\"\nversion = \"0.1.0\"\nchecksum = \"{key}\"",
    "[[package]]\nname = \"vast-auth\"\nchecksum = \"{key}\"",
    "{key}  vastai-1.9.1.tar.gz\n{key}  vast_api_key\n{key} *vastai_token.txt",
    "SHA256 (vast_api_key) = {key}",
    "SHA256(config/vast_api_key)= {key}",
    "version https://git-lfs.github.com/spec/v1\noid sha256:{key}\nsize 64\n",
    "X-Vast-Signature-256: sha256={key}",
    "X-Vast-Signature-256: {key}\nX-Vast-Timestamp: 1700000000",
    "\"vast_signature\": \"{key}\"",
    "vast_api_key_sha256: {key}",
    "\"vast_key_sha256\": \"{key}\"",
    "vast_api_key_hash = '{key}'",
    "VAST_TOKEN_FINGERPRINT={key}",
    "sha256(vast_api_key) = {key}",
    "\"file_hash\": \"{key}\", \"deployment\": \"vastai\"",
    "\"jupyter_token_sha256\": \"{key}\"",
    "model.safetensors sha256 {key}",
    "VAST_CHECKSUM={key}",
    "VAST_BLOB=sha256-{key}",
    "\"integrity\": \"{key}\"",
    "key: vastai-${{ runner.os }}-{key}",
    "cache-key: {key}",
    "restore-keys: deps-{key}",
    "commit {key}\nAuthor: Vast <vast@example.com>",
    "\"vast_api_key_id\": 12, \"etag\": \"{key}\"",
    "layer sha256:{key} api_key",
  ].map { VastContext("", $0) }

  static let foreign = [
    "api_key = \"{key}\"", "API_KEY={key}", "TOKEN={key}", "Authorization: Bearer {key}",
    "AVAST_API_KEY={key}", "avast.token={key}", "devast_key={key}", "AvastKey: {key}",
    "https://api.example.com/v1?api_key={key}", "https://notvast.ai/api/v0/?api_key={key}",
    "https://vast.ai.example.com/?api_key={key}", "https://vast.airlines.com/?api_key={key}",
    "kubectl set api-key {key}", "tool --api-key {key}", "python3 install {key}",
    "SIMPLE_LATEX_CONTAINER_API_KEY={key}", "WEBCONTAINER_API_KEY={key}",
    "SyncClient(api_key=\"{key}\")", "acme.Serverless(\"{key}\")",
    "git clone https://github.com/VAST-AI-Research/TripoSR\nAPI_KEY={key}",
    "<VAST version=\"3.0\"><Ad id=\"1\"/></VAST>\ntoken={key}",
    "a vast number of words\n\nkey: {key}",
    "VAST_API_KEY=YOUR_KEY\nDATADOG_API_KEY={key}\nJWT_SECRET={key}\nSECRET_KEY={key}",
    "# vast.ai\nGITHUB_ACCESS_TOKEN={key}\nprivate key: {key}\nother-api-key: {key}",
    "VAST_JWT_SECRET={key}", "VAST_PRIVATE_KEY={key}", "VAST_WEBHOOK_SECRET_HASH={key}",
    "\"session_key\": \"{key}\"", "\"key\": \"{key}\"",
  ].map { VastContext("", $0) }

  static let names = [
    ("SHA256SUMS", "{key}  vast_api_key\n{key}  vast_tfa_key\n"),
    ("vast_api_key.sha256", "{key}  vast_api_key\n"),
    (
      ".config/vastai/vast_api_key",
      "version https://git-lfs.github.com/spec/v1\noid sha256:{key}\n"
    ),
    ("poetry.lock", "{file = \"vastai-1.9.1-py3-none-any.whl\", hash = \"sha256:{key}\"},"),
    ("Cargo.lock", "name = \"vastai\"\nversion = \"0.1.0\"\nchecksum = \"{key}\"\n"),
    ("src/vast_api_key_test.py", "assert digest == \"{key}\""),
    ("docs/vast_api_key.md", "docker pull vastai/base-image@sha256:{key}"),
    ("digest.txt", "{key}"),
    ("README.md", "{key}"),
    ("my_api_key", "{key}"),
  ].map { VastContext("", $1, path: $0) }

  static let lengths = [
    "VAST_API_KEY={key}{key}", "VAST_API_KEY={key}0", "VAST_API_KEY=0{key}", "VAST_API_KEY={key}g",
    "VAST_API_KEY=0x{key}", "VAST_PRIVATE_KEY=0x{key}", "vast_tx = \"0x{key}\"",
    "transaction 0x{key} paid for vast.ai", "vastai set api-key {key}{key}",
    "VastAI(\"{key}{key}\")", "https://console.vast.ai/?api_key={key}{key}",
    "Bearer {key}{key} vast.ai", "machine_id: {key}", "\"machine_id\": \"{key}\"",
    "vast_machine_id={key}", "\"template_hash_id\": \"{key}\"",
  ].map { VastContext("", $0) }

  @Test(arguments: [16, 31, 32, 40, 48, 63, 65, 66, 80, 96, 128])
  func `hex digits of another length are no finding`(length: Int) throws {
    // Not with what quoted-printable text could have behind its equals sign.
    let digits = String(("a" + key() + key()).prefix(length))
    for text in ["VAST_API_KEY=\(digits)", "vastai set api-key \(digits)", "VAST_HASH=\(digits)"] {
      #expect(try findWithEmbeddedRules(text, path: "a.sh") == [])
      // No key of Vast.ai's, but a secret may it be all the same.
      let inSettings = try findWithEmbeddedRules(text, path: "a.env")
      #expect(inSettings.allSatisfy { $0.rule == "generic-dotenv-value" })
    }
  }

  @Test func `a reference beside a key is not the key's`() throws {
    let (key, digest) = (key(), key())
    let text = "VAST_API_KEY=$KEY\nIMAGE=x@sha256:\(digest)\nVAST_TOKEN=\(key)\n"
    #expect(
      try findWithEmbeddedRules(text, path: "a") == [Found("vast-key-assignment", key)])
  }
}
