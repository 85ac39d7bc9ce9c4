import Foundation
import Git
import Testing

@Suite struct IgnoreRulesTests {
  /// Which of the paths git ignores; a path with `/` at its end is a folder.
  private func ignored(_ paths: [String], _ fixture: GitFixture) throws -> Set<String> {
    // git looks by itself what is a folder, and takes a slash for a part of the name.
    let names = paths.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    let input = Array(names.joined(separator: "\0").utf8)
    let bytes = try fixture.git(
      ["check-ignore", "--no-index", "--stdin", "-z"], input: input, accepting: [0, 1]
    ).bytes
    let found = Set(bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
    return Set(zip(paths, names).filter { found.contains($0.1) }.map(\.0))
  }

  private func ignored(_ paths: [String], by rules: IgnoreRules) -> Set<String> {
    Set(
      paths.filter { path in
        let isFolder = path.hasSuffix("/")
        return rules.isIgnored(Path(isFolder ? String(path.dropLast()) : path), isFolder: isFolder)
      })
  }

  /// Makes the files and folders, so that git sees which is which.
  private func make(_ paths: [String], in fixture: GitFixture) throws {
    for path in paths {
      if path.hasSuffix("/") {
        try FileManager.default.createDirectory(
          atPath: fixture.path + "/" + path, withIntermediateDirectories: true)
      } else {
        try fixture.write(path, "")
      }
    }
  }

  private static let paths = [
    "a", "b.key", "key", "foo/", "foo/bar", "foo/bar.key", "foo/deep/", "foo/deep/bar", "bar/",
    "bar/foo", "bar/foo.key", ".env", "foo/.env", "foo/deep/.env", "a b", "a ", "#x", "!x", "x/",
    "x/y/", "x/y/z/", "x/y/z/w", "[a]", "foo.d/", "foo.d/a", "K", "foobar", "xfoo",
    "x/xfoo", "x/y/bfoo.key",
  ]

  @Test(arguments: [
    "*.key", "/key", "foo/", "foo", "/foo/", "foo/bar", "/foo/*", "foo/**", "**/foo", "**/bar/",
    "x/**/z", "x/**/w", "**", "*", "/*", "/**", "a?b", "[a-c]*", "[!a-f]*", "[^a]", "\\#x", "\\!x",
    "#x", "!x", "a\\ b", "a\\ ", "a ", "a   ", "\\[a\\]", "[[]a]", "[]a]", "[a", "[[:alpha:]]",
    "[[:space:]x]*", "[[:nope:]]", "*[.]key", "foo\\", "\\foo", "/", "//", "", "!", "/foo/bar/",
    "foo//bar", "./foo", "x/*/z", "x/?/z", "***", "***/bar", "x/***/w", "*/", "*/*", "?", "??",
    "foo*", "*foo", "*o*", "f*o/b*r", "foo/\\*", "foo\r", "\tfoo", "foo\t", "**foo", "foo**",
    "**/", "[a-]", "[-a]", "[a\\-c]", "[\\]a]", "[b-a]", "[/]", "foo[/]bar", "*.key/",
    "deep", "deep/", "foo/deep", "/deep", "K", "k", "[[:upper:]]", "[[:lower:]]*", "\u{FEFF}foo",
  ])
  func `match what git matches`(_ pattern: String) throws {
    let fixture = try GitFixture()
    try make(Self.paths, in: fixture)
    for lines in ["\(pattern)\n", "*\n!\(pattern)\n", "\(pattern)", "\n# text\n\(pattern)\r\n"] {
      try fixture.write(".gitignore", lines)
      let rules = try IgnoreRules(of: fixture.open())
      let difference = try ignored(Self.paths, by: rules)
        .symmetricDifference(ignored(Self.paths, fixture))
      #expect(difference.isEmpty, "\(lines)")
    }
  }

  @Test func `match what git matches where case is folded`() throws {
    let fixture = try GitFixture()
    try make(Self.paths, in: fixture)
    try fixture.git("config core.ignoreCase true")
    for pattern in ["FOO/", "k", "*.KEY", "[A-F]*", "[B].key", "[[:upper:]]", "\\B.key", "F?o/B*"] {
      try fixture.write(".gitignore", pattern + "\n")
      let rules = try IgnoreRules(of: fixture.open())
      #expect(try ignored(Self.paths, by: rules) == ignored(Self.paths, fixture), "\(pattern)")
    }
  }

  @Test func `agree with git on many random patterns in many files`() throws {
    let fixture = try GitFixture()
    try make(Self.paths, in: fixture)
    var random = SeededGenerator(seed: 7)
    let pieces = [
      "foo", "bar", "deep", "x", "y", "z", "w", "a", ".env", ".key", "*", "**", "?", "/", "/", "/",
      "[a-z]", "[!x]", "\\", " ", "b", "key",
    ]
    func pattern() -> String {
      let body = (0..<Int.random(in: 1...5, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let prefix = Int.random(in: 0..<4, using: &random) == 0 ? "!" : ""
      return prefix + body + (Int.random(in: 0..<4, using: &random) == 0 ? "/" : "")
    }
    for _ in 0..<250 {
      for file in [".gitignore", "foo/.gitignore", "x/y/.gitignore", ".git/info/exclude"] {
        let lines = (0..<Int.random(in: 0...4, using: &random)).map { _ in pattern() }
          .filter { !isReadDifferentlyByOldGit($0) }
        try fixture.write(file, lines.joined(separator: "\n"))
      }
      let rules = try IgnoreRules(of: fixture.open())
      let expected = try ignored(Self.paths, fixture)
      let found = ignored(Self.paths, by: rules)
      guard found != expected else { continue }
      let texts = try [".gitignore", "foo/.gitignore", "x/y/.gitignore", ".git/info/exclude"].map {
        String(decoding: try fixture.read($0), as: UTF8.self)
      }
      Issue.record("\(texts) differ in \(found.symmetricDifference(expected))")
    }
  }

  /// Whether `**` follows a letter and precedes a slash, which git took for `**/` before 2.52.
  private func isReadDifferentlyByOldGit(_ pattern: String) -> Bool {
    pattern.contains(/[^\/*!]\*\*+(\/|$)/)
  }

  @Test func `count from the folder of their file, the deeper one first`() throws {
    let fixture = try GitFixture()
    let paths = ["a.key", "sub/a.key", "sub/b.key", "sub/in/a.key", "sub/in/c", "c"]
    try make(paths, in: fixture)
    try fixture.write(".gitignore", "*.key\n/c\n")
    try fixture.write("sub/.gitignore", "!a.key\n/in/c\n")
    try fixture.write("sub/in/.gitignore", "a.key\n!c\n")
    let rules = try IgnoreRules(of: fixture.open())
    #expect(try ignored(paths, by: rules) == ignored(paths, fixture))
    #expect(ignored(paths, by: rules) == ["a.key", "sub/b.key", "sub/in/a.key", "c"])
  }

  @Test func `can't take back what lies in an ignored folder`() throws {
    let fixture = try GitFixture()
    let paths = ["build/", "build/keep", "build/deep/keep"]
    try make(paths, in: fixture)
    try fixture.write(".gitignore", "build/\n!build/keep\n")
    try fixture.write("build/.gitignore", "!*\n")
    let rules = try IgnoreRules(of: fixture.open())
    #expect(ignored(paths, by: rules) == Set(paths))
    #expect(try ignored(paths, fixture) == Set(paths))
  }

  @Test func `may be personal, or shared by all who clone`() throws {
    let fixture = try GitFixture()
    let paths = ["shared", "local", "own"]
    try make(paths, in: fixture)
    try fixture.write(".gitignore", "shared\n")
    try fixture.write(".git/info/exclude", "local\n")
    try fixture.write("../own-rules", "own\n")
    try fixture.git(["config", "core.excludesFile", fixture.beside("own-rules")])
    let repository = try fixture.open()
    #expect(try ignored(paths, by: IgnoreRules(of: repository)) == Set(paths))
    #expect(try ignored(paths, fixture) == Set(paths))
    #expect(try ignored(paths, by: IgnoreRules(of: repository, scope: .shared)) == ["shared"])
  }

  @Test func `need nothing to be there`() throws {
    let fixture = try GitFixture()
    try fixture.write(".gitignore", "secrets/\n.env\n")
    let rules = try IgnoreRules(of: fixture.open())
    #expect(rules.isIgnored(Path("secrets/key"), isFolder: false))
    #expect(rules.isIgnored(Path("any/where/.env"), isFolder: false))
    #expect(!rules.isIgnored(Path("secrets"), isFolder: false))
    #expect(!rules.isIgnored(Path(""), isFolder: true))
  }

  @Test func `take stars behind a letter for a name's, as git does since 2.52`() throws {
    let fixture = try GitFixture()
    try fixture.write(".gitignore", "x**/w\n")
    let rules = try IgnoreRules(of: fixture.open())
    #expect(rules.isIgnored(Path("xyz/w"), isFolder: false))
    #expect(!rules.isIgnored(Path("x/y/w"), isFolder: false))
  }

  @Test func `follow no symbolic link`() throws {
    let fixture = try GitFixture()
    let outside = fixture.beside("outside")
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    try Data("*\n".utf8).write(to: URL(fileURLWithPath: outside + "/.gitignore"))
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: fixture.path + "/link", withDestinationPath: outside)
    try fixture.write("folder/file", "")
    try manager.createSymbolicLink(
      atPath: fixture.path + "/folder/.gitignore", withDestinationPath: outside + "/.gitignore")
    let rules = try IgnoreRules(of: fixture.open())
    #expect(!rules.isIgnored(Path("link/file"), isFolder: false))
    #expect(!rules.isIgnored(Path("folder/file"), isFolder: false))
    #expect(try ignored(["folder/file"], fixture).isEmpty)
  }

  @Test func `end, however the pattern is made`() throws {
    let fixture = try GitFixture()
    let bomb = String(repeating: "*a", count: 400) + "b"
    let folders = String(repeating: "**/a*/", count: 200) + "b"
    try fixture.write(".gitignore", bomb + "\n" + folders + "\n")
    let rules = try IgnoreRules(of: fixture.open())
    let name = String(repeating: "a", count: 250)
    let path = (0..<15).map { _ in name }.joined(separator: "/")
    #expect(!rules.isIgnored(Path(path), isFolder: false))
  }

  @Test func `survive any bytes`() throws {
    let fixture = try GitFixture()
    var random = SeededGenerator(seed: 8)
    let alphabet = Array("ab/*?[]!^-\\ :#\n\r\0".utf8) + [0xFF, 0xE9]
    for _ in 0..<400 {
      let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      try fixture.write(".gitignore", bytes)
      let rules = try IgnoreRules(of: fixture.open())
      for path in ["a", "b/a", "a/b/ab"] { _ = rules.isIgnored(Path(path), isFolder: false) }
    }
  }
}
