import TestSupport
import Testing

/// `scan` takes files, folders and standard input, and needs no git.
@Suite struct ScanCommandTests {
  let folder: TemporaryFolder
  let key = MadeUp.key()

  init() throws {
    folder = try TemporaryFolder()
  }

  private func scan(_ arguments: String..., input: String = "") throws -> ToolReport {
    try Tool.json(["scan"] + arguments, in: folder, standardInput: Array(input.utf8))
  }

  @Test func `scans a file, and names it as it was named`() throws {
    try folder.write("sub/settings.txt", assignment(key))
    for name in ["sub/settings.txt", "./sub/settings.txt", folder.path("sub/settings.txt")] {
      let report = try scan(name)
      let place = try report.place(of: key)
      #expect(place.layer == "file")
      #expect(place.path == name)
      #expect(place.severity == "high")
      #expect(place.commit == nil)
      #expect(report.status == 1)
      #expect(report.statistics.files == 1)
    }
  }

  @Test func `opens an archive of which another name says that it is a pack of git`() throws {
    try folder.write("in", assignment(key))
    // The name that is found first is the one of a pack.
    let made = try folder.shell(
      "mkdir -p a/objects/pack b && tar -czf b/x.tgz in && rm in"
        + " && ln b/x.tgz a/objects/pack/x.pack")
    #expect(made.status == 0)
    #expect(try scan().places(of: key).map(\.path) == ["b/x.tgz!in"])
  }

