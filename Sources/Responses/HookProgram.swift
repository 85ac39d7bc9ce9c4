import Git
import Glibc

/// A program that is run for its answer: with nothing to read, and never for longer than a limit.
struct HookProgram {
  /// The program, looked up on `PATH` where it is a name, and its arguments.
  var words: [[UInt8]]
  /// Variables to set in its environment, or, where nil, to leave out of it.
  var changes: [String: String?] = [:]
  /// In milliseconds; after it the program is killed.
  var limit: Int32 = 10_000

  /// What a program left behind.
  struct Answer {
    /// The exit status; 128 and the signal's number where a signal ended it.
    var status: Int32
    var output: [UInt8]
    var errors: [UInt8]
  }

  /// Runs the program; nil where it can't be started or does not end in time.
  func run() -> Answer? {
    guard let output = Self.pipe() else { return nil }
    defer { close(output.reading) }
    guard let errors = Self.pipe() else {
      close(output.writing)
      return nil
    }
    defer { close(errors.reading) }
    let child = start(output: output.writing, errors: errors.writing)
    close(output.writing)
    close(errors.writing)
    guard let child else { return nil }
    let end = Self.now + Int(limit)
    let texts = Self.read([output.reading, errors.reading], until: end)
    guard let texts, let status = Self.wait(for: child, until: end) else {
      kill(child, SIGKILL)
      waitpid(child, nil, 0)
      return nil
    }
    return Answer(status: status, output: texts[0], errors: texts[1])
  }

  private func start(output: Int32, errors: Int32) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
    // This program ignores SIGPIPE and SIGXFSZ; others expect to die of them.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe sigaddset(&signals, SIGXFSZ)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var child = pid_t()
    guard let program = words.first else { return nil }
    let name = Path(bytes: program)
    let code = unsafe Self.withStrings(words) { arguments in
      unsafe Self.withStrings(environment()) { variables in
        name.withCString { name in
          unsafe posix_spawnp(&child, name, &actions, &attributes, arguments, variables)
        }
      }
    }
    return code == 0 ? child : nil
  }

  /// The environment of this process with the changes made, byte for byte.
  private func environment() -> [[UInt8]] {
    var variables: [[UInt8]] = []
    var next = unsafe environ
    while let text = unsafe next.pointee {
      let bytes = unsafe Array(UnsafeBufferPointer(start: text, count: strlen(text)))
        .map { UInt8(bitPattern: $0) }
      let name = String(decoding: bytes.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
      if changes[name] == nil { variables.append(bytes) }
      unsafe next += 1
    }
    for case (let name, let value?) in changes { variables.append(Array("\(name)=\(value)".utf8)) }
    return variables
  }

  /// Reads pipes to their ends; nil where time runs out, or there is more than an answer's worth.
  private static func read(_ descriptors: [Int32], until end: Int) -> [[UInt8]]? {
    var texts: [[UInt8]] = .init(repeating: [], count: descriptors.count)
    var open = Set(descriptors.indices)
    while !open.isEmpty {
      let rest = end - now
      guard rest > 0 else { return nil }
      var waiting = open.sorted().map {
        pollfd(fd: descriptors[$0], events: Int16(POLLIN), revents: 0)
      }
      guard unsafe poll(&waiting, nfds_t(waiting.count), Int32(rest)) >= 0 || errno == EINTR else {
        return nil
      }
      for (number, state) in zip(open.sorted(), waiting) where state.revents != 0 {
        let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
          count = max(0, unsafe Glibc.read(state.fd, buffer.baseAddress, buffer.count))
        }
        if chunk.isEmpty { open.remove(number) }
        texts[number] += chunk
        guard texts[number].count < 1 << 24 else { return nil }
      }
    }
    return texts
  }

  /// The two ends of a pipe that programs started meanwhile don't get.
  private static func pipe() -> (reading: Int32, writing: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func wait(for child: pid_t, until end: Int) -> Int32? {
    var status: Int32 = 0
    while true {
      let ended = unsafe waitpid(child, &status, WNOHANG)
      if ended == child { break }
      guard ended == 0 || errno == EINTR, now < end else { return nil }
      usleep(500)
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }

  /// Milliseconds of a clock that nobody sets.
  private static var now: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  /// Lends strings as C wants them: each ended by a zero, the list by a null pointer.
  private static func withStrings<Result>(
    _ strings: [[UInt8]], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = unsafe strings.map { bytes -> UnsafeMutablePointer<CChar>? in
      Path(bytes: bytes).withCString { unsafe strdup($0) }
    }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("the list has an end") }
      return unsafe body(base)
    }
  }
}
