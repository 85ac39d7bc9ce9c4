import TestSupport
import Testing

/// A line of a settings file that gives a key away.
func assignment(_ key: String) -> String { "VAST_API_KEY=\(key)\n" }

/// A key as reports show it.
func redacted(_ key: String) -> String { "\(key.prefix(4))…\(key.suffix(4))" }

/// The SHA-256 of a text, in hex digits, by a program that has nothing to do with ours.
func sha256(_ text: String) throws -> String {
  let folder = try TemporaryFolder()
  let outcome = try ChildProcess(
    ["sha256sum"], in: folder.path, environment: folder.environment,
    standardInput: Array(text.utf8)
  ).run()
  return String(outcome.stdout.prefix(64))
}

extension Place {
  /// Audits the repository here and returns the JSON report.
  func audit(_ arguments: String..., environment: [String: String] = [:]) throws -> ToolReport {
    try report(["audit"] + arguments, environment: environment)
  }

  /// Runs a scanning command here and returns its JSON report.
  func report(_ arguments: [String], environment: [String: String] = [:]) throws -> ToolReport {
    try Tool.json(arguments, in: self, environment: environment)
  }

  /// Runs a program here, which may fail.
  @discardableResult
  func shell(
    _ script: String, environment more: [String: String] = [:]
  ) throws -> ChildProcess.Outcome {
    try ChildProcess(
      ["sh", "-c", script], in: path, environment: environment.merging(more) { $1 }
    ).run()
  }
}

extension ToolReport {
  /// The row of a key, found by the form in which people see it.
  func secret(_ key: String) -> Secret? {
    secrets.first { $0.redacted == redacted(key) }
  }

  /// The places where a key was found.
  func places(of key: String) -> [Finding] {
    guard let id = secret(key)?.id else { return [] }
    return findings.filter { $0.secret == id }
  }

  /// The one place where a key was found; fails the test where there are more or none.
  func place(
    of key: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Finding {
    let places = places(of: key)
    try #require(
      places.count == 1, "places: \(places.map { "\($0.layer) \($0.path)" }), \(incomplete)",
      sourceLocation: sourceLocation)
    return places[0]
  }

  /// Findings about ignore rules, modes and names: those that hold no secret.
  var posture: [Finding] { findings.filter { $0.secret == nil } }

  /// The layers in which a key was found, in order.
  func layers(of key: String) -> [String] { places(of: key).map(\.layer).sorted() }
}

extension RepositoryBuilder {
  /// The date of a commit's author, as reports write it.
  func date(of commit: String) throws -> String {
    try git("log", "-1", "--date=format:%Y-%m-%dT%H:%M:%SZ", "--format=%ad", commit)
  }
}
