import FoundationEssentials
import Glibc
import JSON
import KeyRequests

/// What was done to which key, and when: one line of JSON for each step, without secrets.
///
/// A step is written before it is taken, so that a run which was cut short can be understood by the
/// next one. Whoever holds the journal open keeps other runs from changing keys at the same time.
package final class Journal {
  private static let most = 1 << 20

  /// The file.
  package let path: String
  private let descriptor: Int32
  private let run = String(UInt32.random(in: .min ... .max), radix: 16)

  /// The result of a change that was not sent after all.
  static let notSent = "not sent"

  /// Why there is no journal.
  package enum Problem: Error, Equatable {
    /// Another run changes keys just now.
    case busy
    /// It can't be written: the words say why.
    case unusable(String)
  }

  /// A step.
  package struct Entry: Sendable, Equatable {
    package enum Step: String, Sendable {
      /// A change is about to be sent.
      case begin
      /// Its answer came, or did not.
      case answered
      /// What asking the old key showed.
      case proven
    }

    package var step: Step
    /// The fingerprint of the key.
    package var key: String
    package var action: String
    package var result: String?
    /// As in ISO 8601.
    package var time = ""
  }

  /// Opens the journal in the user's state folder, and makes both where they are missing.
  package init(environment: [String: String]) throws(Problem) {
    guard let path = Self.path(environment) else { throw .unusable("there is no home folder") }
    self.path = path
    Self.makeFolders(for: path)
    let flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
    descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else { throw .unusable(PlaceProblem(path, code: errno).description) }
    // From here on the descriptor is closed by `deinit`, whatever is thrown.
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid(), fchmod(descriptor, 0o600) == 0
    else { throw .unusable("\(path) is no file of this user") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw errno == EWOULDBLOCK ? .busy : .unusable("\(path) can't be locked")
    }
  }

  /// What earlier runs left open, by the fingerprint of the key; makes nothing where there is no
  /// journal.
  package static func unfinished(environment: [String: String]) -> [String: Entry] {
    guard let path = path(environment) else { return [:] }
    let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return [:] }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return [:]
    }
    return unfinished(in: read(descriptor, size: Int(status.st_size)))
  }

  /// The user's folder for what this program keeps; nil where there is none.
  static func folder(_ environment: [String: String]) -> String? {
    path(environment).map { String($0.dropLast("/keys.jsonl".count)) }
  }

  /// The journal's file in the user's state folder.
  private static func path(_ environment: [String: String]) -> String? {
    // A relative path is to be ignored, says the XDG base directory specification.
    let state = [environment["XDG_STATE_HOME"], environment["HOME"].map { $0 + "/.local/state" }]
      .compactMap(\.self).first { $0.hasPrefix("/") }
    return state.map { $0 + "/vastguard/keys.jsonl" }
  }

  deinit {
    // A child that another thread is just starting has the descriptor until it runs its program, and
    // would keep the lock as long.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Writes a step, and brings it to disk.
  package func note(_ step: Entry.Step, key: String, action: String, result: String? = nil) {
    var members = [
      ("time", Date().formatted(.iso8601)), ("run", run), ("step", step.rawValue), ("key", key),
      ("action", action),
    ]
    if let result { members.append(("result", result)) }
    let line = members.map { "\(JSONValue.quoted($0.0)):\(JSONValue.quoted($0.1))" }
    let bytes = Array("{\(line.joined(separator: ","))}\n".utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    fsync(descriptor)
  }

  /// The changes in a journal's text of which it was never proven what came of them.
  package static func unfinished(in text: [UInt8]) -> [String: Entry] {
    var open: [String: Entry] = [:]
    for line in text.split(separator: UInt8(ascii: "\n")) {
      // A line that was cut short by the end of a run is none.
      guard let value = try? JSONValue(reading: Array(line)), let key = value.text("key"),
        let step = value.text("step").flatMap(Entry.Step.init), let action = value.text("action")
      else { continue }
      let entry = Entry(
        step: step, key: key, action: action, result: value.text("result"),
        time: value.text("time") ?? "")
      let isClosed =
        step == .answered && entry.result == notSent
        || step == .proven && entry.result != KeyVerdict.unknown.rawValue
      open[key] = isClosed ? nil : entry
    }
    return open
  }

  private static func read(_ descriptor: Int32, size: Int) -> [UInt8] {
    let start = max(0, size - most)
    var bytes: [UInt8] = .init(repeating: 0, count: min(size, most))
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, $0.count, off_t(start))
    }
    return Array(bytes.prefix(max(0, count)))
  }

  private static func makeFolders(for path: String) {
    var made = ""
    for name in path.split(separator: "/").dropLast() {
      made += "/" + name
      unsafe mkdir(made, 0o700)
    }
  }
}
