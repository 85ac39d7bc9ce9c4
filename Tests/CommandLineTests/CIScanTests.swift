import TestSupport
import Testing

/// `ci/scan` where GitLab, Azure Pipelines, Jenkins or something else runs it.
@Suite struct CIScanTests {
  let origin: RepositoryBuilder
  let old = MadeUp.key()
  let new = MadeUp.key()
  let main: String
  let feature: String

  init() throws {
    origin = try RepositoryBuilder()
    try origin.write("old.sh", assignment(old))
    main = try origin.commit("Leaks long ago")
    try origin.checkout("-bfeature")
    try origin.write("new.sh", assignment(new))
    feature = try origin.commit("Leaks")
    try origin.checkout("main")
  }

  private func found(_ environment: [String: String]) throws -> [Bool] {
    let run = try CIRun(in: origin.clone(), environment: environment)
    #expect(run.status == 1)
    return [old, new].map { run.log.contains(redacted($0)) }
  }

  @Test(arguments: ["--exit-zero", "--exit-code=0", "--exit-zero\n--exit-code=7"])
  func `findings that are to fail nothing are told as findings`(options: String) throws {
    let checkout = try origin.clone()
    let run = try CIRun(
      in: checkout,
      environment: [
        "GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": "outputs", "SCAN_OPTIONS": options,
      ])
    #expect(run.status == 0)
    let outputs = try checkout.text("outputs").split(separator: "\n")
    #expect(outputs.contains("status=findings") && outputs.contains("exit-code=0"))
    #expect(!run.log.contains("::error title=vastguard::findings"))
  }

  @Test func `GitLab tells what a merge request and a push bring`() throws {
    let common = ["GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_SHA": feature]
    func gitlab(_ more: [String: String]) throws -> [Bool] {
      try found(common.merging(more) { $1 })
    }
    #expect(
      try gitlab([
        "CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_DIFF_BASE_SHA": main,
        "CI_COMMIT_BEFORE_SHA": GitHubEvent.zeros, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "",
      ]) == [false, true])
    #expect(
      try gitlab([
        "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BEFORE_SHA": main, "CI_COMMIT_BRANCH": "feature",
      ]) == [false, true])
    #expect(
      try gitlab([
        "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BEFORE_SHA": GitHubEvent.zeros,
        "CI_COMMIT_BRANCH": "feature",
      ]) == [false, true])
    #expect(try gitlab(["CI_PIPELINE_SOURCE": "schedule"]) == [true, true])
    #expect(
      try gitlab(["CI_PIPELINE_SOURCE": "push", "CI_COMMIT_TAG": "v1.0"]) == [true, true])
  }

  @Test func `Azure tells what a pull request brings, and the branch of a push`() throws {
    func azure(_ more: [String: String]) throws -> [Bool] {
      try found(["TF_BUILD": "True", "SCAN_DEFAULT_BRANCH": "main"].merging(more) { $1 })
    }
    #expect(
      try azure([
        "BUILD_REASON": "PullRequest", "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
        "SYSTEM_PULLREQUEST_SOURCECOMMITID": feature, "BUILD_SOURCEBRANCH": "refs/pull/7/merge",
      ]) == [false, true])
    #expect(
      try azure([
        "BUILD_REASON": "IndividualCI", "BUILD_SOURCEBRANCH": "refs/heads/feature",
        "SCAN_HEAD": feature,
      ]) == [false, true])
    #expect(
      try azure(["BUILD_REASON": "IndividualCI", "BUILD_SOURCEBRANCH": "refs/heads/main"])
        == [true, false])
    #expect(try azure(["BUILD_REASON": "Schedule"]) == [true, true])
  }

  @Test func `Jenkins tells what a change brings, and what was built last`() throws {
    func jenkins(_ more: [String: String]) throws -> [Bool] {
      try found(
        ["JENKINS_URL": "https://ci.example.org/", "GIT_COMMIT": feature].merging(more) { $1 })
    }
    #expect(try jenkins(["CHANGE_ID": "7", "CHANGE_TARGET": "main"]) == [false, true])
    #expect(
      try jenkins(["BRANCH_NAME": "feature", "GIT_PREVIOUS_SUCCESSFUL_COMMIT": main])
        == [false, true])
    #expect(try jenkins(["BRANCH_NAME": "feature"]) == [true, true])
  }

  @Test func `anywhere else two variables tell it`() throws {
    #expect(
      try found(["SCAN_BASE": "origin/main", "SCAN_HEAD": "origin/feature"]) == [false, true])
    #expect(try found([:]) == [true, true])
  }

  @Test func `a checkout that belongs to somebody else is scanned`() throws {
    // What git itself takes for another owner, whoever runs the tests.
    let stranger = ["GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"]
    #expect(try found(stranger) == [true, true])
  }

  @Test func `reports that were checked out are not taken for new ones`() throws {
    try origin.write("kept.json", "{}")
    let report = ["SCAN_FULL_REPORTS": "sarif=kept.json", "SCAN_PROGRAM": "/nowhere"]
    #expect(try CIRun(in: origin, environment: report).status == 2)
    #expect(!origin.exists("kept.json"))

    try origin.remove("vastguard-reports")
    try origin.link("vastguard-reports", to: "\(origin.home)")
    #expect(try CIRun(in: origin, environment: [:]).status == 2)
    #expect(!origin.exists("\(origin.home)/report.json"))
  }

  @Test func `without a repository or a program nothing is called clean`() throws {
    #expect(try CIRun(in: origin, environment: ["SCAN_PROGRAM": "/nowhere"]).status == 2)
    try origin.rename(".git", to: "git")
    #expect(try CIRun(in: origin, environment: [:]).status == 2)
  }
}
