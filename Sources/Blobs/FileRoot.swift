internal import CSystem
package import Git
internal import Glibc

/// A folder that stands for `/`: paths are followed within it, and links in them too.
///
/// A link to `/etc/passwd` leads to that name below the folder, and `..` never leads out of it. Each
/// part of a path is opened by itself, so that nobody can put a link in its place meanwhile.
package final class FileRoot: Sendable {
  /// As it was given.
  package let path: Path
  private let descriptor: Int32
  /// As many as the kernel follows.
  private static let mostLinks = 40

  /// Opens the folder; links in its own path are followed as usual.
  ///
  /// - Throws: `FileFailure` in the words of the system.
  package init(_ path: Path) throws(FileFailure) {
    self.path = path
    let flags = O_DIRECTORY | O_CLOEXEC | Int32(vastguard_open_path)
    descriptor = path.withCString { unsafe open($0, flags) }
    guard descriptor >= 0 else { throw FileFailure(code: errno) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The path on this machine of one that counts from the root.
  package func outside(_ inner: Path) -> Path {
    let slash = UInt8(ascii: "/")
    let below = Array(inner.bytes.drop { $0 == slash })
    if path.bytes.last == slash { return Path(bytes: path.bytes + below) }
    return below.isEmpty ? path : path.appending(below)
  }

  /// Looks at what a path leads to, without reading it.
  ///
  /// - Parameters:
  ///   - path: It counts from the root, with a `/` at its begin or without.
  ///   - followsLast: Whether a link that the last part is leads on.
  /// - Returns: What is there.
  /// - Throws: `FileFailure` in the words of the system.
  package func find(_ path: Path, followsLast: Bool = true) throws(FileFailure) -> FoundFile {
    var way = Way(root: descriptor)
    defer { way.leave() }
    var ahead = Self.parts(of: path.bytes[...])[...].reversed().map { $0 }
    var links = 0
    while let part = ahead.popLast() {
      if part == Array("..".utf8) {
        way.up()
        continue
      }
      let file = try FoundFile(in: way.folder, part, below: way.names)
      switch file.entry.kind {
      case .symlink where !ahead.isEmpty || followsLast:
        links += 1
        guard links <= Self.mostLinks else { throw FileFailure(code: ELOOP) }
        let target = try file.linkTarget()
        if target.first == UInt8(ascii: "/") { way.toRoot() }
        ahead += Self.parts(of: target[...]).reversed()
      case .folder where !ahead.isEmpty:
        try way.enter(file)
      default:
        // Nothing can be below what is no folder.
        guard ahead.isEmpty else { throw FileFailure(code: ENOENT) }
        return file
      }
    }
    return try FoundFile(in: way.folder, Array(".".utf8), below: way.names)
  }

  private static func parts(of path: ArraySlice<UInt8>) -> [[UInt8]] {
    path.split(separator: UInt8(ascii: "/")).map(Array.init).filter { $0 != [UInt8(ascii: ".")] }
  }

  /// The folders from the root to where a path has led so far.
  private struct Way {
    private let root: Int32
    private var folders: [(descriptor: Int32, name: [UInt8])] = []

    init(root: Int32) { self.root = root }

    var folder: Int32 { folders.last?.descriptor ?? root }
    var names: [[UInt8]] { folders.map(\.name) }

    mutating func up() {
      if let last = folders.popLast() { close(last.descriptor) }
    }

    mutating func toRoot() {
      while !folders.isEmpty { up() }
    }

    mutating func leave() { toRoot() }

    mutating func enter(_ file: FoundFile) throws(FileFailure) {
      let copy = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
      guard copy >= 0 else { throw FileFailure(code: errno) }
      folders.append((copy, file.name))
    }
  }
}
