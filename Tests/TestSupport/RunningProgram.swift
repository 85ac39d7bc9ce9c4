import Foundation
package import Glibc
import Synchronization

/// A program that a test talks to while it runs: at a terminal of its own, or through pipes.
///
/// It is killed, with all that it started, when nothing refers to it any more.
package final class RunningProgram: Sendable {
  /// What the program's three streams are.
  package enum Streams: Sendable {
    /// A terminal, which is also the one that `/dev/tty` names.
    case terminal
    /// No terminal at all; standard input holds this text, a short one, and then ends.
    case pipes(input: String)
  }

  package let id: pid_t
  private let heard = Mutex<(bytes: [UInt8], isAll: Bool)>(([], false))
  private let hasEnded = Mutex<Int32?>(nil)
  /// Ours of the program's streams: what it says, and, with pipes, what it is told.
  private let ends: [Int32]

  /// Starts a program, in a session of its own.
  package init(
    _ arguments: [String], in folder: String, environment: [String: String],
    streams: Streams = .terminal
  ) throws {
    _ = signal(SIGPIPE, SIG_IGN)
    let texts = ["env", "-C", folder] + arguments
    (id, ends) = try ChildProcess.whileNothingStarts {
      switch streams {
      case .terminal: try Self.startAtTerminal(texts, environment)
      case .pipes: try Self.startWithPipes(texts, environment)
      }
    }
    if case .pipes(let input) = streams {
      _ = unsafe Array(input.utf8).withUnsafeBytes {
        unsafe Glibc.write(ends[1], $0.baseAddress, $0.count)
      }
      close(ends[1])
    }
    listen()
  }

  deinit {
    if hasEnded.withLock({ $0 }) == nil {
      kill(-id, SIGKILL)
      waitpid(id, nil, 0)
    }
  }

  /// All that the program said until now, on both streams.
  package var said: String { String(decoding: heard.withLock(\.bytes), as: UTF8.self) }

  /// Waits until the program has said something, or more of it than at the last look.
  package func waits(toSay text: String, seconds: Double = 30) -> Bool {
    waits(seconds) { said.contains(text) }
  }

  /// Waits until something is so; gives false where it does not come, or the program ends before.
  package func waits(_ seconds: Double = 30, until isSo: () -> Bool) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !isSo() {
      guard ContinuousClock.now < deadline, poll() == nil || isSo() else { return isSo() }
      usleep(2_000)
    }
    return true
  }

  /// Types at the program's terminal.
  package func type(_ text: String) {
    heard.withLock { heard in
      if heard.isAll { return }
      _ = unsafe Array(text.utf8).withUnsafeBytes {
        unsafe Glibc.write(ends[0], $0.baseAddress, $0.count)
      }
    }
  }

  /// Sends a signal to the program and what it started, as a terminal does.
  package func signalGroup(_ number: Int32) {
    kill(-id, number)
  }

  /// Sends a signal to the program alone, as `kill` does.
  package func signalAlone(_ number: Int32) {
    kill(id, number)
  }

  /// Waits for the end: the exit status, or 128 and the signal's number; nil where it does not come.
  package func wait(seconds: Double = 60) -> Int32? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      if let status = poll() {
        // Its last words may still be on their way; who holds the stream open has none.
        for _ in 0..<200 where !heard.withLock(\.isAll) { usleep(2_000) }
        return status
      }
      usleep(2_000)
    }
    return nil
  }

  /// Whether something that the program started still runs.
  package var leftSomethingRunning: Bool {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc") else {
      return false
    }
    return names.contains { name in
      guard Int(name) != nil,
        let text = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8)
      else { return false }
      // After the name in parentheses: state, parent, group, session.
      let words = text.drop { $0 != ")" }.dropFirst(2).split(separator: " ")
      return words.count > 3 && words[3] == "\(id)" && words[0] != "Z"
    }
  }

  private func poll() -> Int32? {
    hasEnded.withLock { ended in
      if ended != nil { return ended }
      var status: Int32 = 0
      guard unsafe waitpid(id, &status, WNOHANG) == id else { return nil }
      let signal = status & 0x7f
      ended = signal == 0 ? (status >> 8) & 0xff : 128 + signal
      return ended
    }
  }

  private func listen() {
    let file = ends[0]
    Thread.detachNewThread { [weak self] in
      while true {
        let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 14) { space, count in
          count = max(0, unsafe read(file, space.baseAddress, space.count))
        }
        guard !chunk.isEmpty, let self else { break }
        self.heard.withLock { $0.bytes += chunk }
      }
      guard let self else {
        close(file)
        return
      }
      self.heard.withLock { heard in
        heard.isAll = true
        close(file)
      }
    }
  }

  // MARK: - Starting

  private static func startAtTerminal(
    _ arguments: [String], _ environment: [String: String]
  ) throws -> (pid_t, [Int32]) {
    let (master, path) = try newTerminal()
    // Held open until the program has opened it, or the first read would be told that it ended.
    let slave = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { close(slave) }
    // A session's first process gets the terminal that it opens first as its own.
    let id = unsafe try spawn(arguments, environment) { actions in
      unsafe posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
      unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
      unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
    return (id, [master])
  }

  /// Our end of a new terminal, and the name of the program's end.
  ///
  /// The calls are those behind unlockpt(3) and ptsname(3), which Swift does not see.
  private static func newTerminal() throws -> (master: Int32, path: String) {
    let (unlock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)  // TIOCSPTLCK, TIOCGPTN
    let master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var value: Int32 = 0
    guard master >= 0, unsafe ioctl(master, unlock, &value) == 0,
      unsafe ioctl(master, number, &value) == 0
    else { throw SystemError("open", "/dev/ptmx") }
    return (master, "/dev/pts/\(value)")
  }

  private static func startWithPipes(
    _ arguments: [String], _ environment: [String: String]
  ) throws -> (pid_t, [Int32]) {
    var input: [Int32] = [-1, -1]
    var output: [Int32] = [-1, -1]
    guard unsafe pipe(&input) == 0, unsafe pipe(&output) == 0 else { throw SystemError("pipe") }
    for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer {
      close(input[0])
      close(output[1])
    }
    let id = unsafe try spawn(arguments, environment) { actions in
      unsafe posix_spawn_file_actions_adddup2(&actions, input[0], 0)
      unsafe posix_spawn_file_actions_adddup2(&actions, output[1], 1)
      unsafe posix_spawn_file_actions_adddup2(&actions, output[1], 2)
    }
    return (id, [output[0], input[1]])
  }

  private static func spawn(
    _ arguments: [String], _ environment: [String: String],
    _ connect: (inout posix_spawn_file_actions_t) -> Void
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe connect(&actions)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | 0x80  // SETSID
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    var id = pid_t()
    let code = unsafe withCStrings(arguments) { arguments in
      unsafe withCStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
        unsafe posix_spawn(&id, "/usr/bin/env", &actions, &attributes, arguments, variables)
      }
    }
    guard code == 0 else { throw SystemError("posix_spawn", code: code) }
    return id
  }
}
