import Foundation
import Git
import Glibc
import Testing

/// Settings are those that git reads.
@Suite struct ConfigurationTests {
  private func listing(_ fixture: GitFixture) throws -> [String: String]? {
    let outcome = try fixture.git(["config", "--list", "-z"], accepting: [0, 128])
    guard outcome.status == 0 else { return nil }
    var settings: [String: String] = [:]
    for entry in outcome.text.split(separator: "\0") {
      let parts = entry.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      settings[String(parts[0])] = parts.count > 1 ? String(parts[1]) : nil
    }
    return settings
  }

  @Test(arguments: [
    "[a]\nb = c\n", "[A]\n\tBee=c", "[a \"Sub.x\"]\nb=1\n[a.Low]\nb=2\n", "[a]b=c # no\n",
    "[a]\nb = \"c # yes\" ; no\n", "[a]\nb = c\\\n  d\n", "[a]\nb = x\\ty\\\"z\\\\\n",
    "[a]\r\nb = c\r\n", "[a]\nb = c   d  \n", "[a \"x\\\"y\\\\z\"]\nb=1\n", "\u{FEFF}[a]\nb=c\n",
    "; comment\n# comment\n[a]\nb=\n", "[a]\nb = \"two\"\" words\"\n", "[a]\nb=c\nb=d\n",
    "[a]\nb = c\\\n", "[a]\nb = 'c'\n", "[a][b]c=d\n",
  ])
  func `are read as git reads them`(_ text: String) throws {
    let fixture = try GitFixture()
    try fixture.write(".git/config", text)
    let settings = try #require(try listing(fixture))
    #expect(!settings.isEmpty)
    let repository = try fixture.open()
    for (key, value) in settings {
      #expect(repository.configuration.value(key)?.text == value, "\(key)")
    }
  }

  @Test(arguments: [
    "[a\nb = c\n", "[a]\nb = \"c\n", "[a]\nb = \\x\n", "[a]\n1b = c\n", "[a \"x]\nb=c\n",
    "[a]\nb c\n",
    "[a_b]\nc=d\n", "\0", "[a \"x\"y]\nb=c\n",
  ])
  func `are refused where git refuses them`(_ text: String) throws {
    let fixture = try GitFixture()
    try fixture.write(".git/config", text)
    #expect(try listing(fixture) == nil)
    let error = try #require(gitError { _ = try fixture.open() })
    #expect(error.reason == .corrupt)
    #expect(error.message.contains("config can't be understood at line"))
  }

  @Test func `may stand in files that are included, on conditions too`() throws {
    let fixture = try GitFixture()
    let conditions = [
      "gitdir:\(fixture.path)/", "gitdir:\(fixture.path)/.git", "gitdir:repository/",
      "gitdir:/nowhere/", "gitdir/i:REPOSITORY/", "gitdir:REPOSITORY/", "gitdir:./",
      "gitdir:../.git",
      "onbranch:main", "onbranch:ma*", "onbranch:other", "onbranch:main/", "unknown:x",
    ]
    var text = "[include]\n\tpath = more\n\tpath = missing\n"
    for (number, condition) in conditions.enumerated() {
      try fixture.write(".git/file\(number)", "[from]\n\tfile\(number) = yes\n")
      text += "[includeIf \"\(condition)\"]\n\tpath = file\(number)\n"
    }
    try fixture.write(".git/config", text)
    try fixture.write(".git/more", "[from]\n\tmore = yes\n[include]\n\tpath = deep/more\n")
    try fixture.write(".git/deep/more", "[from]\n\tdeep = yes\n[include]\n\tpath = ../last\n")
    try fixture.write(".git/last", "[from]\n\tlast = yes\n")
    let settings = try #require(try listing(fixture))
    let repository = try fixture.open()
    for key in ["more", "deep", "last"] + conditions.indices.map({ "file\($0)" }) {
      #expect(
        repository.configuration.value("from." + key)?.text == settings["from." + key], "\(key)")
    }
    #expect(settings.keys.count { $0.hasPrefix("from.file") } == 6)
  }

  @Test func `are not waited for, and don't include each other without end`() throws {
    let fixture = try GitFixture()
    let intact = try fixture.read(".git/config")
    let pipe = fixture.beside("pipe")
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    try fixture.write(".git/again", "[include]\n\tpath = again\n")
    let words = (0..<9).map { level in
      (0..<20).map { _ in "[include]\n\tpath = level\(level + 1)\n" }.joined()
    }
    for (level, text) in words.enumerated() { try fixture.write(".git/level\(level)", text) }
    try fixture.write(".git/level9", "")
    for path in [pipe, "/dev/zero", fixture.path, "again", "level0"] {
      try fixture.write(".git/config", intact + Array("[include]\n\tpath = \(path)\n".utf8))
      #expect(gitError { _ = try fixture.open() } != nil, "\(path)")
    }
    let condition = "[includeIf \"onbranch:no\"]\n\tpath = "
    // What git never asks for may be anything. libgit2 would ask for it.
    try fixture.write(".git/config", intact + Array("\(condition)\(pipe)\n".utf8))
    let repository = try fixture.open()
    #expect(gitError { _ = try repository.resolve(":/text") }?.reason == .other)
    try fixture.write(".git/wrong", "[wrong\n")
    for path in ["wrong", fixture.path, "again"] {
      try fixture.write(".git/config", intact + Array("\(condition)\(path)\n".utf8))
      #expect(throws: Never.self) { try fixture.open() }
    }
    try fixture.write(".git/config", intact + Array("[include]\n\tpath = /dev/null\n".utf8))
    #expect(throws: Never.self) { try fixture.open() }
    try FileManager.default.removeItem(atPath: fixture.path + "/.git/config")
    #expect(unsafe mkfifo(fixture.path + "/.git/config", 0o600) == 0)
    #expect(gitError { _ = try fixture.open() }?.message.contains("not a regular file") == true)
  }

  @Test func `survive any bytes`() throws {
    let fixture = try GitFixture()
    let text = Array("[a \"b\"]\n\tc = \"d\" \\\n e ; f\n[include]\n\tpath = x\n".utf8)
    var random = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      var bytes = text
      for _ in 0..<3 {
        bytes[.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
      }
      try fixture.write(".git/config", bytes)
      _ = try? fixture.open().configuration.value("a.b.c")
    }
  }
}
