import Arguments
import KeyRequests
import Responses

/// Asks Vast.ai which leaked keys work.
struct VerifyCommand: Action {
  static let configuration = CommandConfiguration(
    name: "verify", abstract: "Asks Vast.ai which of the found keys work.",
    discussion: """
      Finds keys as an audit does, and sends each, once, to Vast.ai and to nobody else. Nothing is \
      changed. A key is live, gated (it is known, but a second factor or its scope stops it), \
      dead, or unknown, where the answer was not the API's own.
      The exit status is 0 where nothing live leaked, 1 where a live or gated key did, 2 for a \
      usage error, and 3 where the server could not be asked.
      """,
    examples: [
      ("vastguard verify", "Asks about the keys of the repository in the current folder."),
      ("vastguard verify --from report.json", "Asks about those that a report names."),
      ("vastguard verify --key-file ~/.vast_api_key", "Asks about the key in a file."),
    ])

  @Argument(
    help: "The repository, by default the one of the current folder; '-' reads keys, one a line, "
      + "from standard input.", valueName: "REPO")
  var repository: String?

  @OptionGroup(title: "Keys") var source: KeySourceOptions
  @OptionGroup(title: "Vast.ai") var server: ServerOptions
  @OptionGroup(title: "Rules") var rules: RuleOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Report") var output: OutputOptions

  func perform(_ console: Console) throws -> ExitStatus {
    try KeyCommandRun(
      command: .verify, repository: repository, source: source, server: server, rules: rules,
      limits: limits, output: output, console: console
    ).run(server.keysOptions)
  }
}

/// Resets or deletes leaked keys that work.
struct ResetCommand: Action {
  static let configuration = CommandConfiguration(
    name: "reset", abstract: "Resets or deletes the leaked keys that work.",
    discussion: """
      Verifies, shows what it is going to do, asks, acts, and asks the keys again to prove that \
      they are dead. Only live keys that are in git history are closed. A key that somebody made is \
      deleted; the primary key is reset, once, and its new value goes where you say: it is never \
      printed. What Vast.ai does not let a program do, or what can't be proven, is left to you, \
      with instructions.
      The exit status is 0 where nothing live is left, proven by asking again; 1 where a live key \
      remains or a person has to see to something; 2 for a usage error; 3 where the server could \
      not be asked.
      """,
    examples: [
      ("vastguard reset --dry-run", "Shows the plan."),
      (
        "vastguard reset --new-key-file ~/.config/vastai/vast_api_key --replace",
        "Closes the keys, and keeps a new value where the official client reads it."
      ),
      (
        "vastguard reset --new-key-command 'vault kv put secret/vastai api_key=-'",
        "Hands a new value to a secrets manager."
      ),
    ])

  @Argument(
    help: "The repository, by default the one of the current folder; '-' reads keys, one a line, "
      + "from standard input.", valueName: "REPO")
  var repository: String?

  @OptionGroup(title: "Keys") var source: KeySourceOptions
  @OptionGroup(title: "Closing") var reset: ResetOptions
  @OptionGroup(title: "Vast.ai") var server: ServerOptions
  @OptionGroup(title: "Rules") var rules: RuleOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Report") var output: OutputOptions

  func perform(_ console: Console) throws -> ExitStatus {
    var options = server.keysOptions
    reset.add(to: &options)
    return try KeyCommandRun(
      command: .reset, repository: repository, source: source, server: server, rules: rules,
      limits: limits, output: output, console: console
    ).run(options)
  }
}
