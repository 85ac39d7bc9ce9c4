import Foundation
import Git
import Glibc
import TestSupport

/// A repository in a temporary folder, built and questioned with the real `git`.
final class GitFixture {
  /// The folder of the repository, or its work tree.
  let path: String

  private let root: String
  private var clock = 1_700_000_000

  /// A home of our own, for git and for libgit2, which looks for it when it starts.
  static let home = LibraryHome.path

  /// Makes a repository with `git init`, to which `arguments` are given.
  init(_ arguments: String...) throws {
    _ = Self.home
    root = NSTemporaryDirectory() + "git-tests-\(UUID().uuidString)"
    path = root + "/repository"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try git(["init", "-q", "-b", "main"] + arguments)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  /// A path beside the repository.
  func beside(_ name: String) -> String { root + "/" + name }

  /// What a command wrote, and how it ended.
  struct Outcome {
    let status: Int32
    let bytes: [UInt8]
    var text: String { String(decoding: bytes, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\n").map(String.init) }
  }

  struct Failed: Error {
    let command: [String]
    let errors: String
  }

  /// Runs git in the repository; a status that isn't accepted is an error.
  @discardableResult
  func git(
    _ arguments: [String], input: [UInt8] = [], in folder: String? = nil,
    environment: [String: String] = [:], accepting statuses: Set<Int32> = [0]
  ) throws -> Outcome {
    try run(["git"] + arguments, input, folder, environment, statuses)
  }

  /// Runs a program in Python; returns what it writes.
  func python(_ program: String, input: [UInt8]) throws -> [UInt8] {
    try run(["python3", "-c", program], input, nil, [:], [0]).bytes
  }

  private func run(
    _ arguments: [String], _ input: [UInt8], _ folder: String?, _ environment: [String: String],
    _ statuses: Set<Int32>
  ) throws -> Outcome {
    clock += 60
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder ?? path)
    var variables = [
      "HOME": Self.home, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
      "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
      "GIT_COMMITTER_NAME": "Bob", "GIT_COMMITTER_EMAIL": "bob@example.org",
      "GIT_AUTHOR_DATE": "\(clock) +0100", "GIT_COMMITTER_DATE": "\(clock) +0100",
    ]
    variables.merge(environment) { _, new in new }
    process.environment = variables
    // Files instead of pipes: nothing can fill up and wait for the other side.
    let files = ["in", "out", "err"].map { root + "/" + UUID().uuidString + "." + $0 }
    defer { for file in files { try? FileManager.default.removeItem(atPath: file) } }
    for (file, bytes) in zip(files, [input, [], []]) {
      try Data(bytes).write(to: URL(fileURLWithPath: file))
    }
    process.standardInput = FileHandle(forReadingAtPath: files[0])
    process.standardOutput = FileHandle(forWritingAtPath: files[1])
    process.standardError = FileHandle(forWritingAtPath: files[2])
    try process.run()
    process.waitUntilExit()
    guard statuses.contains(process.terminationStatus) else {
      throw Failed(
        command: arguments, errors: (try? String(contentsOfFile: files[2], encoding: .utf8)) ?? "")
    }
    let output = try Data(contentsOf: URL(fileURLWithPath: files[1]))
    return Outcome(status: process.terminationStatus, bytes: [UInt8](output))
  }

  /// Runs git with words that hold no spaces.
  @discardableResult
  func git(_ words: String) throws -> Outcome {
    try git(words.split(separator: " ").map(String.init))
  }

  /// Writes a file of the work tree, making the folders above it.
  func write(_ name: String, _ text: String) throws {
    try write(name, Array(text.utf8))
  }

  /// Writes a file of the work tree, making the folders above it.
  func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// Makes a FIFO below the repository's folder, and tells whether it could.
  func makePipe(_ name: String) -> Bool {
    unsafe mkfifo(path + "/" + name, 0o600) == 0
  }

  /// Reads a file below the repository's folder.
  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
  }

  /// Writes a file, stages everything and commits; returns the commit.
  @discardableResult
  func commit(_ text: String, to name: String = "file") throws -> ObjectID {
    try write(name, text)
    try git("add -A")
    try git("commit -q -m change")
    return try id("HEAD")
  }

  /// The object that a revision names.
  func id(_ revision: String) throws -> ObjectID {
    let text = try git(["rev-parse", "--verify", revision]).text
    guard let id = ObjectID(hex: text.dropLast()) else { throw Failed(command: [], errors: text) }
    return id
  }

  /// Stores a blob.
  func blob(_ bytes: [UInt8]) throws -> ObjectID {
    let text = try git(["hash-object", "-w", "--stdin"], input: bytes).text
    guard let id = ObjectID(hex: text.dropLast()) else { throw Failed(command: [], errors: text) }
    return id
  }

  /// The repository, opened.
  func open() throws -> Repository {
    try Repository.open(at: Path(path))
  }

  /// The file of a loose object.
  func looseFile(_ id: ObjectID) -> String {
    ".git/objects/\(id.description.prefix(2))/\(id.description.dropFirst(2))"
  }
}

/// Random numbers that are the same in each run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

/// Runs `body` and returns the `GitError` it throws, or nil.
func gitError(_ body: () throws -> Void) -> GitError? {
  do {
    try body()
    return nil
  } catch {
    return error as? GitError
  }
}