  @Test func `scans folders with all that is below them, hidden names too`() throws {
    let names = [".hidden/.env", "a/b/c/d.txt", "sp ace/é.txt", "top.txt"]
    for name in names { try folder.write(name, assignment(key)) }
    let report = try scan()
    #expect(report.places(of: key).map(\.path).sorted() == names)
    #expect(report.secrets.count == 1)
    #expect(report.secrets.first?.occurrences == 4)
    #expect(report.statistics.files == 4)
    #expect(report.statistics.blobs == 1, "equal contents count once")
    #expect(
      try scan("a", "top.txt").places(of: key).map(\.path).sorted() == ["a/b/c/d.txt", "top.txt"])
    #expect(try scan("a/").places(of: key).map(\.path) == ["a/b/c/d.txt"])
  }

  @Test func `scans standard input, under a name for rules about paths`() throws {
    let report = try scan("-", input: "\n" + assignment(key))
    let place = try report.place(of: key)
    #expect(place.layer == "stdin")
    #expect([place.line, place.column] == [2, 14])
    #expect(report.target.kind == "stdin")

    #expect(try scan("-", input: key).status == 0)
    let named = try scan("-", "--stdin-path", "home/.vast_api_key", input: key)
    #expect(try named.place(of: key).path == "home/.vast_api_key")
    #expect(try scan("-", input: "").status == 0)
  }

  @Test func `scans a file once for each of its names`() throws {
    try folder.write("one", assignment(key))
    try folder.shell("ln one two")
    #expect(try scan().places(of: key).map(\.path).sorted() == ["one", "two"])
  }

  @Test func `takes what a file holds at each of its names for what that name makes of it`() throws
  {
    try folder.write("home/.vast_api_key", key)
    try folder.makeFolder("other")
    try folder.shell("ln home/.vast_api_key other/digest; ln home/.vast_api_key z")
    let report = try scan()
    #expect(report.places(of: key).map(\.path) == ["home/.vast_api_key"])
    #expect(report.statistics.files == 3)
    #expect(report.statistics.blobs == 1)
    #expect(try scan("other").secrets.isEmpty)
  }

  @Test func `what is found stands in order of names, whichever thread was first`() throws {
    for number in 0..<60 {
      let text = String(repeating: "line\n", count: number * 379 % 5000)
      let key = MadeUp.key()
      try folder.write("\(number % 7)/\(number % 3)/file\(number)", text + assignment(key))
      if number % 10 == 0 {
        try folder.shell("ln \(number % 7)/\(number % 3)/file\(number) \(number)")
      }
    }
    try folder.shell("mkdir 3/empty; touch 3/zero; printf PACK > 4/x.pack; printf BZh9 > 5/cut.bz2")
    var alone = try scan("--threads", "1")
    #expect(alone.places(of: key).isEmpty)
    #expect(alone.findings.count == 66)
    alone.statistics.seconds = 0
    for threads in ["2", "3", "8"] {
      var report = try scan("--threads", threads)
      report.statistics.seconds = 0
      #expect(report.findings == alone.findings)
      #expect(report.secrets == alone.secrets)
      #expect(report.incomplete == alone.incomplete)
      #expect(report.statistics == alone.statistics)
    }
  }

  @Test func `follows a link that is named, and none that it meets`() throws {
    let outside = try TemporaryFolder()
    try outside.write("secret", assignment(key))
    try folder.link("link", to: outside.path("secret"))
    try folder.link("folder", to: outside.path)
    try folder.link("loop", to: ".")
    #expect(try scan("link").place(of: key).path == "link")
    let met = try scan()
    #expect(met.secrets.isEmpty)
    #expect(met.status == 0)

    try folder.link("broken", to: "nowhere")
    #expect(try scan().status == 0)
    let broken = try scan("broken")
    #expect(broken.status == 3)
    #expect(broken.incomplete.first?.what == "broken")
  }

  @Test func `opens no FIFO, socket or device`() throws {
    try folder.shell("mkfifo pipe")
    try folder.write("file", assignment(key))
    let report = try scan()
    #expect(report.layers(of: key) == ["file"])
    #expect(report.complete)
    for name in ["pipe", "/dev/zero"] {
      let named = try scan(name)
      #expect(named.status == 3)
      #expect(named.incomplete.map(\.what) == [name])
    }
  }

  @Test func `lists what can't be read, and what is too large`() throws {
    try folder.write("large", String(repeating: "x", count: 2049))
    try folder.write("small", "text\n")
    let report = try scan("--max-blob-size", "2K")
    #expect(report.status == 3)
    #expect(!report.complete)
    #expect(report.incomplete.map(\.what) == ["large"])
    #expect(report.incomplete.first?.why.contains("2049") == true)

    try folder.write("small", assignment(key))
    #expect(try scan("--max-blob-size", "2K").status == 1)
    #expect(try scan("--max-blob-size", "2K", "--require-complete").status == 3)
    // /proc/self/mem has no size, and refuses to be read from its start.
    let unreadable = try scan("/proc/self/mem")
    #expect(unreadable.status == 3)
    #expect(unreadable.incomplete.map(\.what) == ["/proc/self/mem"])
  }

  @Test func `says that a path is none`() throws {
    let outcome = try Tool.run("scan", "nothing", in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains("nothing"))
    #expect(outcome.stdout.isEmpty)
  }

  @Test func `scans any bytes`() throws {
    let all = (0...255).map { UInt8($0) }
    try folder.write("binary", all + Array("\n\(assignment(key))".utf8) + all)
    try folder.write(Array("not\u{1}utf8-".utf8) + [0xFF], Array(assignment(key).utf8))
    let report = try scan()
    #expect(report.complete)
    let places = report.places(of: key)
    #expect(places.count == 2)
    let odd = try #require(places.first { $0.pathBase64 != nil })
    #expect(odd.path == "not\u{1}utf8-\u{FFFD}")
    #expect(odd.pathBase64 == "bm90AXV0Zjgt/w==")
  }

  @Test func `finds a key that stands across the pieces in which a large file is read`() throws {
    let boundary = 32 << 20
    var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: boundary + (1 << 20))
    // Lines of a kilobyte, so that a line's number tells where it is.
    for end in stride(from: 1023, to: bytes.count, by: 1024) { bytes[end] = UInt8(ascii: "\n") }
    let line = Array("\n\(assignment(key))".utf8)
    bytes.replaceSubrange((boundary - 40)..<(boundary - 40 + line.count), with: line)
    try folder.write("large", bytes)
    let report = try scan("large")
    let place = try report.place(of: key)
    #expect(place.column == 14)
    #expect(place.line == boundary / 1024 + 1)
    #expect(report.statistics.bytes == bytes.count)
  }

  @Test func `finds a key wherever in a stream it stands, and no part of a longer value`() throws {
    // Streams are read in smaller pieces than files: a few hundred kilobytes have edges enough.
    let keys = (0..<2500).map { _ in MadeUp.key() }
    let lines = keys.enumerated().map { number, key in
      // Every other value is twice as long as a key, and is none.
      "x" + String(repeating: ";", count: number % 71) + "\n"
        + (number % 2 == 0 ? assignment(key) : "VAST_API_KEY=\(key)\(key)\n")
    }
    let report = try scan("-", input: lines.joined())
    let found = report.findings.map(\.line)
    #expect(found == stride(from: 2, to: 5000, by: 4).map { $0 })
    #expect(report.secrets.count == 1250)
    #expect(report.findings.allSatisfy { $0.column == 14 && $0.endColumn == 78 })
  }

  @Test func `scans a repository's files where git is broken`() throws {
    let repository = try RepositoryBuilder()
    try repository.write("config", assignment(key))
    try repository.write(".git/HEAD", "nonsense")
    try repository.write(".git/config", "[broken")
    let report = try repository.report(["scan"])
    #expect(report.places(of: key).map(\.path) == ["config"])
  }

  @Test(arguments: [false, true])
  func `does not say again what the objects of a repository hold`(isPacked: Bool) throws {
    let repository = try RepositoryBuilder()
    try repository.write("settings.txt", assignment(key))
    try repository.commit("One")
    if isPacked { try repository.git("gc", "--quiet") }
    let report = try Tool.json("scan", in: repository)
    #expect(report.places(of: key).map(\.path) == ["settings.txt"])
  }

  @Test func `a name for standard input that is not scanned is a mistake`() throws {
    for paths in [["leak"], [], ["leak", "other"]] {
      let outcome = try Tool.run(["scan", "--stdin-path", "x"] + paths, in: TemporaryFolder())
      #expect(outcome.status == 2)
      #expect(outcome.stderr.contains("--stdin-path names standard input"))
    }
  }
}
