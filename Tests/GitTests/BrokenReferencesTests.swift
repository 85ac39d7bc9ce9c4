import Foundation
import Git
import Testing

/// References that git refuses or warns of are told of, and what they lead to counts all the same.
@Suite struct BrokenReferencesTests {
  private func names(_ fixture: GitFixture) throws -> [String] {
    try fixture.open().references().failures.map(\.what.text)
  }

  @Test func `are those in a packed file that git would not read`() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("one\n")
    let good = "\(commit) refs/tags/good\n"
    let bad = [
      "# pack-refs wich: peeled\n\(good)", "\(good)# pack-refs with: peeled\n", "\n\(good)",
      "\(good)\n", "\(good)\(commit) refs/tags/cut", "\(good)^\(commit)x\n", "\(good)^nonsense\n",
      "\(good)\(commit)refs/tags/x\n", "\(good)\(commit)\n", "\(good)\0\0\0\n",
    ]
    for text in bad {
      try fixture.write(".git/packed-refs", text)
      #expect(try names(fixture) == ["packed-refs"], "\(text)")
      let found = try fixture.open().references().references.map(\.name.text)
      #expect(found.contains("refs/tags/good"), "\(text)")
      #expect(try fixture.git(["for-each-ref"], accepting: [0, 128]).status == 128, "\(text)")
    }
    let fine = ["", good, "# pack-refs with: peeled fully-peeled sorted \n\(good)^\(commit)\n"]
    for text in fine {
      try fixture.write(".git/packed-refs", text)
      #expect(try names(fixture) == [], "\(text)")
      try fixture.git("for-each-ref")
    }
  }

  @Test func `are those with names that git refuses`() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("one\n")
    let tails = [
      "a", "a..b", "a.b", ".a", "a.", "a.lock", "a/b", "a/.b", "a.lock/b", "a b", "a~b", "a^b",
      "a:b", "a?b", "a*b", "a[b", "a\\b", "a]b", "@", "a@b", "a@{b", "a{b}", "a\u{7F}", "a\u{1}",
      "é", "-a", "HEAD", "a//b", "/a", "a/",
    ]
    for tail in tails {
      let name = "refs/heads/" + tail
      let isFine = try fixture.git(["check-ref-format", name], accepting: [0, 1]).status == 0
      try fixture.write(".git/packed-refs", "\(commit) \(name)\n")
      #expect(try names(fixture) == (isFine ? [] : [name]), "\(name)")
      let found = try fixture.open().references().references
      #expect(found.contains { $0.name.text == name && $0.id == commit }, "\(name)")
    }
    try fixture.write(".git/packed-refs", "")
    try fixture.write(".git/refs/heads/bad..name", "\(commit)\n")
    #expect(try names(fixture) == ["refs/heads/bad..name"])
  }

  @Test func `are symbolic ones that lead to themselves or to no name`() throws {
    let fixture = try GitFixture()
    try fixture.commit("one\n")
    try fixture.write(".git/refs/heads/self", "ref: refs/heads/self\n")
    try fixture.write(".git/refs/heads/one", "ref: refs/heads/two\n")
    try fixture.write(".git/refs/heads/two", "ref: refs/heads/one\n")
    try fixture.write(".git/refs/heads/into", "ref: refs/heads/one\n")
    try fixture.write(".git/refs/heads/odd", "ref: refs/heads/a b\n")
    // These are in order: to main by steps, and to a branch that is gone.
    try fixture.write(".git/refs/heads/near", "ref: refs/heads/main\n")
    try fixture.write(".git/refs/heads/far", "ref: refs/heads/near\n")
    try fixture.write(".git/refs/heads/gone", "ref: refs/heads/nowhere\n")
    let bad = ["into", "odd", "one", "self", "two"].map { "refs/heads/" + $0 }
    #expect(try names(fixture) == bad)
  }

  @Test(arguments: ["ref: smfs/heads/main", "ref: main", "ref: refs/heads/a..b", "nonsense", ""])
  func `are heads that make git see no repository`(_ text: String) throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("one\n")
    try fixture.write(".git/HEAD", text + "\n")
    let repository = try fixture.open()
    #expect(gitError { _ = try repository.head() }?.reason == .corrupt)
    let (references, failures) = repository.references()
    #expect(failures.map(\.what.text) == ["HEAD"])
    #expect(references.contains { $0.id == commit })
  }

  @Test func `are no reason to lose what is checked out`() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("one\n")
    for number in 0..<50 { try fixture.write(".git/refs/tags/\(number)", "\(commit)\n") }
    try fixture.git("pack-refs --all")
    #expect(try fixture.open().head() == commit)
    try fixture.git("symbolic-ref refs/heads/other refs/heads/main")
    try fixture.git("symbolic-ref HEAD refs/heads/other")
    #expect(try fixture.open().head() == commit)
    try fixture.git("symbolic-ref HEAD refs/heads/mai")
    #expect(try fixture.open().head() == nil)
    try fixture.write(".git/refs/heads/mai", "ref: HEAD\n")
    #expect(gitError { _ = try fixture.open().head() }?.reason == .corrupt)
  }
}
