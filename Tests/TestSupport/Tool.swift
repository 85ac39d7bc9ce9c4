import Foundation

/// The built `vastguard`, run as a user would run it.
package enum Tool {
  /// The binary beside the test bundle, where SwiftPM builds both; or the one in the folder that
  /// `VASTGUARD_BINARIES` names, to test binaries that were built elsewhere.
  package static var executable: String {
    let folder = ProcessInfo.processInfo.environment["VASTGUARD_BINARIES"]
    return folder.map { $0 + "/vastguard" }
      ?? Bundle.main.bundleURL.appendingPathComponent("vastguard").path
  }

  /// Runs a command in a folder, by default in an empty one, and returns all that it left behind.
  package static func run(
    _ arguments: String..., in place: (any Place)? = nil, environment: [String: String] = [:],
    standardInput: String = "", executable: String = executable
  ) throws -> ChildProcess.Outcome {
    try run(
      arguments, in: place, environment: environment, standardInput: Array(standardInput.utf8),
      executable: executable)
  }

  /// Runs a command with a list of arguments and bytes for its standard input.
  package static func run(
    _ arguments: [String], in place: (any Place)? = nil, environment: [String: String] = [:],
    standardInput: [UInt8] = [], executable: String = executable
  ) throws -> ChildProcess.Outcome {
    let place = try place ?? TemporaryFolder()
    return try withExtendedLifetime(place) {
      try ChildProcess(
        [executable] + arguments, in: place.path,
        environment: place.environment.merging(environment) { $1 }, standardInput: standardInput
      ).run()
    }
  }

  /// Runs a scanning command with `--format json`, and returns its report.
  ///
  /// The command's name comes first. Throws, with what the command said, where it writes no report.
  package static func json(
    _ arguments: String..., in place: (any Place)? = nil, environment: [String: String] = [:],
    standardInput: String = "", executable: String = executable
  ) throws -> ToolReport {
    try json(
      arguments, in: place, environment: environment, standardInput: Array(standardInput.utf8),
      executable: executable)
  }

  /// The same with a list of arguments, and bytes for its standard input.
  package static func json(
    _ arguments: [String], in place: (any Place)? = nil, environment: [String: String] = [:],
    standardInput: [UInt8] = [], executable: String = executable
  ) throws -> ToolReport {
    let arguments = arguments.prefix(1) + ["--format", "json"] + arguments.dropFirst()
    let outcome = try run(
      Array(arguments), in: place, environment: environment, standardInput: standardInput,
      executable: executable)
    do {
      var report = try JSONDecoder().decode(ToolReport.self, from: Data(outcome.output))
      report.status = outcome.status
      return report
    } catch {
      throw ChildProcessError(
        doing: arguments.joined(separator: " "), failure: "status \(outcome.status), \(error)",
        output: outcome.errors)
    }
  }
}
