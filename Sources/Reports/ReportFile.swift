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
  /// Writes `report` to `destination`.
  ///
  /// - Throws: `OutputError` where the place is refused or any byte could not be written; what was
  ///   at `destination` before is then untouched.
  package static func write(
    _ report: Report, with reporter: any Reporter, to destination: String
  ) throws {
    if destination == "-" {
      return try write(report, with: reporter, descriptor: STDOUT_FILENO, name: "standard output")
    }
    switch try kind(of: destination) {
    case .device:
      try overwrite(destination) { descriptor in
        try write(report, with: reporter, descriptor: descriptor, name: destination)
      }
    case .file(let mode):
      let temporary = try TemporaryFile(beside: destination, mode: mode)
      try write(report, with: reporter, descriptor: temporary.descriptor, name: destination)
      try temporary.replaceTarget()
    }
  }

  private static func write(
    _ report: Report, with reporter: any Reporter, descriptor: CInt, name: String
  ) throws {
    var output = OutputBuffer(descriptor: descriptor, name: name)
    try reporter.write(report, to: &output)
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
