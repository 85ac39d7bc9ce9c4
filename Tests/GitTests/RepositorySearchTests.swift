import Foundation
import Git
import Glibc
import TestSupport
import Testing

/// Where a repository is found, held against what `git rev-parse` says.
@Suite struct RepositorySearchTests {
  /// What git finds from a folder: its own folder and the root of the work tree.
  private func gits(
    _ fixture: GitFixture, _ folder: String, _ environment: [String: String] = [:]
  ) throws -> (gitDirectory: Path, workTree: Path?)? {
    let found = try fixture.git(
      ["rev-parse", "--absolute-git-dir"], in: folder, environment: environment,
      accepting: [0, 128])
    guard found.status == 0, let gitDirectory = found.lines.first else { return nil }
    let root = try fixture.git(
      ["rev-parse", "--show-toplevel"], in: folder, environment: environment, accepting: [0, 128])
    return (Path(gitDirectory), root.status == 0 ? root.lines.first.map { Path($0) } : nil)
  }

  private func expectAsGit(_ fixture: GitFixture, _ folder: String) throws {
    let expected = try gits(fixture, folder)
    let found = try? Repository.open(at: Path(folder))
    #expect(found?.gitDirectory == expected?.gitDirectory, "\(folder)")
    // Within the repository's own folder git speaks of no work tree.
    if expected?.workTree != nil { #expect(found?.workTree == expected?.workTree, "\(folder)") }
  }

  @Test func `is found from wherever git finds it`() throws {
    let fixture = try GitFixture()
    try fixture.commit("text\n", to: "a/b/file")
    try fixture.git(["worktree", "add", "-q", fixture.beside("linked")])
    try fixture.git(["clone", "-q", "--bare", ".", fixture.beside("bare.git")])
    try fixture.git(["clone", "-q", "--bare", ".", fixture.beside("bare/.git")])
    let separate = fixture.beside("separate")
    try fixture.git(
      ["clone", "-q", "--separate-git-dir", separate + ".git", ".", separate])
    try FileManager.default.createSymbolicLink(
      atPath: fixture.beside("link"), withDestinationPath: fixture.path + "/a")
    try FileManager.default.createSymbolicLink(
      atPath: fixture.beside("link.git"), withDestinationPath: fixture.path + "/.git")
    try FileManager.default.createDirectory(
      atPath: fixture.path + "/a/empty/.git", withIntermediateDirectories: true)
    for folder in [
      "", "/a", "/a/b", "/.git", "/.git/refs", "/.git/objects/pack", "/a/empty", "/a/empty/.git",
    ] { try expectAsGit(fixture, fixture.path + folder) }
    for name in [
      "linked", "linked/a/b", "bare.git", "bare.git/refs", "bare", "bare/.git", "separate",
      "separate.git", "separate/a", "link", "link/b", "link.git", "..",
    ] { try expectAsGit(fixture, fixture.beside(name)) }
  }

  @Test func `is not looked for in folders that the environment names`() throws {
    let fixture = try GitFixture()
    try fixture.commit("text\n", to: "a/b/file")
    let inner = fixture.path + "/a/b"
    let link = fixture.beside("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: fixture.path)
    let cases = [
      fixture.path, fixture.path + "/", fixture.path + "/a", inner, "/", "", "relative",
      "/nowhere:\(fixture.path)", link, ":\(link)", ":\(fixture.path)", "/nowhere:/elsewhere",
      fixture.path + "/..",
    ]
    for ceilings in cases {
      let variables = ["GIT_CEILING_DIRECTORIES": ceilings]
      for folder in [inner, fixture.path] {
        let expected = try gits(fixture, folder, variables) != nil
        let found = try status(in: folder, variables)
        #expect((found != 2) == expected, "\(ceilings) from \(folder)")
      }
    }
  }

  private func status(in folder: String, _ variables: [String: String]) throws -> Int32 {
    try Tool.run("-C", folder, "staged", environment: variables).status
  }

  @Test func `says where a file in place of .git leads nowhere`() throws {
    let fixture = try GitFixture()
    try FileManager.default.createDirectory(
      atPath: fixture.path + "/sub", withIntermediateDirectories: true)
    let sub = Path(fixture.path + "/sub")
    for (text, reason) in [
      ("nonsense\n", GitError.Reason.corrupt), ("", .corrupt),
      ("gitdir: ../absent\n", .notARepository),
    ] {
      try fixture.write("sub/.git", text)
      #expect(gitError { _ = try Repository.open(at: sub) }?.reason == reason, "\(text)")
      #expect(try gits(fixture, sub.text) == nil)
    }
    for text in ["gitdir: ../.git\n", "gitdir: \(fixture.path)/.git", "gitdir: ../.git\r\n\n"] {
      try fixture.write("sub/.git", text)
      try expectAsGit(fixture, sub.text)
    }
  }

  @Test func `waits for nobody who would write into its files`() throws {
    for name in [".git/HEAD", ".git/config", ".git/commondir"] {
      let fixture = try GitFixture()
      try fixture.commit("text\n")
      try? FileManager.default.removeItem(atPath: fixture.path + "/" + name)
      try #require(fixture.makePipe(name))
      _ = try? fixture.open().head()
    }
  }
}
