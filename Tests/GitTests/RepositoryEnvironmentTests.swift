import Foundation
import Git
import Testing

@Suite struct RepositoryEnvironmentTests {
  @Test func `takes the repository and its work tree from the variables`() throws {
    let fixture = try GitFixture("--bare")
    let tree = fixture.beside("tree")
    try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
    let environment = RepositoryEnvironment { name in
      ["GIT_DIR": Path(fixture.path), "GIT_WORK_TREE": Path(tree)][name]
    }
    let repository = try Repository.open(with: environment)
    #expect(repository.gitDirectory == Path(fixture.path))
    #expect(repository.workTree == Path(tree))
  }

  @Test func `reads the index that is being committed`() throws {
    let fixture = try GitFixture()
    try fixture.commit("one\n")
    let index = fixture.beside("index")
    try FileManager.default.copyItem(atPath: fixture.path + "/.git/index", toPath: index)
    let blob = try fixture.blob(Array("two\n".utf8))
    try fixture.git(
      ["update-index", "--cacheinfo", "100644,\(blob),file"], environment: ["GIT_INDEX_FILE": index]
    )
    var environment = RepositoryEnvironment()
    environment.gitDirectory = Path(fixture.path + "/.git")
    environment.indexFile = Path(index)
    #expect(try Repository.open(with: environment).stagedChanges().map(\.newID) == [blob])
    #expect(try fixture.open().stagedChanges().isEmpty)
  }

  @Test func `takes a missing index for an error, not for an empty one`() throws {
    let fixture = try GitFixture()
    try fixture.commit("one\n")
    var environment = RepositoryEnvironment()
    environment.gitDirectory = Path(fixture.path + "/.git")
    environment.indexFile = Path(fixture.path + "/absent")
    #expect(gitError { _ = try Repository.open(with: environment) }?.reason == .missing)
  }

  @Test func `sees the objects of a push in quarantine`() throws {
    let fixture = try GitFixture()
    try fixture.commit("one\n")
    let old = try fixture.id("HEAD")
    let quarantine = fixture.beside("quarantine")
    try FileManager.default.createDirectory(atPath: quarantine, withIntermediateDirectories: true)
    let text = try fixture.git(
      ["hash-object", "-w", "--stdin"], input: Array("new\n".utf8),
      environment: [
        "GIT_OBJECT_DIRECTORY": quarantine,
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": fixture.path + "/.git/objects",
      ]
    ).text
    let new = try #require(ObjectID(hex: text.dropLast()))
    let environment = RepositoryEnvironment { name in
      switch name {
      case "GIT_DIR": Path(fixture.path + "/.git")
      case "GIT_OBJECT_DIRECTORY": Path(quarantine)
      case "GIT_ALTERNATE_OBJECT_DIRECTORIES": Path("\"\(fixture.path)/.git/obj\\145cts\":/absent")
      default: nil
      }
    }
    let repository = try Repository.open(with: environment)
    #expect(repository.objects.contains(new))
    #expect(repository.objects.contains(old))
    #expect(try repository.resolve("HEAD^{tree}") == fixture.id("HEAD^{tree}"))
    #expect(try !fixture.open().objects.contains(new))
  }

  @Test func `takes the shallow list of a push`() throws {
    let fixture = try GitFixture()
    try fixture.commit("one\n")
    let head = try fixture.commit("two\n")
    try Data("\(head)\n".utf8).write(to: URL(fileURLWithPath: fixture.beside("shallow")))
    var environment = RepositoryEnvironment()
    environment.gitDirectory = Path(fixture.path + "/.git")
    environment.shallowFile = Path(fixture.beside("shallow"))
    #expect(try Repository.open(with: environment).commits(in: .all).commits == [head])
  }

  @Test func `refuses a shared folder that is not the repository's`() throws {
    let fixture = try GitFixture()
    var environment = RepositoryEnvironment()
    environment.gitDirectory = Path(fixture.path + "/.git")
    environment.commonDirectory = Path(fixture.path + "/.git")
    #expect(throws: Never.self) { try Repository.open(with: environment) }
    environment.commonDirectory = Path("/")
    #expect(gitError { _ = try Repository.open(with: environment) }?.reason == .unsupported)
  }

  @Test(arguments: [
    ("pre-commit", ["commit", "-q", "-am", "change"]),
    ("pre-commit", ["commit", "-q", "-m", "change", "file"]),
  ])
  func `sees in a hook what the commit would record`(_ hook: String, _ command: [String]) throws {
    let fixture = try GitFixture()
    try fixture.commit("one\n")
    try fixture.write("file", "two\n")
    // The hook keeps its environment, and the index that is gone afterwards.
    let kept = fixture.beside("kept")
    try fixture.write(
      ".git/hooks/\(hook)", "#!/bin/sh\ncp \"$GIT_INDEX_FILE\" '\(kept)'\nexit 1\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: fixture.path + "/.git/hooks/" + hook)
    try fixture.git(command, accepting: [1])
    var environment = RepositoryEnvironment()
    environment.gitDirectory = Path(fixture.path + "/.git")
    environment.indexFile = Path(kept)
    let changes = try Repository.open(with: environment).stagedChanges()
    #expect(try changes.map(\.newID) == [fixture.blob(Array("two\n".utf8))])
  }
}
