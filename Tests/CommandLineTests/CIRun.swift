import Foundation
import TestSupport
import Testing

/// One run of `ci/scan` in a checkout, with the variables that a CI system sets.
struct CIRun {
  let status: Int32
  let log: String
  let summary: String
  /// What a step of GitHub Actions gives to later ones.
  let outputs: [String: String]

  /// The project's folder.
  static let project = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardizedFileURL

  /// Runs it as GitHub Actions would run the step of `action.yml`, for an event.
  static func github(
    _ event: GitHubEvent, in checkout: RepositoryBuilder, inputs: [String: String] = [:],
    environment: [String: String] = [:]
  ) throws -> CIRun {
    let action = try String(contentsOf: project.appending(path: "action.yml"), encoding: .utf8)
    var variables = [
      "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": event.name,
      "GITHUB_OUTPUT": "\(checkout.home)/output", "GITHUB_STEP_SUMMARY": "\(checkout.home)/summary",
      "GITHUB_REF_TYPE": event.isTag ? "tag" : "branch", "GITHUB_REF_NAME": event.reference,
      "GITHUB_BASE_REF": event.target,
    ]
    for (name, path) in GitHubEvent.variables(of: action) {
      variables[name] = path.lazy.compactMap { event[$0] }.first ?? ""
    }
    variables["SCAN_REPORTS"] = "\(checkout.home)/reports"
    variables["SCAN_SCOPE"] = inputs["scope"] ?? "auto"
    variables["SCAN_OPTIONS"] = inputs["options"] ?? ""
    if inputs["upload-sarif"] == "true" {
      variables["SCAN_FULL_REPORTS"] = "sarif=\(checkout.home)/reports/full.sarif"
    }
    return try CIRun(in: checkout, environment: variables.merging(environment) { $1 })
  }

  /// Runs it with some variables.
  init(in checkout: RepositoryBuilder, environment: [String: String]) throws {
    for file in ["output", "summary"] { try checkout.write("\(checkout.home)/\(file)", "") }
    var variables = checkout.environment.merging(environment) { $1 }
    variables["SCAN_PROGRAM"] = variables["SCAN_PROGRAM"] ?? Tool.executable
    let outcome = try ChildProcess(
      [Self.project.appending(path: "ci/scan").path], in: checkout.path, environment: variables
    ).run()
    status = outcome.status
    log = outcome.stdout + outcome.stderr
    summary = try checkout.text("\(checkout.home)/summary")
    outputs = Dictionary(
      try checkout.text("\(checkout.home)/output").split(separator: "\n").map { line in
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), String(parts[1]))
      }, uniquingKeysWith: { $1 })
  }
}

/// An event as GitHub describes it to a workflow: its name, and the payload's parts that count.
struct GitHubEvent {
  var name: String
  /// By the path in the payload, such as `pull_request.base.sha`.
  var payload: [String: String] = ["repository.default_branch": "main"]
  var reference = "main"
  var target = ""
  var isTag = false

  static let zeros = String(repeating: "0", count: 40)

  static func push(from before: String, to after: String, branch: String) -> GitHubEvent {
    var event = GitHubEvent(name: "push", reference: branch)
    event.payload["before"] = before
    event.payload["after"] = after
    return event
  }

  static func pullRequest(from base: String, to head: String) -> GitHubEvent {
    var event = GitHubEvent(name: "pull_request", reference: "7/merge", target: "main")
    event.payload["pull_request.base.sha"] = base
    event.payload["pull_request.head.sha"] = head
    // There when somebody pushed to a pull request that was open: what the branch was before.
    event.payload["before"] = zeros
    event.payload["after"] = head
    return event
  }

  static func mergeGroup(from base: String, to head: String) -> GitHubEvent {
    var event = GitHubEvent(name: "merge_group", reference: "gh-readonly-queue/main/pr-7")
    event.payload["merge_group.base_sha"] = base
    event.payload["merge_group.head_sha"] = head
    return event
  }

  fileprivate subscript(_ path: String) -> String? {
    payload[path].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The variables of an action that come from the event: of each the paths, the first counts.
  fileprivate static func variables(of action: String) -> [String: [String]] {
    var variables: [String: [String]] = [:]
    for line in action.split(separator: "\n") {
      let pattern = /\s+(SCAN_[A-Z_]+): \$\{\{ (github\.event\.[^}]*) \}\}/
      guard let match = line.wholeMatch(of: pattern) else { continue }
      variables[String(match.1)] = match.2.components(separatedBy: " || ")
        .map { String($0.dropFirst("github.event.".count)) }
    }
    return variables
  }
}
