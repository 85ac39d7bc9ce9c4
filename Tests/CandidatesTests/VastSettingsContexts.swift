import Testing

/// Settings, images, CI and what they leave behind.
@Suite struct VastSettingsContexts {
  @Test(arguments: assignments + sections + variables + states + keyFiles + hosts + others)
  func `a key in settings is found`(context: VastContext) throws {
    let (text, expected) = context.filled()
    #expect(try findWithEmbeddedRules(text, path: context.path) == expected)
    #expect(try findWithEmbeddedRules(text, path: nil).filter(expected.contains) == expected)
  }

  static let assignments = [
    "ENV VASTAI_API_KEY={key}",
    "ENV VASTAI_API_KEY {key}",
    "ENV A=1 \\\n    VAST_API_KEY=\"{key}\"",
    "ARG VASTAI_API_KEY={key}\nRUN vastai set api-key ${VASTAI_API_KEY}",
    "environment:\n  - VASTAI_API_KEY={key}",
    "environment:\n  VAST_API_KEY: {key}",
    "\"Env\": [\"PATH=/bin\", \"VAST_API_KEY={key}\"]",
    "env:\n  - name: VAST_API_KEY\n    value: \"{key}\"",
    "env:\n  - { name: VAST_API_KEY, value: {key} }",
    "env:\n  VAST_API_KEY: {key}\nsteps:\n  - run: vastai show user",
    "variables:\n  VAST_API_KEY:\n    value: \"{key}\"",
    "environment { VAST_API_KEY = '{key}' }",
    "stringData:\n  vast-api-key: {key}",
    "vast_api_key: {key}",
    "vastai_api_key: \"{key}\"  # mine",
    "vast_api_key = \"{key}\"",
    "vast_api_key={key}\r\n",
    "cloud.vast.api_key={key}",
    "variable \"vast_api_key\" {\n  default = \"{key}\"\n}",
    "variable \"vast_api_key\" {\n  type = string\n  default = \"{key}\"\n}",
    "\"mcpServers\": {\"vastai\": {\"env\": {\"VAST_API_KEY\": \"{key}\"}}}",
    "<add key=\"VAST_API_KEY\" value=\"{key}\"/>",
    "<entry key=\"vast.api.key\">{key}</entry>",
    "<key>VAST_API_KEY</key>\n<string>{key}</string>",
    "<vastApiKey>{key}</vastApiKey>",
    "vast_api_keys:\n  - {key}\n  - {key}\n",
    "\"vast_api_keys\": [\n  \"{key}\",\n  \"{key}\"\n]",
    "@vast_api_key={key}",
    "+VAST_API_KEY={key}\n-VAST_API_KEY=\n",
  ].map { VastContext("vast-key-assignment", $0) }

  static let sections = [
    "backends:\n  - type: vastai\n    creds:\n      type: api_key\n      api_key: {key}",
    "backends: [{type: vastai, creds: {type: api_key, api_key: {key}}}]",
    "provider \"vastai\" {\n  api_key = \"{key}\"\n}",
    "provider vastai {\n  # the team's\n  api_key = \"{key}\"\n}",
    "{\"vast\": {\"region\": \"eu\", \"api_key\": \"{key}\"}}",
    "[vast]\napi_key = {key}",
    "[vastai]\nkey = \"{key}\"",
    "vast:\n  api-key: {key}",
    "vast:\n  url: https://example.com\n  token: \"{key}\"",
    "vastai:\n  key: {key}",
    "\"vastai\": {\n  \"apiKey\": \"{key}\"\n}",
    "params={\"api_key\": \"{key}\"}\nrequests.get(\"https://console.vast.ai/api/v0/x\", params)",
    "## Vast.ai\n\nAPI key:\n\n```\n{key}\n```\n",
    "spec:\n  provider: vastai\n  secret:\n    TeamApiKey: {key}",
    "# vast.ai\napi_keys:\n  - {key}\n  - {key}\n",
  ].map { VastContext("vast-key-in-context", $0) }

