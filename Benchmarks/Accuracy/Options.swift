/// What the command line asks for.
struct Options {
  var seed: UInt64 = 1
  var output: String?
  var executable: String?
  var showsMisses = false
  var audits = false
  var withPeers = true

  init(_ arguments: some Sequence<String>) throws {
    var rest = arguments.makeIterator()
    while let argument = rest.next() {
      switch argument {
      case "--seed":
        guard let seed = UInt64(try Self.value(of: argument, rest.next())) else {
          throw UsageError(text: "--seed takes a number")
        }
        self.seed = seed
      case "--write": output = try Self.value(of: argument, rest.next())
      case "--executable": executable = try Self.value(of: argument, rest.next())
      case "--misses": showsMisses = true
      case "--audit": audits = true
      case "--no-peers": withPeers = false
      case "-h", "--help": throw UsageError(text: Self.help)
      default: throw UsageError(text: "unknown option: \(argument)\n\(Self.help)")
      }
    }
  }

  private static func value(of option: String, _ argument: String?) throws -> String {
    guard let argument else { throw UsageError(text: "\(option) takes a value") }
    return argument
  }

  private static let help = """
    usage: accuracy [--seed N] [--misses] [--audit] [--no-peers] [--executable FILE] [--write DIR]

      --seed N           another corpus of the same forms (default 1)
      --misses           lists what was not found and what was reported wrongly
      --audit            as files of a repository, not of a folder
      --no-peers         runs no other scanner
      --executable FILE  the vastguard to judge, instead of the one built beside this
      --write DIR        writes the corpus and its labels, and scans nothing
    """
}

/// A command line that can't be understood.
struct UsageError: Error {
  var text: String
}
