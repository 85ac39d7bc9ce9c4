package import Findings
import Glibc

/// The place that a report goes to: a file, or `-` for standard output.
///
/// A file appears whole or not at all: the report is written beside it under another name, brought
/// to disk and then renamed. A new file is readable by all that the umask lets read it, as reports
/// hold no secrets; one that is replaced keeps its mode. A device such as `/dev/null` is written in
/// place. A symbolic link is refused, because in a repository of unknown origin it may lead
/// anywhere.
package enum ReportFile {
  /// Tells whether a report can go to `destination`, before the work is done that it is about.
  ///
  /// - Returns: What tells the place from others, however it is spelled; nil for standard output and
  ///   for devices, which take any number of reports.
  /// - Throws: `OutputError` where the place will be refused, or its folder is not there.
  package static func check(_ destination: String) throws(OutputError) -> String? {
    if destination == "-" { return nil }
    guard case .file = try kind(of: destination) else { return nil }
    let slash = destination.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(destination[...$0]) } ?? "./"
    let name = slash.map { destination[destination.utf8.index(after: $0)...] } ?? destination[...]
    var info = stat()
    guard unsafe stat(folder, &info) == 0 else {
      throw OutputError(name: destination, code: errno)
    }
    guard unsafe access(folder, W_OK) == 0 else {
      throw OutputError(name: destination, code: errno)
    }
    return "\(info.st_dev) \(info.st_ino) \(name)"
  }

  /// Writes `report` to `destination`.
  ///
  /// - Throws: `OutputError` where the place is refused or any byte could not be written; what was
  ///   at `destination` before is then untouched.
  package static func write(
    _ report: Report, with reporter: any Reporter, to destination: String
  ) throws {
    try write(destination) { (output: inout OutputBuffer) in
      try reporter.write(report, to: &output)
    }
  }

  /// Writes what `body` appends.
  static func write(
    _ destination: String, _ body: (inout OutputBuffer) throws -> Void
  ) throws {
    if destination == "-" {
      return try write(descriptor: STDOUT_FILENO, name: "standard output", body)
    }
    switch try kind(of: destination) {
    case .device:
      try overwrite(destination) { descriptor in
        try write(descriptor: descriptor, name: destination, body)
      }
    case .file(let mode):
      let temporary = try TemporaryFile(beside: destination, mode: mode)
      try write(descriptor: temporary.descriptor, name: destination, body)
      try temporary.replaceTarget()
    }
  }

  /// Appends `report` to a regular file that several programs write to in turn, such as the summary of
  /// a step in a build; what is there stays, and a file that is not there is made.
  ///
  /// - Throws: `OutputError` where the place is refused or any byte could not be written.
  package static func append(
    _ report: Report, with reporter: any Reporter, to destination: String
  ) throws {
    guard case .file = try kind(of: destination) else {
      return try write(report, with: reporter, to: destination)
    }
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY
    let descriptor = unsafe open(destination, flags, 0o644)
    guard descriptor >= 0 else { throw OutputError(name: destination, code: errno) }
    defer { close(descriptor) }
    try write(descriptor: descriptor, name: destination) { (output: inout OutputBuffer) in
      try reporter.write(report, to: &output)
    }
  }

  /// Writes a text that holds no secret in the same way as a report.
  ///
  /// - Throws: `OutputError`, as `write(_:with:to:)`.
  package static func write(text: String, to destination: String) throws {
    try write(destination) { (output: inout OutputBuffer) in try output.append(text) }
  }

  private static func write(
    descriptor: CInt, name: String, _ body: (inout OutputBuffer) throws -> Void
  ) throws {
    var output = OutputBuffer(descriptor: descriptor, name: name)
    try body(&output)
    try output.flush()
  }

  private enum Kind {
    /// A file to replace, with its mode, or nothing yet.
    case file(mode: mode_t?)
    case device
  }

  private static func kind(of destination: String) throws(OutputError) -> Kind {
    var info = stat()
    guard unsafe lstat(destination, &info) == 0 else {
      if errno == ENOENT { return .file(mode: nil) }
      throw OutputError(name: destination, code: errno)
    }
    switch info.st_mode & S_IFMT {
    case S_IFREG:
      return .file(mode: info.st_mode & 0o777)
    case S_IFCHR:
      return .device
    case S_IFLNK:
      throw OutputError(name: destination, reason: "it is a symbolic link; name the file itself")
    case S_IFDIR:
      throw OutputError(name: destination, reason: "it is a folder; name a file in it")
    default:
      throw OutputError(name: destination, reason: "it is not a regular file")
    }
  }

  private static func overwrite(_ destination: String, _ body: (CInt) throws -> Void) throws {
    let descriptor = unsafe open(destination, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw OutputError(name: destination, code: errno) }
    defer { close(descriptor) }
    try body(descriptor)
  }
}
