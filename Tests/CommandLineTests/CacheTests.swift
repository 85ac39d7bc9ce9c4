import Foundation
import TestSupport
import Testing

/// What an earlier run learned of packs makes the next one faster, and never makes it see less.
@Suite struct CacheTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  /// A repository with a key in a file, in a message, and beside a merge, all in one pack.
  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("deploy/settings.py", assignment(key))
    try repository.commit("Adds settings")
    try repository.branch("side")
    try repository.write("deploy/settings.py", "nothing\n")
    try repository.write(".env", "A=1\n")
    try repository.commit("Cleans\n\n" + assignment(MadeUp.key()))
    try repository.checkout("side")
    try repository.write("other", "side\n")
    try repository.commit("On the side")
    try repository.checkout("main")
    try repository.merge("side")
    try repository.tag("v1", message: assignment(MadeUp.key()))
    try repository.git("gc", "--quiet")
  }

  private var folder: String { ".git/vastguard" }

  /// The path of the one file of verdicts in a folder.
  private func file(in folder: String = ".git/vastguard") throws -> String {
    let names = try repository.names(in: folder).filter { $0.hasPrefix("verdicts-") }
    try #require(names.count == 1, "\(names)")
    return "\(folder)/\(names[0])"
  }

  /// The report of a command but for the time that it took.
  private func text(
    _ arguments: [String], in place: (any Place)? = nil, environment: [String: String] = [:]
  ) throws -> String {
    let arguments = arguments.prefix(1) + ["--format", "json"] + arguments.dropFirst()
    let outcome = try Tool.run(
      Array(arguments), in: place ?? repository, environment: environment)
    #expect(outcome.stderr == "")
    return outcome.stdout.replacing(/"seconds" *: *[0-9.e-]+/, with: "")
  }

  /// Expects that a scan with the cache, a second one, and one without give the same.
  private func expectSame(
    in place: (any Place)? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for command in ["audit", "history"] {
      let plain = try text([command, "--no-cache"], in: place)
      #expect(plain.contains("statistics"), sourceLocation: sourceLocation)
      for _ in 0..<2 {
        let cached = try text([command], in: place)
        #expect(cached == plain, sourceLocation: sourceLocation)
      }
    }
  }

  /// Puts bytes in the place of a file, which keeps its mode.
  private func replace(_ name: String, with bytes: [UInt8]) throws {
    let mode = try repository.mode(name)
    try repository.write(name, bytes)
    try repository.chmod(name, mode)
  }

  // MARK: - The same report

  @Test func `gives the same report the second time`() throws {
    try expectSame()
    #expect(try repository.audit().secret(key) != nil)
  }

  @Test func `gives the same report of a clean repository`() throws {
    let clean = try RepositoryBuilder()
    try clean.write("a/b", "one\n")
    try clean.commit("First")
    try clean.write("a/b", "two\n")
    try clean.commit("Second")
    try clean.git("gc", "--quiet")
    try expectSame(in: clean)
    #expect(try clean.audit().status == 0)
  }

  @Test func `gives the same report where there are stashes, notes and submodules`() throws {
    let other = try RepositoryBuilder()
    try other.commit("Root")
    try repository.submodule(other, at: "sub")
    try repository.commit("Adds a submodule")
    try repository.write("other", assignment(MadeUp.key()))
    try repository.stash()
    try repository.note(assignment(MadeUp.key()))
    try repository.git("gc", "--quiet")
    try expectSame()
  }

  @Test func `gives the same report of what no reference reaches`() throws {
    try repository.write("lost", assignment(MadeUp.key()))
    try repository.commit("Lost")
    try repository.git("reset", "--quiet", "--hard", "HEAD~1")
    try repository.git("reflog", "expire", "--expire=now", "--all")
    try repository.git("repack", "-a", "-d", "--quiet", "--keep-unreachable")
    try expectSame()
  }

  @Test func `gives the same report of bare, shallow and partial clones`() throws {
    try expectSame(in: repository.bareClone())
    try expectSame(in: repository.shallowClone(depth: 1))
    try expectSame(in: repository.clone("--filter=blob:none", "--no-checkout"))
  }

  @Test func `gives the same report where several packs hold the same`() throws {
    try repository.write("more", assignment(MadeUp.key()))
    try repository.commit("More")
    try repository.git("repack", "--quiet")
    try repository.shell(
      "git rev-list --objects --all | cut -d' ' -f1 | git pack-objects -q .git/objects/pack/pack")
    try expectSame()
  }

  @Test func `serves linked work trees`() throws {
    let linked = try repository.linkedWorktree(branch: "linked")
    _ = try repository.audit()
    try expectSame(in: linked)
    _ = try file()
  }

  // MARK: - What is new

  @Test func `finds what was committed since`() throws {
    _ = try repository.audit()
    let other = MadeUp.key()
    try repository.write("new", assignment(other))
    let commit = try repository.commit("Leaks")
    let loose = try repository.audit()
    #expect(loose.places(of: other).contains { $0.commit == commit })
    #expect(loose.secret(key) != nil)
    try expectSame()

    try repository.git("repack", "--quiet", "-d")
    let packed = try repository.audit()
    #expect(packed.secret(other) == loose.secret(other))
    #expect(packed.secret(key) == loose.secret(key))
    try expectSame()
  }

  @Test func `looks again with other rules`() throws {
    try repository.write(
      repository.home + "/zebra.toml",
      """
      [[rule]]
      id = "zebra"
      name = "Zebra"
      summary = "A zebra."
      remedy = "None."
      references = ["https://example.invalid/zebra"]
      class = "other-generic"
      severity = "high"
      anchors = ["zebra-"]
      pattern = '''zebra-(?<secret>[g-z]{8})'''

      """)
    let others = ["audit", "--no-default-rules", "--rules", repository.home + "/zebra.toml"]
    for _ in 0..<2 {
      #expect(try repository.report(others).secret(key) == nil)
      #expect(try repository.audit().secret(key) != nil)
    }
  }

  @Test func `is right after everything was packed anew`() throws {
    let before = try repository.audit()
    for options in [["-a", "-d", "-f"], ["-a", "-d", "-f", "--depth=1"], ["-A", "-d"]] {
      try repository.git(["repack", "--quiet"] + options)
      try expectSame()
      #expect(try repository.audit().findings == before.findings)
    }
  }

  @Test func `is right after objects have gone`() throws {
    _ = try repository.audit()
    try repository.git("checkout", "--quiet", "--orphan", "fresh")
    try repository.commit("Fresh")
    for name in ["main", "side"] { try repository.git("branch", "--quiet", "-D", name) }
    try repository.git("tag", "-d", "v1")
    try repository.git("reflog", "expire", "--expire=now", "--all")
    try repository.git("gc", "--quiet", "--prune=now")
    #expect(try repository.audit().secret(key) == nil)
    try expectSame()
  }

  @Test func `notices that an object is missing since`() throws {
    try repository.write("later", "later\n")
    try repository.git("add", "later")
    let blob = try repository.id(of: ":later")
    let tree = try repository.git("write-tree")
    // A pack with a tree whose blob is loose.
    try repository.shell("echo \(tree) | git pack-objects -q .git/objects/pack/pack")
    #expect(try repository.audit().complete)
    try repository.remove(".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
    #expect(try repository.audit().incomplete.contains { $0.what.contains(blob) })
    try expectSame()
  }

  @Test func `notices that a pack was damaged since`() throws {
    _ = try repository.audit()
    let name =
      ".git/objects/pack/"
      + (try #require(
        repository.names(in: ".git/objects/pack").first { $0.hasSuffix(".pack") }))
    var bytes = try repository.read(name)
    for index in 20..<(bytes.count - 22) { bytes[index] ^= 0x55 }
    try repository.chmod(name, 0o644)
    try repository.write(name, bytes)
    // What exactly is wrong with a damaged object depends on what was read before it.
    let plain = try repository.audit("--no-cache")
    for _ in 0..<2 {
      let report = try repository.audit()
      #expect(!report.complete)
      #expect(report.incomplete.map(\.what) == plain.incomplete.map(\.what))
      #expect(report.findings == plain.findings)
    }
  }

  // MARK: - What is kept

  @Test func `keeps files that only the user can read`() throws {
    _ = try repository.audit()
    #expect(try repository.mode(folder) == 0o700)
    #expect(try repository.mode(file()) == 0o600)
    #expect(try repository.mode(repository.home + "/.cache/vastguard") == 0o700)
    #expect(try repository.mode(repository.home + "/.cache/vastguard/verdict-key") == 0o600)
    #expect(try repository.read(repository.home + "/.cache/vastguard/verdict-key").count == 32)
    #expect(try repository.git("status", "--porcelain") == "")
  }

  @Test func `keeps no secret and no text`() throws {
    _ = try repository.audit()
    let bytes = Data(try repository.read(file()))
    for text in [key, "settings", "deploy", ".env", "VAST", "Adds", "Tester", "main"] {
      #expect(bytes.range(of: Data(text.utf8)) == nil, "\(text)")
    }
    let secret = try repository.read(repository.home + "/.cache/vastguard/verdict-key")
    #expect(bytes.range(of: Data(secret)) == nil)
  }

  @Test func `keeps four files at most`() throws {
    for size in 1...12 { _ = try repository.audit("--max-blob-size", "\(size)M") }
    #expect(try repository.names(in: folder).count <= 4)
  }

  @Test(arguments: [["--no-cache"], []])
  func `neither reads nor writes where it must not`(options: [String]) throws {
    let environment = options.isEmpty ? ["VASTGUARD_NO_CACHE": "1"] : [:]
    _ = try text(["audit"] + options, environment: environment)
    _ = try text(["history"] + options, environment: environment)
    #expect(!repository.exists(folder))
    #expect(!repository.exists(repository.home + "/.cache/vastguard"))
  }

  @Test func `keeps nothing for scans of changes`() throws {
    for words in [["staged"], ["history", "HEAD"], ["history", "--all"], ["scan"]] {
      _ = try Tool.run(words, in: repository)
    }
    #expect(!repository.exists(folder))
    #expect(!repository.exists(repository.home + "/.cache/vastguard"))
  }

  @Test func `turns to the user's folder where the repository takes no file`() throws {
    try repository.write(folder, "a file where the folder would be\n")
    _ = try repository.audit()
    let name = try file(in: repository.home + "/.cache/vastguard")
    #expect(try repository.mode(name) == 0o600)
    try expectSame()
  }

  @Test func `scans without a word where nothing can be kept`() throws {
    try repository.write(folder, "a file\n")
    try repository.write(repository.home + "/.cache", "a file\n")
    try expectSame()
    let outcome = try Tool.run("audit", "--verbose", in: repository)
    #expect(outcome.stderr.contains("no verdicts are kept"))
  }

  // MARK: - Files that are not to be believed

  @Test func `does not believe a file with any byte changed`() throws {
    let plain = try text(["audit"])
    let name = try file()
    let whole = try repository.read(name)
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<24 {
      var bytes = whole
      let index = Int.random(in: bytes.indices, using: &generator)
      bytes[index] ^= UInt8.random(in: 1...255, using: &generator)
      try replace(name, with: bytes)
      #expect(try text(["audit"]) == plain)
      // What was not believed is replaced.
      #expect(try repository.read(name) != bytes)
    }
  }

  @Test func `does not believe a file that is cut off, longer, or garbage`() throws {
    let plain = try text(["audit"])
    let name = try file()
    let whole = try repository.read(name)
    let garbage = (0..<5000).map { _ in UInt8.random(in: 0...255) }
    for bytes in [
      [], [0], Array(whole.dropLast()), Array(whole.prefix(64)), Array(whole.prefix(100)),
      whole + [0], whole + whole, garbage, Array(repeating: 0xFF, count: 1000),
    ] {
      try replace(name, with: bytes)
      #expect(try text(["audit"]) == plain)
    }
  }

  @Test func `does not believe a file that another user's key made`() throws {
    let plain = try text(["audit"])
    let name = try file()
    // A repository that comes as an archive, with verdicts of who packed it.
    let secret = repository.home + "/.cache/vastguard/verdict-key"
    let before = try repository.read(name)
    try replace(secret, with: (0..<32).map { _ in UInt8.random(in: 0...255) })
    #expect(try text(["audit"]) == plain)
    #expect(try repository.read(name) != before)
  }

  @Test func `does not believe the verdicts of another repository`() throws {
    let clean = try RepositoryBuilder()
    try clean.write("a", "one\n")
    try clean.commit("First")
    try clean.git("gc", "--quiet")
    let environment = ["XDG_CACHE_HOME": repository.home + "/.cache"]
    _ = try text(["audit"], in: clean, environment: environment)
    let plain = try text(["audit"])
    let name = try file()
    try replace(name, with: clean.read(name))
    #expect(try text(["audit"]) == plain)
  }

  @Test func `does not follow links`() throws {
    let plain = try text(["audit"])
    let name = try file()
    try repository.rename(name, to: repository.home + "/verdicts")
    try repository.link(name, to: repository.home + "/verdicts")
    let before = try repository.read(repository.home + "/verdicts")
    #expect(try text(["audit"]) == plain)
    #expect(try repository.read(repository.home + "/verdicts") == before)

    try repository.remove(folder)
    try repository.makeFolder(repository.home + "/elsewhere")
    try repository.chmod(repository.home + "/elsewhere", 0o700)
    try repository.link(folder, to: repository.home + "/elsewhere")
    #expect(try text(["audit"]) == plain)
    #expect(try repository.names(in: repository.home + "/elsewhere").isEmpty)
  }

  @Test func `does not believe files that others can read or write`() throws {
    let plain = try text(["audit"])
    let name = try file()
    for mode: mode_t in [0o644, 0o660, 0o666] {
      try repository.chmod(name, mode)
      #expect(try text(["audit"]) == plain)
      #expect(try repository.mode(name) == 0o600)
    }
    try repository.chmod(folder, 0o777)
    #expect(try text(["audit"]) == plain)
  }

  @Test func `does not believe a file of somebody else`() throws {
    let plain = try text(["audit"])
    let name = try file()
    let outcome = try repository.shell("chown 12345 \(name)")
    // Only the superuser can give files away.
    try #require(outcome.status == 0 || outcome.stderr.contains("not permitted"))
    guard outcome.status == 0 else { return }
    #expect(try text(["audit"]) == plain)
    #expect(try repository.shell("stat -c %u \(name)").stdout != "12345\n")
  }

  @Test func `never waits for a file that is none`() throws {
    let plain = try text(["audit"])
    let name = try file()
    try repository.remove(name)
    try repository.shell("mkfifo -m 600 \(name)")
    #expect(try text(["audit"]) == plain)
    try repository.remove(name)
    try repository.makeFolder(name)
    #expect(try text(["audit"]) == plain)
  }
}
