import Arguments
import KeyRequests

/// Options about which keys are asked about, instead of those that an audit finds.
struct KeySourceOptions: ParsableArguments {
  @Option(
    "--from", help: "Take the keys that this JSON report names, from the places that it names.",
    valueName: "REPORT", environment: false)
  var report: String?

  @Option(
    "--key-file", help: "Take the keys of a file, one a line.", valueName: "FILE",
    environment: false)
  var keyFile: String?
}

/// Options about the server.
struct ServerOptions: ParsableArguments {
  @Option(
    "--api-url",
    help: "Ask this server; by default the one of VAST_URL, or https://console.vast.ai.",
    valueName: "URL", environment: false)
  var address: String?

  @Option(
    "--timeout", help: "Seconds for one call; a change gets twice as long.",
    valueName: "SECONDS", environment: false)
  var timeout = 10.0

  @Option(
    "--max-keys", help: "Ask about no more keys than this.", valueName: "N", environment: false)
  var maximumKeys = 40

  @Flag(
    "--show-account", help: "Show e-mail and credit of the accounts, on the terminal only.",
    environment: false)
  var showsAccount: Bool

  @Flag(
    "--review",
    help: "List what is new in the accounts since the leak: keys, sessions, SSH keys, instances.",
    environment: false)
  var review: Bool

  func validate() throws(UsageError) {
    guard (0.1...120).contains(timeout) else { throw UsageError("--timeout must be 0.1 to 120") }
    guard (1...10_000).contains(maximumKeys) else {
      throw UsageError("--max-keys must be 1 to 10000")
    }
  }

  /// The server, from the option, the environment, or by default: never from a repository.
  func server(_ console: Console) throws(UsageError) -> ServerAddress {
    let named = console.environment["VAST_URL"].flatMap { $0.isEmpty ? nil : $0 }
    do throws(ServerAddress.Problem) {
      return try ServerAddress(address ?? named ?? ServerAddress.official)
    } catch {
      throw UsageError("\(address == nil ? "VAST_URL" : "--api-url") can't be used: \(error)")
    }
  }

  var keysOptions: KeysRequest.Options {
    var options = KeysRequest.Options()
    options.timeout = timeout
    options.maximumKeys = maximumKeys
    options.showsAccount = showsAccount
    options.review = review
    return options
  }
}

/// Options about how leaked keys are closed.
struct ResetOptions: ParsableArguments {
  @Flag("--dry-run", help: "Show the plan only; change nothing.", environment: false)
  var isDryRun: Bool

  @Flag("--yes", help: "Do as planned without asking.", environment: false)
  var isConfirmed: Bool

  @Flag(
    "--any-leak", help: "Close leaked keys that are in no git history, too.", environment: false)
  var anyLeak: Bool

  @Option(
    "--new-key-file", help: "Write a new value to FILE, which only you can read.",
    valueName: "FILE", environment: false)
  var newKeyFile: String?

  @Flag("--replace", help: "Let --new-key-file replace a file.", environment: false)
  var replacesFile: Bool

  @Option(
    "--new-key-command", help: "Have the shell run CMD with a new value on its standard input.",
    valueName: "CMD", environment: false)
  var newKeyCommand: String?

  @Option(
    "--with-key-file",
    help: "Delete keys with the key in FILE, which is the same account's and may do so.",
    valueName: "FILE", environment: false)
  var helperKeyFile: String?

  @Flag(
    "--replace-scoped", help: "Make a key with the same scope before a limited one is deleted.",
    environment: false)
  var replacesScoped: Bool

  @Flag(
    "--write-back",
    help:
      "Write a new value to the official client's files and to ignored .env files that held "
      + "the old one.",
    environment: false)
  var writesBack: Bool

  func validate() throws(UsageError) {
    if replacesFile, newKeyFile == nil { throw UsageError("--replace goes with --new-key-file") }
    if let newKeyFile, newKeyFile.isEmpty { throw UsageError("--new-key-file has to name a file") }
  }

  /// Adds what these say.
  func add(to options: inout KeysRequest.Options) {
    options.isDryRun = isDryRun
    options.isConfirmed = isConfirmed
    options.anyLeak = anyLeak
    options.newKeyFile = newKeyFile
    options.replacesFile = replacesFile
    options.newKeyCommand = newKeyCommand
    options.helperKeyFile = helperKeyFile
    options.replacesScoped = replacesScoped
    options.writesBack = writesBack
  }
}
