import FoundationEssentials

/// What the scanning program asks of the one with the network client; passed through a pipe.
package struct KeysRequest: Sendable, Codable {
  /// Distinguishes the programs of different builds: both have to speak the same form.
  package static let currentForm = 1

  package var form = currentForm
  package var command: Command
  /// The process that waits for the answer.
  package var parent: Int32
  /// A `ServerAddress`.
  package var server: String
  /// Whether text for people goes to standard error, because a report goes to standard output.
  package var speaksOnStandardError = false
  package var options: Options
  package var keys: [LeakedKey]

  package init(
    command: Command, parent: Int32, server: String, options: Options, keys: [LeakedKey]
  ) {
    self.command = command
    self.parent = parent
    self.server = server
    self.options = options
    self.keys = keys
  }

  package enum Command: String, Sendable, Codable {
    case verify
    case reset
  }

  /// How it is to be done.
  package struct Options: Sendable, Codable {
    package var showsAccount = false
    package var review = false
    /// Seconds for one call.
    package var timeout = 10.0
    /// The most keys that are asked about.
    package var maximumKeys = 40
    package var anyLeak = false
    package var isConfirmed = false
    package var isDryRun = false
    package var newKeyFile: String?
    package var replacesFile = false
    package var newKeyCommand: String?
    /// A file with a key of the same account that may delete keys.
    package var helperKeyFile: String?
    package var replacesScoped = false
    package var writesBack = false

    package init() {}
  }

  /// A key, and what a plan has to know of it.
  package struct LeakedKey: Sendable, Codable {
    package var value: String
    /// Stands for the value in the journal: the beginning of its SHA-256.
    package var fingerprint: String
    /// The raw value of the secret's class.
    package var secretClass: String
    package var redacted: String
    /// The first few places, for people.
    package var places: [String] = []
    package var placeCount = 0
    /// Whether commits, or what else is pushed and cloned, hold it.
    package var isInHistory = false
    /// Whether any of its places is a leak; a key may lie in an ignored file of its owner's.
    package var isLeak = true
    /// Whether all of its findings are silenced.
    package var isSuppressed = false
    /// When it was first committed, in seconds since 1970.
    package var leakedSince: Int?
    /// Ignored `.env` files that hold it.
    package var environmentFiles: [String] = []

    package init(value: String, fingerprint: String, secretClass: String, redacted: String) {
      self.value = value
      self.fingerprint = fingerprint
      self.secretClass = secretClass
      self.redacted = redacted
    }
  }

  /// The request as it passes through the pipe.
  package func encoded() throws -> [UInt8] {
    Array(try JSONEncoder().encode(self))
  }

  /// Reads a request back.
  package init(decoding bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(KeysRequest.self, from: Data(bytes))
  }
}

/// What the program with the network client answers, through a second pipe.
package struct KeysAnswer: Sendable, Codable {
  /// One for each key of the request, in order.
  package var verdicts: [KeyVerdict]

  package init(verdicts: [KeyVerdict]) {
    self.verdicts = verdicts
  }

  /// The answer as it passes through the pipe.
  package func encoded() throws -> [UInt8] {
    Array(try JSONEncoder().encode(self))
  }

  /// Reads an answer back.
  package init(decoding bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(KeysAnswer.self, from: Data(bytes))
  }
}
