import Arguments
import Findings
import FoundationEssentials
import Glibc
import Reports
import Responses

/// The terminal and the environment: the only place that prints.
struct Console {
  /// The environment, with bytes that are not UTF-8 replaced.
  let environment: [String: String]

  init() {
    environment = ProcessInfo.processInfo.environment
  }

  /// Prints to standard output.
  ///
  /// - Returns: `clean`, or `usage` where it could not be written.
  func printText(_ text: String) -> ExitStatus {
    var output = OutputBuffer(descriptor: STDOUT_FILENO, name: "standard output")
    do {
      try output.append(text)
      try output.flush()
      return .clean
    } catch {
      say(error)
      return .usage
    }
  }

  /// Says a line on standard error.
  func note(_ text: String) {
    note([text])
  }

  /// Says lines on standard error.
  func note(_ texts: [String]) {
    say(texts, after: "vastguard: ")
  }

  /// Says a line on standard error as it is, for a program that looks for such lines.
  func line(_ text: String) {
    say([text], after: "")
  }

  /// Says lines on standard error, without the keys in them, and so that what others chose, such as
  /// a path, ends no line and acts on no terminal and no build service.
  private func say(_ texts: [String], after start: String) {
    guard !texts.isEmpty else { return }
    let shown = texts.map { DisplayText.of($0, limit: .max) }.joined(separator: "\n")
    // Cleaning a text takes some milliseconds, however long it is: all at once, then.
    let clean = Self.withoutKeys(CleanText.of(shown))
      .split(separator: "\n", omittingEmptySubsequences: false)
    var output = OutputBuffer(descriptor: STDERR_FILENO, name: "standard error")
    // Where standard error itself can't be written, there is nobody left to tell.
    try? output.append(clean.map { start + $0 + "\n" }.joined())
    try? output.flush()
  }

  /// A text with each run of hex digits that is as long as a key, or longer, cut to its ends:
  /// errors repeat what was typed, and paths.
  static func withoutKeys(_ text: String) -> String {
    var clean: [UInt8] = []
    var run: [UInt8] = []
    func end() {
      clean += run.count < 64 ? run[...] : run.prefix(4) + Array("…".utf8) + run.suffix(4)
      run = []
    }
    for byte in text.utf8 {
      if isHexDigit(byte) {
        run.append(byte)
      } else {
        end()
        clean.append(byte)
      }
    }
    end()
    return String(decoding: clean, as: UTF8.self)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  /// Says an error on standard error.
  func say(_ error: any Error) {
    note("\(error)")
  }

  /// Whether color may be written to a descriptor: an option beats `NO_COLOR`, and that beats
  /// `CLICOLOR_FORCE`.
  func allowsColor(on descriptor: Int32, noColor: Bool) -> Bool {
    if noColor || environment["NO_COLOR"]?.isEmpty == false { return false }
    if let force = environment["CLICOLOR_FORCE"], !force.isEmpty, force != "0" { return true }
    return isatty(descriptor) == 1 && environment["TERM"] != "dumb"
  }

  /// The width of the terminal on a descriptor, or 80.
  func width(of descriptor: Int32) -> Int {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Whether progress may be shown: to a person at a terminal, not to a hook or CI system, whose
  /// output can be a terminal too.
  var allowsProgress: Bool {
    isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
      && ["CI", "PRE_COMMIT", "GIT_INDEX_FILE"].allSatisfy { environment[$0] == nil }
  }
}
