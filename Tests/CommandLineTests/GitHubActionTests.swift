import TestSupport
import Testing

/// What the GitHub action scans for each kind of event, and what it makes of the result.
@Suite struct GitHubActionTests {
  let origin: RepositoryBuilder
  let old = MadeUp.key()
  let new = MadeUp.key()

  /// On main a leak of old and a commit after it; on a branch from there one commit with a leak and
  /// one that takes it away again.
  init() throws {
    origin = try RepositoryBuilder()
    try origin.write("old.env.sh", assignment(old))
    try origin.commit("Leaks long ago")
    try origin.write("README", "text\n")
    try origin.commit("Goes on")
    try origin.checkout("-bfeature")
    try origin.write("new.sh", assignment(new))
    try origin.commit("Leaks")
    try origin.remove("new.sh")
    try origin.commit("Cleans up")
    try origin.checkout("main")
  }

  private func redactions(in run: CIRun) -> [Bool] {
    [old, new].map { run.log.contains(redacted($0)) }
  }

  @Test func `a push is scanned for what it brings`() throws {
    let checkout = try origin.clone()
    let (main, feature) = (try origin.id(of: "main"), try origin.id(of: "feature"))
    let run = try CIRun.github(.push(from: main, to: feature, branch: "feature"), in: checkout)
    #expect(run.status == 1)
    #expect(redactions(in: run) == [false, true], "the newest state has neither")
    #expect(run.outputs["status"] == "findings")
    #expect(run.outputs["exit-code"] == "1")
    #expect(run.outputs["complete"] == "true")
    #expect(run.outputs["findings"] == "1")
    #expect(run.outputs["secrets"] == "1")
    #expect(run.outputs["range"] == "\(main)..\(feature)")
    #expect(run.outputs["full"] == "false", "nobody asked for it")
    #expect(run.summary.contains("vastguard: findings"))
    #expect(!run.log.contains(new))
    #expect(try checkout.exists(#require(run.outputs["report"])))

    let clean = try CIRun.github(
      .push(from: "\(feature)~1", to: feature, branch: "feature"), in: checkout)
    #expect(clean.status == 0)
    #expect(clean.outputs["status"] == "clean")
    #expect(clean.outputs["findings"] == "0")
  }

  @Test func `a new branch is scanned for what the default branch has not`() throws {
    let feature = try origin.id(of: "feature")
    let run = try CIRun.github(
      .push(from: GitHubEvent.zeros, to: feature, branch: "feature"), in: origin.clone())
    #expect(redactions(in: run) == [false, true])
    let main = try CIRun.github(
      .push(from: GitHubEvent.zeros, to: origin.id(of: "main"), branch: "main"), in: origin.clone())
    #expect(redactions(in: main) == [true, false], "the first push brings all of it")
    #expect(main.outputs["status"] == "findings")
  }

  @Test func `after a forced push, commits that nobody has any more hide nothing`() throws {
    let gone = MadeUp.hex(40)
    let feature = try CIRun.github(
      .push(from: gone, to: origin.id(of: "feature"), branch: "feature"), in: origin.clone())
    #expect(redactions(in: feature) == [false, true])
    let main = try CIRun.github(
      .push(from: gone, to: origin.id(of: "main"), branch: "main"), in: origin.clone())
    #expect(redactions(in: main) == [true, false])
    #expect(main.outputs["complete"] == "true")

    try origin.git("branch", "--force", "feature", "main")
    let back = try CIRun.github(
      .push(from: "feature@{1}", to: origin.id(of: "feature"), branch: "feature"), in: origin)
    #expect(back.outputs["status"] == "clean")
  }

  @Test func `a pull request is scanned for all of its commits`() throws {
    let base = try origin.id(of: "main")
    try origin.checkout("feature")
    try origin.write("more", "1\n")
    let head = try origin.commit("More")
    try origin.checkout("main")
    try origin.write("README", "changed meanwhile\n")
    try origin.commit("Goes on")
    try origin.merge("feature")
    let checkout = try origin.clone()
    let run = try CIRun.github(.pullRequest(from: base, to: head), in: checkout)
    #expect(run.status == 1)
    #expect(redactions(in: run) == [false, true])
    #expect(run.outputs["range"] == "\(base)..\(head)", "not the merge, which has what main got")

    let behind = try CIRun.github(
      .pullRequest(from: origin.id(of: "feature~3"), to: head), in: checkout)
    #expect(redactions(in: behind) == [false, true])
    let queue = try CIRun.github(.mergeGroup(from: base, to: head), in: checkout)
    #expect(queue.outputs["range"] == "\(base)..\(head)")
  }

  @Test func `a pull request that was not checked out is no clean one`() throws {
    let checkout = try origin.clone("--single-branch")
    let run = try CIRun.github(
      .pullRequest(from: origin.id(of: "main"), to: origin.id(of: "feature")), in: checkout,
      inputs: ["options": "--exit-zero", "upload-sarif": "true"])
    #expect(run.status == 3)
    #expect(run.outputs["complete"] == "false")
    #expect(run.outputs["status"] == "incomplete")
    #expect(run.log.contains("is not in this checkout"))
  }

  @Test(arguments: ["schedule", "workflow_dispatch", "release"])
  func `an event that brings nothing new has the whole history scanned`(_ name: String) throws {
    let run = try CIRun.github(GitHubEvent(name: name), in: origin.clone())
    #expect(redactions(in: run) == [true, true], "of all branches")
    #expect(run.outputs["range"] == "")
    #expect(run.outputs["secrets"] == "2")
  }

