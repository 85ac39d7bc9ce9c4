import Git
import Glibc

/// The object directories that a repository reads from, as git finds them.
struct Alternates {
  /// All directories, each once, the repository's own first.
  private(set) var directories: [Path] = []
  private(set) var unreadable: [(path: Path, reason: String)] = []
  private var known: Set<FileIdentity> = []

  /// How deep git follows alternates of alternates.
  private static let deepest = 5
  /// More than this of an alternates file is not read.
  private static let largestFile = 1 << 20

  init(objectDirectory: Path, others: [Path]) {
    for directory in [objectDirectory] + others { add(directory, depth: 0) }
  }

  private mutating func add(_ directory: Path, depth: Int) {
    guard let identity = directory.directoryIdentity else {
      unreadable.append((directory, "no such object directory"))
      return
    }
    guard known.insert(identity).inserted else { return }
    directories.append(directory)
    let list = directory.appending("info/alternates".utf8)
    guard list.fileSize != nil else { return }
    guard depth <= Self.deepest else {
      unreadable.append((list, "alternates are nested too deep"))
      return
    }
    do throws(PackError) {
      let file = try MappedFile(list)
      guard file.count <= Self.largestFile else { throw PackError(list, .notAPack) }
      for path in Self.paths(in: file.bytes) {
        let isAbsolute = path.bytes.first == UInt8(ascii: "/")
        add(isAbsolute ? path : directory.appending(path.bytes), depth: depth + 1)
      }
    } catch {
      // An empty file names nothing; a file that was there before is gone: so are its alternates.
      if error.reason != .truncated, error.reason != .vanished {
        unreadable.append((list, "not a readable list of alternates"))
      }
    }
  }

  /// Returns the paths in the text of an alternates file: one a line, `#` begins a comment, a
  /// quoted path is unquoted and one that can't be is taken as it stands.
  static func paths(in text: [UInt8]) -> [Path] {
    text.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard line.first != UInt8(ascii: "#") else { return nil }
      return Path(bytes: unquote(line) ?? Array(line))
    }
  }

  /// Returns what stands in double quotes, with C's escapes resolved, or nil where the line isn't
  /// quoted properly.
  private static func unquote(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    guard line.count >= 2, line.first == UInt8(ascii: "\""), line.last == UInt8(ascii: "\"") else {
      return nil
    }
    var rest = line.dropFirst().dropLast()
    var result: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return nil }
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      guard let escaped = escape(&rest) else { return nil }
      result.append(escaped)
    }
    return result
  }

  /// Takes what follows a backslash: a letter, a sign or three octal digits.
  private static func escape(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
    guard let code = rest.popFirst() else { return nil }
    switch code {
    case UInt8(ascii: "a"): return 7
    case UInt8(ascii: "b"): return 8
    case UInt8(ascii: "t"): return 9
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "v"): return 11
    case UInt8(ascii: "f"): return 12
    case UInt8(ascii: "r"): return 13
    case UInt8(ascii: "\\"), UInt8(ascii: "\""): return code
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      var value = code - UInt8(ascii: "0")
      for _ in 0..<2 {
        guard let digit = rest.popFirst(), UInt8(ascii: "0")...UInt8(ascii: "7") ~= digit else {
          return nil
        }
        value = value << 3 | (digit - UInt8(ascii: "0"))
      }
      return value
    default: return nil
    }
  }
}
