import Arguments

/// Options about configuration files.
struct SettingsOptions: ParsableArguments {
  @Option(
    "--config", help: "Take FILE in place of the project's .vastguard.toml.", valueName: "FILE")
  var file: String?

  @Flag(
    "--no-project-file",
    help: "Heed no .vastguard.toml, which in a stranger's repository is the stranger's.")
  var noProjectFile: Bool
}

/// Options about findings that are silenced.
struct SuppressionOptions: ParsableArguments {
  @Option(
    "--baseline", help: "Silence what FILE lists, as --write-baseline wrote it.", valueName: "FILE")
  var baselines: [String] = []

  @Option(
    "--write-baseline",
    help: "Write to FILE a line for each finding, so that only new ones count from now on.",
    valueName: "FILE", environment: false)
  var writeBaseline: String?

  @Flag("--show-suppressed", help: "Show silenced findings too, with who silenced them, and why.")
  var showSuppressed: Bool

  @Flag("--gitleaks-allow", help: "Heed 'gitleaks:allow' beside a secret, too.")
  var gitleaksAllow: Bool

  @Flag(
    "--no-new-suppressions",
    help: "Heed no marker, and .vastguard.toml only as it was before the change: for a gate that "
      + "the author of a change must not open.")
  var noNewSuppressions: Bool
}
