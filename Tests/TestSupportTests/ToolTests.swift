import Foundation
import TestSupport
import Testing

/// A shell script stands in for the binary: what is tested is how tests call it.
@Suite struct ToolTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func script(_ lines: String) throws -> String {
    try folder.write("tool", "#!/bin/sh\n\(lines)\n")
    try folder.chmod("tool", 0o755)
    return folder.path("tool")
  }

  @Test func `looks for the binary beside the test bundle`() {
    #expect(Tool.executable.hasSuffix("/vastguard"))
    let neighbours = try? FileManager.default.contentsOfDirectory(
      atPath: URL(fileURLWithPath: Tool.executable).deletingLastPathComponent().path)
    #expect(neighbours?.contains { $0.hasSuffix(".xctest") } == true)
  }

  @Test func `passes arguments, input and variables, and returns all that comes back`() throws {
    let tool = try script(#"printf '%s|' "$@"; printf '%s|' "$EXTRA"; cat; exit 1"#)
    let outcome = try Tool.run(
      "scan", "a b", "-", in: folder, environment: ["EXTRA": "more"], standardInput: "text",
      executable: tool)
    #expect(outcome.stdout == "scan|a b|-|more|text")
    #expect(outcome.status == 1)
  }

  @Test func `works in an empty folder where none is given`() throws {
    #expect(try Tool.run(executable: try script("ls -A")).stdout == "")
  }

  @Test func `reads the report, and keeps the status`() throws {
    let tool = try script(
      """
      [ "$*" = "audit --format json ." ] || exit 2
      cat <<'JSON'
      {"complete": false, "findings": [
        {"author": null, "blob": null, "column": 3, "commit": null, "date": null, "endColumn": 9,
         "endLine": 1, "fingerprint": "f", "fix": null, "layer": "worktree", "line": 1,
         "message": "m", "path": ".env", "rule": "r", "secret": "s", "severity": "high",
         "suppressed": null}],
       "incomplete": [{"what": "a", "why": "b"}],
       "rules": {"count": 1, "digest": "d"}, "schemaVersion": 1,
       "secrets": [{"class": "vast-account-key", "firstCommit": null, "firstDate": null, "id": "s",
         "occurrences": 1, "reachable": true, "redacted": "1234…5678", "sha256": null,
         "status": "unverified"}],
       "statistics": {"blobs": 1, "bytes": 2, "commits": 3, "files": 4, "seconds": 0.5},
       "target": {"head": null, "kind": "repository", "path": "."},
       "tool": {"name": "vastguard", "version": "1"}}
      JSON
      exit 1
      """)
    let report = try Tool.json("audit", ".", in: folder, executable: tool)
    #expect(report.status == 1)
    #expect(!report.complete)
    #expect(report.findings.map(\.path) == [".env"])
    #expect(report.secrets.map(\.redacted) == ["1234…5678"])
  }

  @Test func `says what the command said where there is no report`() throws {
    let tool = try script("echo 'vastguard: no such option' >&2; exit 2")
    let error = #expect(throws: ChildProcessError.self) {
      try Tool.json("audit", in: folder, executable: tool)
    }
    #expect(error?.description.contains("no such option") == true)
  }
}
