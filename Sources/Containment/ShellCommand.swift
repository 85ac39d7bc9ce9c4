import CSystem
import Glibc

/// A command of the user's, run by the shell with something on its standard input.
struct ShellCommand {
  /// The words of the program; the first is a path.
  var words: [String]
  var input: [UInt8] = []
  /// Seconds until it is ended.
  var limit = 60.0
  /// Seconds that it still has once this program is to end.
  var grace = 10.0

  /// How it ended.
  struct Outcome {
    /// The exit status; 128 and the signal's number where a signal ended it.
    var status: Int32
    /// The first part of what it said on standard error.
    var complaint: String
    /// Whether it took all of its input.
    var hasRead: Bool
  }

  /// Runs it; nil where it can't be started, or had to be ended.
  ///
  /// What it prints is dropped: it may be what it read.
  func run() -> Outcome? {
    guard let (reading, writing) = Self.pipe() else { return nil }
    defer { close(reading) }
    guard let errors = Self.pipe() else {
      close(writing)
      return nil
    }
    defer { close(errors.reading) }
    let child = start(input: reading, errors: errors.writing)
    close(errors.writing)
    // Short enough for a pipe's buffer: it is written at once, whether it is read or not.
    let written = unsafe input.withUnsafeBytes {
      unsafe write(writing, $0.baseAddress, $0.count)
    }
    close(writing)
    guard let child else { return nil }
    var complaint: [UInt8] = []
    guard let status = wait(for: child, errors: errors.reading, &complaint) else { return nil }
    var left: Int32 = 0
    _ = unsafe ioctl(reading, UInt(FIONREAD), &left)
    return Outcome(
      status: status, complaint: String(decoding: complaint, as: UTF8.self),
      hasRead: written == input.count && left == 0)
  }

  private func start(input: Int32, errors: Int32) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
    // A group of its own: the terminal's interrupt ends this program after the value is kept, and
    // must not end the command that keeps it.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGXFSZ] { unsafe sigaddset(&signals, number) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    var child = pid_t()
    guard let program = words.first else { return nil }
    var arguments = unsafe words.map { unsafe strdup($0) }
    unsafe arguments.append(nil)
    defer { unsafe arguments.forEach { unsafe free($0) } }
    let code = unsafe StartEnvironment.withPointers { variables in
      unsafe posix_spawn(&child, program, &actions, &attributes, arguments, variables)
    }
    return code == 0 ? child : nil
  }

  private func wait(for child: pid_t, errors: Int32, _ complaint: inout [UInt8]) -> Int32? {
    var end = Stop.now + limit
    var isHurried = false
    var status: Int32 = 0
    _ = fcntl(errors, F_SETFL, O_NONBLOCK)
    while true {
      let ended = unsafe waitpid(child, &status, WNOHANG)
      var buffer: [UInt8] = .init(repeating: 0, count: 4096)
      let count = unsafe read(errors, &buffer, buffer.count)
      if count > 0, complaint.count < 4096 { complaint += buffer[..<count] }
      if ended == child { break }
      if !isHurried, Stop.signalNumber != nil {
        isHurried = true
        end = min(end, Stop.now + grace)
      }
      guard Stop.now < end else {
        kill(-child, SIGKILL)
        unsafe waitpid(child, &status, 0)
        return nil
      }
      if count <= 0 { usleep(5000) }
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }

  private static func pipe() -> (reading: Int32, writing: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard unsafe vg_pipe(&ends) == 0 else { return nil }
    return (ends[0], ends[1])
  }
}

/// A command that takes a new value on its standard input, such as one of a secrets manager.
package struct NewValueCommand {
  private let text: String

  package init(_ text: String) {
    self.text = text
  }

  /// Looks whether the shell understands the command, and finds its program; runs nothing of it.
  package func check() throws(PlaceProblem) {
    guard !text.allSatisfy(\.isWhitespace), !text.utf8.contains(0) else {
      throw PlaceProblem("there is no command")
    }
    guard ShellCommand(words: ["/bin/sh", "-n", "-c", text], limit: 10).run()?.status == 0 else {
      throw PlaceProblem("the shell does not understand it")
    }
    guard let word = Self.program(of: text) else { return }
    if word.contains("/") {
      var status = stat()
      guard unsafe stat(word, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        unsafe access(word, X_OK) == 0
      else { throw PlaceProblem("there is no program \(Voice.quoted(word))") }
      return
    }
    let words = ["/bin/sh", "-c", "command -v \"$1\" >/dev/null", "sh", word]
    guard ShellCommand(words: words, limit: 10).run()?.status == 0 else {
      throw PlaceProblem("there is no program \(Voice.quoted(word))")
    }
  }

  /// The first word of a command; nil where it is more than a plain one.
  static func program(of text: String) -> String? {
    guard let word = text.split(whereSeparator: \.isWhitespace).first,
      word.utf8.allSatisfy({ byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || "-._/+".utf8.contains(byte)
      })
    else { return nil }
    return String(word)
  }

  /// Hands a value over.
  ///
  /// - Throws: `PlaceProblem` where the command failed, or did not read the value; its words may
  ///   repeat it.
  package func keep(_ value: String) throws(PlaceProblem) {
    let command = ShellCommand(words: ["/bin/sh", "-c", text], input: Array(value.utf8))
    guard let outcome = command.run() else {
      throw PlaceProblem("the command could not be run to its end")
    }
    guard outcome.status == 0 else {
      let words = outcome.complaint.replacing(value, with: Voice.redacted(value))
      let complaint = words.isEmpty ? "" : ": " + Voice.quoted(words, limit: 300)
      throw PlaceProblem("the command ended with status \(outcome.status)\(complaint)")
    }
    guard outcome.hasRead else { throw PlaceProblem("the command did not read the value") }
  }
}
