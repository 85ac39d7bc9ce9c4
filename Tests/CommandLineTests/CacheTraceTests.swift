import TestSupport
import Testing

/// What an earlier run learned of the way from commits to a key does not hide a new way to it.
@Suite struct CacheTraceTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  /// A repository with a key deep in folders, in several versions, all in one pack.
  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("a/b/c/settings", assignment(key))
    try repository.write("bare", key)
    try repository.commit("Adds settings")
    for step in 0..<4 {
      try repository.append("a/b/c/settings", "\(step): é \(assignment(key))")
      try repository.write("a/other", "\(step)\n")
      try repository.commit("Step \(step)")
    }
    try repository.git("gc", "--quiet")
    _ = try repository.audit()
  }

  /// Expects that a run that knows of earlier ones, and one more, tell what one tells that doesn't.
  private func expectSame(sourceLocation: SourceLocation = #_sourceLocation) throws {
    for command in ["history", "audit"] {
      let fresh = try repository.report([command, "--no-cache"])
      for _ in 0..<2 {
        let report = try repository.report([command])
        #expect(report.findings == fresh.findings, sourceLocation: sourceLocation)
        #expect(report.secrets == fresh.secrets, sourceLocation: sourceLocation)
        #expect(report.incomplete == fresh.incomplete, sourceLocation: sourceLocation)
        #expect(report.statistics.blobs == fresh.statistics.blobs, sourceLocation: sourceLocation)
        #expect(report.statistics.bytes == fresh.statistics.bytes, sourceLocation: sourceLocation)
      }
    }
  }

  @Test func `tells the same of the same`() throws {
    try expectSame()
    #expect(try repository.audit().places(of: key).count > 10)
  }

  @Test func `follows commits that came since, loose and packed`() throws {
    try repository.write("a/other", "loose\n")
    try repository.commit("Keeps the key")
    try expectSame()
    try repository.git("repack", "-d", "--quiet")
    try expectSame()
    try repository.git("mv", "a/b", "elsewhere")
    try repository.commit("Moves the key")
    try expectSame()
    #expect(
      try repository.audit().places(of: key).contains { $0.path == "elsewhere/c/settings" })
    try repository.git("repack", "-d", "--quiet")
    try expectSame()
    try repository.git("revert", "--no-edit", "HEAD")
    try repository.git("gc", "--quiet")
    try expectSame()
  }

  @Test func `follows a known blob to a name under which it holds a key`() throws {
    #expect(try !repository.audit().findings.contains { $0.path == "bare" })
    try repository.git("mv", "bare", ".vast_api_key")
    let commit = try repository.commit("Names it")
    try expectSame()
    let places = try repository.audit().places(of: key)
    #expect(places.contains { $0.path == ".vast_api_key" && $0.commit == commit })
    try repository.git("repack", "-d", "--quiet")
    try expectSame()
  }

  @Test func `follows a tree that was missing and is there again`() throws {
    let other = try RepositoryBuilder()
    try other.write("x/y/settings", assignment(key))
    try other.commit("Adds")
    let lost = ["HEAD:x", "HEAD:x/y"]
    let ids = try lost.map { try other.id(of: $0) }
    let kept = try ["HEAD", "HEAD^{tree}", "HEAD:x/y/settings"].map { try other.id(of: $0) }
    try other.git(
      ["pack-objects", "--quiet", ".git/objects/pack/pack"],
      standardInput: Array((kept.joined(separator: "\n") + "\n").utf8))
    try other.git("prune-packed", "--quiet")
    func file(_ id: String) -> String { ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))" }
    let bytes = try ids.map { try other.read(file($0)) }
    for id in ids { try other.remove(file(id)) }
    #expect(try other.audit().incomplete.count > 0)
    for (id, bytes) in zip(ids, bytes) { try other.write(file(id), bytes) }
    let fresh = try other.audit("--no-cache")
    let report = try other.audit()
    #expect(report.findings == fresh.findings)
    #expect(report.findings.contains { $0.path == "x/y/settings" && $0.commit != nil })
    #expect(try other.audit().findings == fresh.findings)
  }

  @Test func `follows a key where its pack is joined by others that hold the same`() throws {
    try repository.shell(
      "git rev-list --objects HEAD~2 | cut -d' ' -f1 | git pack-objects -q .git/objects/pack/pack")
    try expectSame()
    try repository.branch("side", at: "HEAD~3")
    try repository.checkout("side")
    try repository.write("a/b/c/more", assignment(key))
    try repository.commit("More on the side")
    try repository.git("repack", "-d", "--quiet")
    try expectSame()
  }

  @Test func `tells the same of secrets in archives, in names within them, and encoded`() throws {
    try repository.write("in/plain", assignment(MadeUp.key()))
    try repository.write("in/VAST_API_KEY=\(MadeUp.key())", "text\n")
    try repository.shell("tar cf archive.tar in; gzip -k in/plain; rm in/plain; rm -r in/VAST*")
    let encoded = try repository.shell("printf 'VAST_API_KEY=%s' \(key) | base64 -w0").stdout
    try repository.write("encoded", "auth: \(encoded)\n\(assignment(key))")
    try repository.commit("Adds more")
    try expectSame()
    try repository.git("gc", "--quiet")
    try expectSame()
    #expect(try repository.audit().findings.contains { $0.path.hasPrefix("archive.tar!") })
  }
}
