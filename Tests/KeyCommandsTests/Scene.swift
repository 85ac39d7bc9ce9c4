import Foundation
import Glibc
import TestSupport
import Testing
import VastServer

/// A repository that leaks keys, and the server that knows them.
struct Scene {
  let server: VastServer
  let repository: RepositoryBuilder
  let account: Int
  /// The account's primary key; leaked only where a test says so.
  let primary: String

  init(_ change: (inout Behaviour) -> Void = { _ in }) throws {
    server = try VastServer(change)
    repository = try RepositoryBuilder()
    account = server.addAccount()
    primary = server.addKey(.primary, to: account)
    try repository.makeFolder(repository.home + "/tmp")
  }

  /// A scene in which the account's primary key is leaked.
  static func withLeakedPrimary(_ change: (inout Behaviour) -> Void = { _ in }) throws -> Scene {
    let scene = try Scene(change)
    try scene.leak(scene.primary)
    return scene
  }

  /// Commits keys, each in a file of its own.
  func leak(_ keys: String...) throws {
    for (index, key) in keys.enumerated() {
      try repository.write("settings-\(index).sh", "export VAST_API_KEY=\(key)\n")
    }
    try repository.commit("Adds settings")
  }

  /// A key of the account that its user made, with all permissions where none are named.
  func userKey(_ scopes: [String]? = nil) -> String {
    server.addKey(.userCreated, to: account, scopes: scopes, name: "ci")
  }

  /// Writes a program that runs some lines of shell, and gives its path.
  func command(_ lines: String) throws -> String {
    let path = repository.home + "/take-key"
    try repository.write(path, "#!/bin/sh\n\(lines)\n")
    try repository.chmod(path, 0o755)
    return path
  }

  /// For faults that make the program wait: long enough for an answer on a busy machine.
  static let impatient = ["VASTGUARD_CALL_TIMEOUT": "2500"]

  var environment: [String: String] {
    [
      "VAST_URL": server.url, "TMPDIR": repository.home + "/tmp",
      "XDG_STATE_HOME": repository.home + "/.local/state",
      "VASTGUARD_CALL_SPACING": "0",
    ]
  }

  /// Runs a command in the repository, and expects that it gives no secret away.
  ///
  /// The places are files that may hold a secret afterwards and did not before.
  func run(
    _ arguments: String..., input: String = "", environment more: [String: String] = [:],
    places: [String] = ["new.key"], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> ChildProcess.Outcome {
    let before = try holders()
    let outcome = try Tool.run(
      arguments, in: repository, environment: environment.merging(more) { $1 },
      standardInput: Array(input.utf8))
    expectClean(outcome.stdout, sourceLocation: sourceLocation)
    expectClean(outcome.stderr, sourceLocation: sourceLocation)
    try expectNoCopies(except: before.union(places), sourceLocation: sourceLocation)
    return outcome
  }

  /// Starts a command at a terminal, or without one.
  func start(
    _ arguments: String..., streams: RunningProgram.Streams = .terminal,
    environment more: [String: String] = [:]
  ) throws -> RunningProgram {
    try RunningProgram(
      [Tool.executable] + arguments, in: repository.path,
      environment: repository.environment.merging(environment) { $1 }.merging(more) { $1 },
      streams: streams)
  }

  /// The files that the program keeps for its next run, but for its cache.
  func stateFiles() throws -> [String] {
    let home = repository.home
    return (FileManager.default.subpaths(atPath: home) ?? [])
      .filter { $0.contains("vastguard") && !$0.hasPrefix(".cache/") }
      .map { "\(home)/\($0)" }
      .filter { !FileManager.default.fileExists(atPath: $0 + "/.") }
  }

  // MARK: - What must not be

  /// Expects that a text holds none of the keys that ever were.
  func expectClean(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let shown = server.issued.filter { text.contains($0) }
    #expect(shown.isEmpty, "a key is shown in: \(text)", sourceLocation: sourceLocation)
  }

  /// Expects that no file, here or in the home, holds a key but those that are named.
  func expectNoCopies(
    except names: Set<String>, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let copies = try holders().subtracting(names)
    #expect(copies.isEmpty, "keys were left in files", sourceLocation: sourceLocation)
  }

  /// The files, here or in the home, that hold a key.
  func holders() throws -> Set<String> {
    let keys = server.issued
    var found: Set<String> = []
    for (root, prefix) in [(repository.path, ""), (repository.home, "~/")] {
      for name in FileManager.default.subpaths(atPath: root) ?? [] {
        let path = root + "/" + name
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
          let data = FileManager.default.contents(atPath: path)
        else { continue }
        let text = String(decoding: data, as: UTF8.self)
        if keys.contains(where: text.contains) { found.insert(prefix + name) }
      }
    }
    return found
  }

  /// Expects that the server was asked to change nothing.
  func expectUntouched(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
      server.changes.map(\.target) == [], "changes were asked for", sourceLocation: sourceLocation)
    #expect(server.isAlive(primary), sourceLocation: sourceLocation)
    #expect(server.minted == [], sourceLocation: sourceLocation)
  }

  /// Expects that the place holds a key that works, and nothing else, for its owner only.
  func expectNewKey(
    in name: String = "new.key", sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try #require(repository.exists(name), sourceLocation: sourceLocation)
    let value = try repository.text(name)
    #expect(value.utf8.count == 64, sourceLocation: sourceLocation)
    #expect(server.isAlive(value), "the value is no key", sourceLocation: sourceLocation)
    #expect(try repository.mode(name) == 0o600, sourceLocation: sourceLocation)
  }
}

/// A key as reports show it.
func redacted(_ key: String) -> String { "\(key.prefix(4))…\(key.suffix(4))" }

/// A case of a table that has a name.
struct Case<What: Sendable>: Sendable, CustomTestStringConvertible {
  let name: String
  let what: What

  init(_ name: String, _ what: What) {
    self.name = name
    self.what = what
  }

  var testDescription: String { name }
}

extension ChildProcess.Outcome {
  var said: String { stdout + stderr }

  /// The verdict that stands beside a key.
  func verdict(of key: String) -> String? {
    let lines = stdout.split(separator: "\n").filter { $0.contains(redacted(key)) }
    let words = lines.flatMap { $0.split { !$0.isLetter } }.map { $0.lowercased() }
    return words.first { ["live", "gated", "dead", "unknown"].contains($0) }
  }
}

extension Place {
  /// Runs a script here, which may fail.
  @discardableResult
  func shell(_ script: String) throws -> ChildProcess.Outcome {
    try ChildProcess(["sh", "-c", script], in: path, environment: environment).run()
  }
}