  @Test func `a tag has the whole history scanned, and its message`() throws {
    let told = MadeUp.key()
    let tag = try origin.tag("v1.0", message: assignment(told))
    var event = GitHubEvent.push(from: GitHubEvent.zeros, to: tag, branch: "v1.0")
    event.isTag = true
    let run = try CIRun.github(event, in: origin.clone())
    #expect(run.log.contains(redacted(told)))
  }

  @Test func `a branch that was deleted leaves nothing to scan`() throws {
    let run = try CIRun.github(
      .push(from: origin.id(of: "feature"), to: GitHubEvent.zeros, branch: "feature"),
      in: origin.clone())
    #expect(run.status == 0)
    #expect(run.outputs["status"] == "clean")
  }

  @Test func `a shallow clone is told, and never clean`() throws {
    let feature = try origin.id(of: "feature")
    let event = GitHubEvent.push(from: try origin.id(of: "main"), to: feature, branch: "feature")
    let shallow = try origin.clone("--depth=1", "--branch=feature")
    let run = try CIRun.github(event, in: shallow, inputs: ["upload-sarif": "true"])
    #expect(run.outputs["complete"] == "false")
    #expect(run.outputs["full"] == "false")
    #expect(!shallow.exists("\(shallow.home)/reports/full.sarif"))
    #expect(run.log.contains("fetch-depth: 0"))

    try origin.git("rm", "--quiet", "old.env.sh")
    try origin.commit("Cleans up")
    let clean = try origin.clone("--depth=1")
    let other = try CIRun.github(
      .push(from: MadeUp.hex(40), to: origin.id(of: "main"), branch: "main"), in: clean)
    #expect(other.status == 3)
    #expect(other.outputs["status"] == "incomplete")

    let deep = try origin.clone("--depth=3", "--branch=feature")
    let enough = try CIRun.github(event, in: deep)
    #expect(enough.outputs["complete"] == "true", "what is new is all here")
    #expect(redactions(in: enough) == [false, true])
  }

  @Test func `code scanning gets all that the commit reaches, whatever is new`() throws {
    let checkout = try origin.clone("--branch=feature")
    let feature = try origin.id(of: "feature")
    let run = try CIRun.github(
      .push(from: "\(feature)~1", to: feature, branch: "feature"), in: checkout,
      inputs: ["upload-sarif": "true"])
    #expect(run.status == 0, "nothing is new")
    #expect(run.outputs["full"] == "true")
    let sarif = try checkout.text("\(checkout.home)/reports/full.sarif")
    #expect(sarif.contains(redacted(old)))
    #expect(sarif.contains(redacted(new)))
  }

  @Test func `nothing that was scanned is a command to the runner`() throws {
    let base = try origin.id(of: "main")
    try origin.write("::add-mask::x\n::error::y.sh", assignment(new))
    let head = try origin.commit("::stop-commands::x\n\n::error::\(assignment(MadeUp.key()))")
    let run = try CIRun.github(.push(from: base, to: head, branch: "main"), in: origin)
    let lines = run.log.split(separator: "\n").map { $0.trimmingPrefix(while: \.isWhitespace) }
    let commands = lines.filter { $0.hasPrefix("::") }
    let start = try #require(commands.first)
    #expect(start.hasPrefix("::stop-commands::"))
    let token = start.dropFirst("::stop-commands::".count)
    #expect(token.count == 32)
    let end = try #require(lines.lastIndex { $0 == "::\(token)::" })
    for line in lines[(end + 1)...] where line.hasPrefix("::") {
      #expect(line.contains(/^::(error|warning|notice) (title|file)=/), "with properties: ours")
    }
    #expect(!run.summary.contains("\n::"))
  }

  @Test func `options come through as they are`() throws {
    let feature = try origin.id(of: "feature")
    let event = GitHubEvent.push(from: try origin.id(of: "main"), to: feature, branch: "feature")
    let mark = "\(origin.home)/mark"
    let run = try CIRun.github(
      event, in: origin.clone(),
      inputs: ["options": "\n  --exit-code=9\n--rules=$(touch \(mark)) * \n"])
    #expect(run.status == 2)
    #expect(run.outputs["status"] == "error")
    #expect(run.log.contains("$(touch \(mark)) *"))
    #expect(!origin.exists(mark))
    let other = try CIRun.github(event, in: origin.clone(), inputs: ["options": "--exit-code=9"])
    #expect(other.status == 9)
    #expect(other.outputs["status"] == "findings")
  }

  @Test func `a scope that is chosen counts for every event`() throws {
    let feature = try origin.id(of: "feature")
    let event = GitHubEvent.push(from: "\(feature)~1", to: feature, branch: "feature")
    try origin.write(".env", assignment(new))
    let audit = try CIRun.github(event, in: origin, inputs: ["scope": "audit"])
    #expect(audit.log.contains("work tree"))
    let history = try CIRun.github(event, in: origin, inputs: ["scope": "history"])
    #expect(redactions(in: history) == [true, true])
    let nothing = try CIRun.github(
      GitHubEvent(name: "schedule"), in: origin, inputs: ["scope": "range"])
    #expect(nothing.status == 2)
    #expect(try CIRun.github(event, in: origin, inputs: ["scope": "all"]).status == 2)
  }
}
