import Foundation
import Git
import Glibc
import Testing

/// These need to give files away, and share the one configuration of the test's home.
@Suite(.serialized, .enabled(if: getuid() == 0))
struct SafeDirectoryTests {
  /// Makes a repository that belongs to somebody else.
  private func foreign(_ arguments: String...) throws -> GitFixture {
    let fixture = try GitFixture()
    try fixture.commit("text\n")
    let names = FileManager.default.enumerator(atPath: fixture.path)?.allObjects as? [String] ?? []
    for name in names + [""] {
      _ = unsafe lchown(fixture.path + "/" + name, 12345, 12345)
    }
    return fixture
  }

  private func configure(_ values: [String]) throws {
    let lines = values.map { "directory = \($0)" }
    try Data((["[safe]"] + lines).joined(separator: "\n").utf8)
      .write(to: URL(fileURLWithPath: GitFixture.home + "/.gitconfig"))
  }

  private func forget() {
    try? FileManager.default.removeItem(atPath: GitFixture.home + "/.gitconfig")
  }

  @Test func `refuses a repository of another user and says what to do`() throws {
    let fixture = try foreign()
    defer { forget() }
    for values in [nil, ["/elsewhere"]] {
      forget()
      if let values { try configure(values) }
      let error = try #require(gitError { _ = try fixture.open() })
      #expect(error.reason == .ownedByAnother)
      #expect(error.message.contains("git config --global --add safe.directory \(fixture.path)"))
    }
  }

  @Test func `trusts what git trusts`() throws {
    let fixture = try foreign()
    defer { forget() }
    let path = fixture.path
    let above = URL(fileURLWithPath: path).deletingLastPathComponent().path
    // git 2.39 has no folders with a star yet; those rows say what later versions do.
    let rows: [(values: [String], isTrusted: Bool, isOldSyntax: Bool)] = [
      (["*"], true, true),
      ([path], true, true),
      (["/elsewhere", path], true, true),
      ([path, ""], false, true),
      (["*", "", "/elsewhere"], false, true),
      (["", path], true, true),
      ([above], false, true),
      ([above + "/*"], true, false),
      (["/*"], true, false),
      ([path + "/*"], false, false),
      ([path + "x"], false, true),
      (["relative"], false, true),
    ]
    for row in rows {
      try configure(row.values)
      let error = gitError { _ = try fixture.open() }
      #expect((error == nil) == row.isTrusted, "\(row.values)")
      guard row.isOldSyntax else { continue }
      let status = try fixture.git(["rev-parse", "HEAD"], accepting: [0, 128]).status
      #expect((status == 0) == row.isTrusted, "\(row.values) for git")
    }
  }

  @Test func `believes no work tree that a stranger's repository claims`() throws {
    let fixture = try foreign()
    defer { forget() }
    let trusted = fixture.beside("trusted")
    try FileManager.default.createDirectory(atPath: trusted, withIntermediateDirectories: true)
    try fixture.git(["config", "--file", fixture.path + "/.git/config", "core.worktree", trusted])
    try configure([trusted])
    #expect(gitError { _ = try fixture.open() }?.reason == .ownedByAnother)
  }

  @Test func `trusts a repository that the environment names`() throws {
    let fixture = try foreign()
    var environment = RepositoryEnvironment()
    environment.gitDirectory = Path(fixture.path + "/.git")
    #expect(throws: Never.self) { try Repository.open(with: environment).head() }
  }
}
