import Arguments
import Checks
import Findings
import FoundationEssentials
import Git
import Responses
import Rules
import Settings

/// The commands about configuration.
struct ConfigCommand: CommandGroup {
  static let configuration = CommandConfiguration(
    name: "config", abstract: "Shows the configuration in force.",
    subcommands: [ConfigShowCommand.self])
}

/// Shows the configuration in force, as a file that could be used.
struct ConfigShowCommand: Action {
  static let configuration = CommandConfiguration(
    name: "show", abstract: "Shows what is in force, and where each value comes from.",
    discussion: """
      An option beats its environment variable, that beats the project's .vastguard.toml, and that \
      beats the user's own file, vastguard/config.toml in XDG_CONFIG_HOME (by default ~/.config).
      """,
    examples: [
      ("vastguard config show", "Shows what a scan of this project would heed."),
      ("vastguard config show --no-project-file", "Shows what is left without .vastguard.toml."),
    ])

  @OptionGroup(title: "Rules") var rules: RuleOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Report") var output: OutputOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let opened = try? OpenedRepository.opened(nil)
    let place = (try? opened?.get()).map { ProjectPlace.repository(.success($0)) }
    let settings = try SettingsInForce(
      rules.settings, output.suppressions, place: place ?? .folder,
      environment: console.environment)
    _ = try settings.ruleSet(rules)
    return console.printText(
      SettingsListing(
        settings: settings, rules: rules, limits: limits, output: output,
        environment: console.environment
      ).text)
  }
}

/// The configuration in force as text: TOML with comments.
struct SettingsListing {
  let settings: SettingsInForce
  let rules: RuleOptions
  let limits: LimitOptions
  let output: OutputOptions
  let environment: [String: String]

  /// A key with its value and where that comes from.
  typealias Row = (text: String, origin: String)

  var text: String {
    let rows = scalars + others + lists + options
    let width = rows.map(\.text.count).filter { $0 < 60 }.max() ?? 0
    let lines = rows.map { row in
      row.text + String(repeating: " ", count: max(0, width - row.text.count)) + "  # " + row.origin
    }
    let severities = settings.files.isEmpty ? [] : severityLines
    return ([heading] + lines + suppressions + severities).map { $0 + "\n" }.joined()
  }

  private var heading: String {
    let names = settings.files.map(\.name)
    return names.isEmpty
      ? "# No configuration file." : "# From the strongest: " + names.joined(separator: ", ")
  }

  private var scalars: [Row] {
    let limits = settings.applied(to: limits)
    let output = settings.applied(to: output)
    let suppressions = output.suppressions
    let heedsGitleaks =
      suppressions.$gitleaksAllow.source == .default
      ? settings.first(\.gitleaksAllow)?.line.value ?? false : suppressions.gitleaksAllow
    let others = settings.first(\.otherRules)?.line.value ?? true
    let hasOthers = rules.$noOtherRules.source == .default ? others : !rules.noOtherRules
    return [
      (
        "fail_on = \"\(output.failOn.rawValue)\"",
        origin(output.$failOn.source, "--fail-on", settings.first(\.failOn))
      ),
      (
        "threads = \(limits.threadCount)",
        origin(self.limits.$threads.source, "--threads", settings.first(\.threads))
      ),
      (
        "max_blob_size = \"\(limits.maxBlobSize.argument)\"",
        origin(
          self.limits.$maxBlobSize.source, "--max-blob-size", settings.first(\.maxBlobSize))
      ),
      (
        "other_rules = \(hasOthers)",
        origin(rules.$noOtherRules.source, "--no-other-rules", settings.first(\.otherRules))
      ),
      (
        "gitleaks_allow = \(heedsGitleaks)",
        origin(
          suppressions.$gitleaksAllow.source, "--gitleaks-allow", settings.first(\.gitleaksAllow))
      ),
      (
        "cache = \(!limits.noCache)",
        origin(self.limits.$noCache.source, "--no-cache", settings.first(\.cache))
      ),
    ]
  }

  private var lists: [Row] {
    let files = settings.files
    func row(_ key: String, _ path: KeyPath<SettingsFile, SettingsFile.Line<[String]>?>) -> Row {
      let values = files.reversed().flatMap { $0[keyPath: path]?.value ?? [] }
      let origins = files.compactMap { file in
        file[keyPath: path].map { "\(file.name):\($0.line)" }
      }
      let list = values.map(BaselineFile.quoted).joined(separator: ", ")
      return (
        "\(key) = [\(list)]", origins.isEmpty ? "default" : origins.joined(separator: ", ")
      )
    }
    return [
      row("skip", \.skip), row("disable", \.disable), row("rule_files", \.ruleFiles),
      row("key_files", \.keyFiles),
    ]
  }

  private var suppressions: [String] {
    let own = settings.files.filter { !$0.suppressions.isEmpty }
    let counts =
      own.map { ($0.name, $0.suppressions.count) }
      + settings.baselines.map { ($0.name, $0.file.entries.count) }
    return counts.map { name, count in
      "# \(count) \(count == 1 ? "suppression" : "suppressions") from \(name)"
    }
  }

  private var severityLines: [String] {
    let severities = settings.ruleChanges.severities
    if severities.isEmpty { return [] }
    return ["[severity]"]
      + severities.sorted { $0.key < $1.key }.map { id, severity in
        let file = settings.files.first { $0.severities[id] != nil }
        let line = file?.severities[id]?.line ?? 1
        return "\(id) = \"\(severity.rawValue)\"  # \(file?.name ?? ""):\(line)"
      }
  }

  func origin<Value>(
    _ source: ValueSource, _ option: String,
    _ line: (line: SettingsFile.Line<Value>, file: SettingsFile)?
  ) -> String {
    switch source {
    case .commandLine: option
    case .environment:
      "VASTGUARD_" + option.dropFirst(2).uppercased().replacing("-", with: "_")
    case .default: line.map { "\($0.file.name):\($0.line.line)" } ?? "default"
    }
  }
}
