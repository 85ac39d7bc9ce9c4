import Arguments
import Findings
import FoundationEssentials
import Reports
import Settings

/// What only options and variables set: no file can, so these lines are comments in one.
extension SettingsListing {
  /// The files besides `.vastguard.toml`, colors, and whether that one counts.
  var others: [Row] {
    var rows: [Row] = []
    let options = output.suppressions
    for (number, baseline) in settings.baselines.enumerated() {
      let value = BaselineFile.quoted(baseline.name)
      rows.append(
        (
          // A file can name one only.
          number == 0 ? "baseline = \(value)" : "# --baseline \(value)",
          origin(options.$baselines.source, "--baseline", settings.first(\.baseline))
        ))
    }
    rows.append(color)
    rows.append(projectFile)
    return rows
  }

  private var color: Row {
    let applied = settings.applied(to: output)
    let (no, force) = (environment["NO_COLOR"] ?? "", environment["CLICOLOR_FORCE"] ?? "")
    let line = settings.first(\.color)
    if applied.noColor {
      return ("color = false", origin(output.$noColor.source, "--no-color", line))
    }
    if !no.isEmpty { return ("color = false", "NO_COLOR") }
    if !force.isEmpty, force != "0" { return ("color = true", "CLICOLOR_FORCE, in pipes too") }
    let source = origin(output.$noColor.source, "--no-color", line)
    return ("color = true", source + ", at terminals")
  }

  private var projectFile: Row {
    let options = rules.settings
    if options.file != nil {
      return ("project_file = false", origin(options.$file.source, "--config", never))
    }
    if options.noProjectFile {
      return (
        "project_file = false", origin(options.$noProjectFile.source, "--no-project-file", never)
      )
    }
    let line = settings.userFile.flatMap { file in file.projectFile.map { (line: $0, file: file) } }
    let value = line?.line.value ?? true
    return (
      "project_file = \(value)", origin(options.$noProjectFile.source, "--no-project-file", line)
    )
  }

  /// No line of a file.
  private var never: (line: SettingsFile.Line<Bool>, file: SettingsFile)? { nil }

  /// The options, as they are in force.
  var options: [Row] {
    let suppressions = output.suppressions
    var rows: [Row] = [
      option("--format", output.format.rawValue, output.$format.source),
      option("--exit-code", "\(output.exitCode ?? 1)", output.$exitCode.source),
      option("--exit-zero", output.exitZero, output.$exitZero.source),
      option("--require-complete", output.requireComplete, output.$requireComplete.source),
      option("--show-suppressed", suppressions.showSuppressed, suppressions.$showSuppressed.source),
      option(
        "--no-new-suppressions", suppressions.noNewSuppressions,
        suppressions.$noNewSuppressions.source),
      option("--no-default-rules", rules.noDefaultRules, rules.$noDefaultRules.source),
      option("--quiet", output.quiet, output.$quiet.source),
      option("--verbose", output.verbose, output.$verbose.source),
    ]
    rows += rules.files.map { option("--rules", BaselineFile.quoted($0), rules.$files.source) }
    if let file = rules.settings.file {
      rows.append(option("--config", BaselineFile.quoted(file), rules.settings.$file.source))
    }
    return rows
  }

  private func option(_ name: String, _ isOn: Bool, _ source: ValueSource) -> Row {
    option(name, isOn ? "on" : "off", source)
  }

  private func option(_ name: String, _ value: String, _ source: ValueSource) -> Row {
    ("# \(name) \(value)", origin(source, name, never))
  }
}
