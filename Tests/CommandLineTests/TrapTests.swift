import TestSupport
import Testing

/// What looks like a key and is none is left alone, in a repository that is all about Vast.ai.
@Suite struct TrapTests {
  @Test func `reports no digest, placeholder or reference`() throws {
    let repository = try RepositoryBuilder()
    let hash = { MadeUp.key() }
    let traps = [
      "SHA256SUMS": "\(hash())  vastai-1.0.tar.gz\n\(hash()) *vast_api_key.txt\n",
      "poetry.lock": """
      [[package]]
      name = "vastai"
      files = [
          {file = "vastai-0.3.1.whl", hash = "sha256:\(hash())"},
          {file = "vastai-0.3.1.tar.gz", hash = "sha256:\(hash())"},
      ]

      """,
      "package-lock.json": """
      {"packages": {"vast-api-key": {"integrity": "sha256-\(hash())", "key": "value"}}}
      """,
      "requirements.txt": "vastai==0.3.1 \\\n    --hash=sha256:\(hash())\n",
      "Dockerfile": "FROM vastai/base-image@sha256:\(hash())\nENV VAST_API_KEY=\n",
      ".env.example": "VAST_API_KEY=your_api_key_here\n",
      "config.yaml": """
      vast_api_key: ${VAST_API_KEY}
      vast_api_key_sha256: \(hash())
      image_digest: \(hash())

      """,
      "ci.yml": "env:\n  VAST_API_KEY: ${{ secrets.VAST_API_KEY }}\n",
      "zeros.sh": "vastai set api-key \(String(repeating: "0", count: 64))\n",
      "doc.md": "Run `vastai set api-key YOUR_API_KEY`.\nExample: `VAST_API_KEY=<your key>`\n",
      "main.py":
        "client = VastAI(api_key=os.environ[\"VAST_API_KEY\"])\nchecksum = \"\(hash())\"\n",
      "go.sum": "example.invalid/vastai v1.0.0 h1:\(hash())=\n",
    ]
    for (name, text) in traps { try repository.write(name, text) }
    try repository.write(
      ".gitignore",
      ".env\n.vast_api_key\nvast_api_key\nvast_tfa_key\nvastai_backup_codes_*.txt\nvastai_key\n")
    try repository.commit("Adds what looks like keys, with \(hash())")
    let report = try repository.audit()
    #expect(report.secrets.isEmpty, "\(report.findings.map { "\($0.path):\($0.line ?? 0)" })")
    #expect(report.findings.isEmpty)
    #expect(report.status == 0)
    #expect(try repository.report(["history", "HEAD"]).findings.isEmpty)
    #expect(try repository.report(["scan"]).findings.isEmpty)
  }

  @Test func `reports hashes as little in a repository's own names and ids`() throws {
    let repository = try RepositoryBuilder()
    try repository.write("README", "Runs on vast.ai with a vast_api_key\n")
    try repository.write("objects/\(MadeUp.key())", "vastai\n")
    try repository.commit("Adds \(MadeUp.key())")
    try repository.tag("v-\(MadeUp.key())", message: "Release \(MadeUp.key())")
    #expect(try repository.audit().secrets.isEmpty)
  }
}
