import Git
import Testing

/// Revisions, held against git's answers.
@Suite struct RevisionReaderTests {
  private func fixture(_ format: String) throws -> GitFixture {
    let fixture = try GitFixture("--object-format=\(format)")
    for number in 0..<4 { try fixture.commit("\(number)\n") }
    try fixture.git("tag -a -m release v1.0")
    try fixture.git("tag -a -m again v1.0-again v1.0")
    try fixture.git("checkout -q -b side HEAD~2")
    try fixture.commit("side\n", to: "other")
    try fixture.git("checkout -q main")
    try fixture.git("merge -q --no-ff -m merges side")
    try fixture.git("tag light HEAD~1")
    try fixture.git("branch deep/er/branch v1.0^{commit}")
    try fixture.git("branch --track following side")
    try fixture.git(["update-ref", "refs/remotes/origin/far", "HEAD~1"])
    try fixture.git(["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/far"])
    try fixture.git("config remote.origin.fetch +refs/heads/*:refs/remotes/origin/*")
    try fixture.git("config gc.reflogExpire never")
    try fixture.git("config branch.main.remote origin")
    try fixture.git("config branch.main.merge refs/heads/far")
    return fixture
  }

  private static let understood = [
    "HEAD", "@", "main", "side", "heads/side", "refs/heads/side", "v1.0", "tags/v1.0", "light",
    "deep/er/branch", "origin", "origin/far", "HEAD~1", "HEAD~2", "HEAD^", "HEAD^1", "HEAD^2",
    "HEAD^0", "HEAD~", "HEAD~0", "HEAD^^", "HEAD^2~1", "HEAD~1^{tree}", "HEAD^{commit}", "v1.0^{}",
    "v1.0^{tag}", "v1.0~1", "v1.0-again^{}", "v1.0-again^{tree}", "v1.0-again^{object}", "@{0}",
    "@{1}", "@{2}", "HEAD@{1}", "HEAD@{3}", "main@{2}", "main@{4}", "side@{1}~1", "@{u}",
    "@{upstream}", "main@{u}", "following@{u}^", "@{UPSTREAM}", "ORIG_HEAD", "HEAD@{0}^{}",
  ]

  @Test(arguments: ["sha1", "sha256"])
  func `names what git names`(_ format: String) throws {
    let fixture = try fixture(format)
    let describing = try fixture.git("describe --long main~1").lines
    let short = try fixture.git("rev-parse --short=9 side").lines
    let whole = try fixture.git("rev-parse side~1").lines
    let repository = try fixture.open()
    for packed in [false, true] {
      if packed { try fixture.git("gc -q") }
      for revision in Self.understood + describing + short + whole {
        let found = try? repository.resolve(revision)
        #expect(try found == fixture.id(revision), "\(revision)")
      }
    }
  }

  @Test(arguments: [
    "HEAD:file", "HEAD^{tree}:file", ":/change", "HEAD^{/change}", "@{-1}", "main@{2100-01-01}",
    "HEAD^{/change}~1", "v1.0:other",
  ])
  func `leaves unusual forms to libgit2`(_ revision: String) throws {
    let fixture = try fixture("sha1")
    let repository = try fixture.open()
    let expected = try? fixture.id(revision)
    #expect((try? repository.resolve(revision)) == expected)
    if expected == nil {
      #expect(gitError { _ = try repository.resolve(revision) }?.reason == .unknownRevision)
    }
  }

  @Test(arguments: [
    "", "nothing", "HEAD^3", "HEAD~9", "HEAD^{blob}", "HEAD^{x}", "HEAD^{", "HEAD@{99}", "HEAD@{",
    "light@{1}", "side@{u}", "HEAD~99999999999", "~1", "^", "../config", "config", "/etc/passwd",
    "refs/heads", "HEAD:file", ":/change", "HEAD@{yesterday}", "00", "HEAD@{-1}",
  ])
  func `says that it does not know the rest`(_ revision: String) throws {
    let repository = try fixture("sha256").open()
    #expect(gitError { _ = try repository.resolve(revision) }?.reason == .unknownRevision)
  }

  @Test(arguments: [
    "", "nothing", "HEAD^3", "HEAD~9", "HEAD^{blob}", "HEAD^{x}", "HEAD^{", "HEAD@{99}", "HEAD@{",
    "light@{1}", "side@{u}", "HEAD~99999999999", "~1", "^", "../config", "config", "/etc/passwd",
    "refs/heads", "HEAD:absent", ":/nowhere", "00", "HEAD@{-1}", "HEAD^{}x", "@{-9}",
    String(repeating: "5", count: 40),
  ])
  func `knows nothing where git knows nothing`(_ revision: String) throws {
    let repository = try fixture("sha1").open()
    #expect(gitError { _ = try repository.resolve(revision) }?.reason == .unknownRevision)
  }

  @Test(arguments: ["sha1", "sha256"])
  func `waits for nobody, and follows no circle`(_ format: String) throws {
    let fixture = try fixture(format)
    try fixture.write(".git/refs/heads/round", "ref: refs/heads/about\n")
    try fixture.write(".git/refs/heads/about", "ref: refs/heads/round\n")
    try fixture.write(".git/refs/heads/broken", "nonsense\n")
    try #require(fixture.makePipe(".git/refs/heads/pipe"))
    let repository = try fixture.open()
    for name in ["round", "broken", "pipe"] {
      #expect(gitError { _ = try repository.resolve(name) } != nil, "\(name)")
    }
  }
}
