import TestSupport
import Testing

@Suite struct RepositoryBuilderTests {
  let repository: RepositoryBuilder

  init() throws {
    repository = try RepositoryBuilder()
  }

  @Test func `starts without commits, on main`() throws {
    #expect(try repository.git("symbolic-ref", "HEAD") == "refs/heads/main")
    #expect(try repository.attempt("rev-parse", "--verify", "HEAD").status != 0)
  }

  @Test func `commits what the work tree holds, a minute after the commit before`() throws {
    try repository.write("file", "one\n")
    let first = try repository.commit("First")
    try repository.rename("file", to: "other")
    try repository.write("third", "three\n")
    let second = try repository.commit("Second\n\nWith a body.\n")

    #expect(try repository.git("rev-list", "HEAD") == "\(second)\n\(first)")
    #expect(try repository.git("ls-tree", "--name-only", "HEAD") == "other\nthird")
    #expect(try repository.git("cat-file", "blob", "HEAD:other") == "one")
    #expect(try repository.git("log", "-1", "--format=%B") == "Second\n\nWith a body.\n")
    let dates = try repository.git("log", "--format=%ct").split(separator: "\n").compactMap {
      Int($0)
    }
    #expect(dates.count == 2 && dates[0] > dates[1])
  }

  @Test func `gives the same ids for the same steps`() throws {
    let twin = try RepositoryBuilder()
    for builder in [repository, twin] {
      try builder.write("file", "one\n")
      try builder.commit("First")
    }
    #expect(try repository.id(of: "HEAD") == twin.id(of: "HEAD"))
  }

  @Test func `merges branches, several at once too`() throws {
    try repository.commit("Root")
    for name in ["a", "b", "c"] {
      try repository.branch(name, at: "main")
      try repository.checkout(name)
      try repository.write(name, name)
      try repository.commit("On \(name)")
    }
    try repository.checkout("main")
    try repository.merge("a")
    let octopus = try repository.merge("b", "c")
    let parents = try repository.git("rev-list", "--parents", "-1", octopus)
    #expect(parents.split(separator: " ").count == 4)
  }

  @Test func `keeps tags, notes and stashes`() throws {
    let commit = try repository.commit("Root")
    #expect(try repository.tag("light") == commit)
    let tag = try repository.tag("heavy", message: "A message")
    #expect(try repository.git("cat-file", "-t", tag) == "tag")
    try repository.note("A note")
    #expect(try repository.git("notes", "show") == "A note")
    try repository.write("aside", "text")
    try repository.stash()
    #expect(!repository.exists("aside"))
    #expect(try repository.git("stash", "list").contains("later"))
  }

  @Test func `clones whole, bare and shallow, and links work trees`() throws {
    try repository.write("file", "one")
    try repository.commit("First")
    try repository.write("file", "two")
    try repository.commit("Second")

    #expect(try repository.clone().text("file") == "two")
    #expect(try repository.bareClone().git("rev-parse", "--is-bare-repository") == "true")
    let shallow = try repository.shallowClone(depth: 1)
    #expect(try shallow.git("rev-list", "--count", "HEAD") == "1")
    let linked = try repository.linkedWorktree(branch: "side")
    #expect(try linked.text("file") == "two")
    try linked.write("file", "three")
    let third = try linked.commit("Third")
    #expect(try repository.id(of: "side") == third)
  }

  @Test func `adds submodules`() throws {
    let other = try RepositoryBuilder()
    try other.write("inside", "text")
    try other.commit("Root")
    try repository.submodule(other, at: "below")
    try repository.commit("Adds a submodule")
    #expect(try repository.git("ls-tree", "HEAD", "below").hasPrefix("160000 commit"))
    #expect(try repository.text("below/inside") == "text")
  }

  @Test func `says what git said when it fails`() throws {
    let error = #expect(throws: ChildProcessError.self) { try repository.git("no-such-command") }
    #expect(error?.description.contains("no-such-command") == true)
  }
}
