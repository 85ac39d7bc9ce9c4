import Glibc
import Synchronization

/// A program to run to its end, with exactly this environment and nothing of the test's own.
package struct ChildProcess {
  /// The program's path or, to be looked up on the environment's `PATH`, its name; then what
  /// follows it.
  package var arguments: [String]
  package var folder: String
  package var environment: [String: String]
  package var standardInput: [UInt8]
  /// After this the program, and all that it started, is killed.
  package var timeout: Duration

  package init(
    _ arguments: [String], in folder: String, environment: [String: String],
    standardInput: [UInt8] = [], timeout: Duration = .seconds(120)
  ) {
    self.arguments = arguments
    self.folder = folder
    self.environment = environment
    self.standardInput = standardInput
    self.timeout = timeout
  }

  /// Runs the program and collects all that it writes, however much that is.
  package func run() throws -> Outcome {
    let deadline = ContinuousClock.now + timeout
    let child = try start()
    var streams = Streams(input: child.input, output: child.output, errors: child.errors)
    defer { streams.close() }
    do {
      try streams.exchange(standardInput, until: deadline)
      let status = try waitForEnd(of: child.id, until: deadline)
      return Outcome(status: status, output: streams.written, errors: streams.complained)
    } catch {
      kill(-child.id, SIGKILL)
      waitpid(child.id, nil, 0)
      throw ChildProcessError(
        doing: arguments.joined(separator: " "), failure: "\(error)",
        output: streams.complained)
    }
  }

  /// What a program left behind.
  package struct Outcome: Sendable {
    /// The exit status; 128 and the signal's number where a signal ended the program.
    package var status: Int32
    package var output: [UInt8]
    package var errors: [UInt8]

    package var stdout: String { String(decoding: output, as: UTF8.self) }
    package var stderr: String { String(decoding: errors, as: UTF8.self) }
  }
}

/// A program that could not be run to its end, or ended badly where it had to succeed.
package struct ChildProcessError: Error, CustomStringConvertible {
  package var doing: String
  package var failure: String
  package var output: [UInt8]

  package var description: String {
    "\(doing): \(failure)\n\(String(decoding: output, as: UTF8.self))"
  }
}

extension ChildProcess {
  /// A started program and our ends of its three streams.
  private struct Started {
    var id: pid_t
    var input: Int32
    var output: Int32
    var errors: Int32
  }

  /// Does something while no program is being started by another test.
  ///
  /// A new process holds copies of this one's open files until it has become its program. A script
  /// that is being written at that moment could not be run at once: "Text file busy".
  package static func whileNothingStarts<Result>(_ body: () throws -> Result) rethrows -> Result {
    try starting.withLock { _ in try body() }
  }

  // Also, descriptors are inheritable for a moment after pipe(2): two starts at a time would hand
  // each other's pipes to their programs, and a reader would wait for the wrong program's end.
  private static let starting = Mutex(())

  private func start() throws -> Started {
    try Self.whileNothingStarts {
      _ = ignoresBrokenPipes
      let (childInput, input) = try pipe()
      let (output, childOutput) = try pipe()
      let (errors, childErrors) = try pipe()
      defer { for end in [childInput, childOutput, childErrors] { close(end) } }
      let id = try spawn(streams: [childInput, childOutput, childErrors])
      // A program that does not read must not make our write wait.
      _ = fcntl(input, F_SETFL, fcntl(input, F_GETFL) | O_NONBLOCK)
      return Started(id: id, input: input, output: output, errors: errors)
    }
  }

  private func spawn(streams: [Int32]) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (target, stream) in streams.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, stream, Int32(target))
    }
    // A group of its own, so that a timeout can end all that the program started; and signals as
    // programs know them, whatever this process and those above it ignore or block.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

    var id = pid_t()
    let variables = environment.map { "\($0.key)=\($0.value)" }
    let code = unsafe withCStrings(["env", "-C", folder] + arguments) { arguments in
      unsafe withCStrings(variables) { variables in
        unsafe posix_spawn(&id, "/usr/bin/env", &actions, &attributes, arguments, variables)
      }
    }
    guard code == 0 else { throw SystemError("posix_spawn", code: code) }
    return id
  }

  private func waitForEnd(of id: pid_t, until deadline: ContinuousClock.Instant) throws -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(id, &status, WNOHANG) == 0 {
      guard ContinuousClock.now < deadline else { throw TimedOut() }
      usleep(500)
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }
}

/// Writes one stream of a program and reads two, whichever is ready, so that no side ever waits for
/// the other in vain.
private struct Streams {
  var input: Int32
  var output: Int32
  var errors: Int32
  private(set) var written: [UInt8] = []
  private(set) var complained: [UInt8] = []

  init(input: Int32, output: Int32, errors: Int32) {
    self.input = input
    self.output = output
    self.errors = errors
  }

  mutating func exchange(_ text: [UInt8], until deadline: ContinuousClock.Instant) throws {
    var rest = text[...]
    while output >= 0 || errors >= 0 {
      if rest.isEmpty { shut(&input) }
      var ready = [
        pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
      ]
      guard ContinuousClock.now < deadline else { throw TimedOut() }
      unsafe poll(&ready, nfds_t(ready.count), 100)
      if ready[0].revents != 0 { feed(&rest) }
      if ready[1].revents != 0 { drain(&output, into: &written) }
      if ready[2].revents != 0 { drain(&errors, into: &complained) }
    }
  }

  mutating func close() {
    shut(&input)
    shut(&output)
    shut(&errors)
  }

  private mutating func feed(_ rest: inout ArraySlice<UInt8>) {
    let count = unsafe rest.withUnsafeBytes { unsafe write(input, $0.baseAddress, $0.count) }
    if count > 0 { rest = rest.dropFirst(count) }
    // The program reads no more: what is left is not for it.
    if count < 0 && errno == EPIPE { rest = [] }
  }

  private func drain(_ stream: inout Int32, into bytes: inout [UInt8]) {
    let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      count = max(0, unsafe read(stream, buffer.baseAddress, buffer.count))
    }
    if chunk.isEmpty { shut(&stream) }
    bytes += chunk
  }

  private func shut(_ stream: inout Int32) {
    if stream >= 0 { Glibc.close(stream) }
    stream = -1
  }
}

private struct TimedOut: Error, CustomStringConvertible {
  var description: String { "not at its end in time; killed" }
}

// A program may end before it has read its standard input; that must not end the tests.
private let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

/// The reading and the writing end of a new pipe, closed in programs that are started.
private func pipe() throws -> (reading: Int32, writing: Int32) {
  var ends: [Int32] = [-1, -1]
  guard unsafe Glibc.pipe(&ends) == 0 else { throw SystemError("pipe") }
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  return (ends[0], ends[1])
}

/// Lends texts to a C function that wants them as a list that ends with a null pointer.
func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let copies = unsafe texts.map { unsafe strdup($0) }
  defer { unsafe copies.forEach { unsafe free($0) } }
  return unsafe body(copies + [nil])
}