  static let variables = [
    "KEY=\"{key}\"\ncurl -X DELETE \"https://console.vast.ai/api/v0/instances/1/?api_key=$KEY\"",
    "HOST_API_KEY={key}\ncurl https://vast.ai/api/v0/machines/?api_key=$HOST_API_KEY",
    "INSTANCE_KEY={key}\nvastai destroy instance 1 --api-key $INSTANCE_KEY",
  ].map { VastContext("vast-key-in-variable", $0) }

  static let states = [
    """
    "type": "vastai_api_key",
    "name": "ci",
    "provider": "provider[\\"registry.terraform.io/realnedsanders/vastai\\"]",
    "instances": [
      {
        "schema_version": 0,
        "attributes": {
          "id": "12",
          "key": "{key}",
          "name": "ci"
    """,
    """
    resource "vastai_api_key" "ci" {
        id   = "12"
        key  = "{key}"
    """,
  ].map { VastContext("vast-key-in-context", $0, path: "terraform.tfstate") }

  static let keyFiles = [
    ("vast-key-file", ".vast_api_key", "{key}"),
    ("vast-key-file", "home/.vast_api_key", "{key}\n"),
    ("vast-key-file", ".config/vastai/vast_api_key", "{key}\r\n"),
    ("vast-key-file", "vast_api_key.bak", " {key} \n"),
    ("vast-key-file", ".vast_api_key~", "{key}\n"),
    ("vast-key-file", "vast_api_key.txt", "\u{feff}{key}\n"),
    ("vast-key-file", "vastai_api_key", "\"{key}\"\n"),
    ("vast-key-file", "secrets/vast-api-key", "{key}\n{key}\n"),
    ("vast-session-key-file", ".config/vastai/vast_tfa_key", "{key}"),
    ("vast-session-key-file", "vast_tfa_key.old", "{key}\n"),
    ("vast-host-key-file", "var/lib/vastai_kaalia/api_key", "{key}\n"),
    ("vast-host-key-file", "var/lib/vastai_kaalia/machine_id", "{key}\n"),
  ].map { VastContext($0, $2, path: $1) }

  static let hosts = [
    "wget https://console.vast.ai/install -O install; sudo python3 install {key}",
    "wget https://console.vast.ai/install -O install\nsudo python3 install {key} --interactive",
    "{\"mach_api_key\": \"{key}\"}",
  ].map { VastContext("vast-host-key", $0) }

  static let others = [
    ("vast-webhook-secret", "VAST_WEBHOOK_SECRET={key}"),
    (
      "vast-webhook-secret",
      "{\n  \"url\": \"https://vast.ai/x\",\n  \"webhook_secret\": \"{key}\"\n}"
    ),
    ("vast-key-in-row", "VAST_API_KEY,{key}\n"),
    ("vast-registry-login", "vastai create instance 1 --login '-u me -p {key} docker.io'"),
    ("vast-registry-login", "\"image_login\": \"-u me -p {key} ghcr.io\", \"vast_id\": 1"),
    ("vast-registry-login", "vastai take snapshot 1 --docker_login_pass {key}"),
  ].map { VastContext($0, $1) }

  @Test func `two-factor secrets are found`() throws {
    let secret = Self.text(of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", count: 32)
    let link = "otpauth://totp/vast.ai%3Ame%40example.com?secret=\(secret)&issuer=vast.ai"
    #expect(
      try findWithEmbeddedRules(link, path: "a") == [Found("vast-totp-secret", secret)])
    let codes = (0..<10).map { _ in
      (0..<3).map { _ in Self.text(of: "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", count: 4) }
        .joined(separator: "-")
    }
    let list = codes.enumerated().map { "\($0 < 9 ? " " : "")\($0 + 1). \($1)" }
      .joined(separator: "\n")
    let found = try findWithEmbeddedRules(
      "VAST.AI 2FA BACKUP CODES\nGenerated: 2026-08-01 10:00:00\n\n\(list)\n\nKeep them safe.\n",
      path: "vastai_backup_codes_2026-08-01_10-00-00.txt")
    #expect(found == codes.map { Found("vast-2fa-backup-codes", $0) })
  }

  private static func text(of alphabet: String, count: Int) -> String {
    String((0..<count).map { _ in alphabet.randomElement() ?? "A" })
  }
}
