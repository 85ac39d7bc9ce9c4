import TestSupport
import Testing

/// No hook waits forever, and none lets anything pass for lack of time.
@Suite struct HookLimitTests {
  let repository: RepositoryBuilder

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "text\n")
    try repository.commit("Root")
  }

  private func run(_ script: String) throws -> ChildProcess.Outcome {
    try repository.shell(script, environment: ["TOOL": Tool.executable])
  }

  @Test(arguments: ["pre-push", "pre-receive", "--copy-input pre-push"])
  func `gives up on a standard input that nobody closes`(hook: String) throws {
    let outcome = try run(#"mkfifo pipe; exec 3<>pipe; "$TOOL" hook run \#(hook) <pipe"#)
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains("standard input stays open"))
  }

  @Test func `is ended where it is held up past its limit`() throws {
    let outcome = try run(
      #"mkfifo pipe; exec 3<>pipe; (while echo x; do sleep 0.1; done) >pipe & "#
        + #""$TOOL" hook run --time-limit 1 pre-receive <pipe; status=$?; kill $!; exit $status"#)
    #expect(outcome.status == 3)
    #expect(outcome.stderr.contains("the time limit is over"))
  }

  @Test func `takes what the pre-commit framework says of a push`() throws {
    let key = MadeUp.key()
    let base = try repository.id(of: "HEAD")
    try repository.write("config", assignment(key))
    let leak = try repository.commit("Leaks")
    for variables in [
      ["PRE_COMMIT_FROM_REF": base, "PRE_COMMIT_TO_REF": leak],
      ["PRE_COMMIT_LOCAL_BRANCH": "refs/heads/main", "PRE_COMMIT_REMOTE_NAME": "origin"], [:],
    ] {
      let outcome = try Tool.run(
        "hook", "run", "pre-push", in: repository,
        environment: variables.merging(["PRE_COMMIT": "1"]) { $1 })
      #expect(outcome.status == 1, "\(variables)")
    }
    let same = ["PRE_COMMIT": "1", "PRE_COMMIT_FROM_REF": leak, "PRE_COMMIT_TO_REF": leak]
    #expect(try Tool.run("hook", "run", "pre-push", in: repository, environment: same).status == 0)
  }

  @Test func `tells GitLab what was found, and where`() throws {
    let server = try repository.bareClone()
    #expect(try Tool.run("hook", "install", "--hook", "pre-receive", in: server).status == 0)
    let key = MadeUp.key()
    try repository.write("config", assignment(key))
    try repository.commit("Leaks")
    let outcome = try repository.attempt(
      ["push", server.path, "main"], environment: ["GL_PROTOCOL": "web"])
    #expect(outcome.status != 0)
    #expect(outcome.stderr.contains("GL-HOOK-ERR: vastguard: push stopped"))
    #expect(outcome.stderr.contains("config:1 in commit "))
    #expect(!outcome.stderr.contains(key))
  }
}
