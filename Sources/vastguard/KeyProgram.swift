import Arguments
import Blobs
import Git
import Glibc
import KeyRequests
import Responses

/// The program with the network client, found beside this one and nowhere else.
struct KeyProgram {
  private static let answerDescriptor: Int32 = 3
  private static let largestAnswer = 16 << 20

  private let path: Path

  /// Finds it.
  ///
  /// - Throws: `UsageError` where it is not there.
  init() throws {
    guard let folder = try FolderWalk.resolved(Path("/proc/self/exe")).parent else {
      throw UsageError("can't tell where this program is")
    }
    path = folder.appending(Array("vastguard-keys".utf8))
    guard path.withCString({ unsafe access($0, X_OK) }) == 0 else {
      throw UsageError("there is no vastguard-keys beside this program, in \(quoted(folder.text))")
    }
  }

  /// Runs it to its end: signals are passed on, and never leave it behind.
  ///
  /// - Returns: Its status, and its answer if it gave one.
  func run(_ request: KeysRequest, _ console: Console) throws -> (ExitStatus, KeysAnswer?) {
    let bytes = try request.encoded()
    Interruption.listen(forGood: true)
    let (input, requesting) = try Self.pipe()
    let (answering, output) = try Self.pipe()
    let child = start(input: input, output: output)
    close(input)
    close(output)
    defer { close(answering) }
    guard let child else {
      close(requesting)
      throw UsageError("vastguard-keys can't be started")
    }
    Self.write(bytes, to: requesting)
    close(requesting)
    let answer = Self.read(answering, from: child)
    let status = Self.wait(for: child)
    if let number = Interruption.signalNumber {
      return (ExitStatus(rawValue: 128 + number), try? KeysAnswer(decoding: answer))
    }
    guard status & 0x7f == 0 else {
      console.note("vastguard-keys ended unexpectedly; run this again to learn how things are")
      return (.incomplete, nil)
    }
    return (ExitStatus(rawValue: (status >> 8) & 0xff), try? KeysAnswer(decoding: answer))
  }

  private func start(input: Int32, output: Int32) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, Self.answerDescriptor)
    var child = pid_t()
    let code = path.withCString { path in
      let arguments = unsafe [strdup("vastguard-keys"), nil]
      defer { unsafe free(arguments[0]) }
      return unsafe posix_spawn(&child, path, &actions, nil, arguments, environ)
    }
    return code == 0 ? child : nil
  }

  /// The two ends of a pipe that programs started meanwhile don't get.
  private static func pipe() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else { throw UsageError("there is no pipe to be had") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads the answer; a signal that comes meanwhile is passed on.
  private static func read(_ descriptor: Int32, from child: pid_t) -> [UInt8] {
    var answer: [UInt8] = []
    var passedOn = false
    while true {
      if !passedOn, let number = Interruption.signalNumber {
        kill(child, number)
        passedOn = true
      }
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&waiting, 1, 100) > 0 else { continue }
      var chunk: [UInt8] = .init(repeating: 0, count: 1 << 16)
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return answer }
      if answer.count < largestAnswer { answer += chunk[..<count] }
    }
  }

  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status
  }
}
