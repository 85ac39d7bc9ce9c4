import Glibc

/// The references in `packed-refs`: a line for each, and one with `^` for what a tag leads to.
///
/// Git gives up a file in which anything else stands. Here the lines that can be understood count,
/// and the others are told of.
struct PackedReferences {
  /// The objects by name.
  private(set) var targets: [Path: Reference.Target] = [:]

  /// What is wrong with the file; at most one entry for the file and one for each name.
  private(set) var failures: [ReadFailure] = []

  /// The file's name in the common folder.
  static let file = Path("packed-refs")

  private let format: ObjectFormat
  private var brokenLines = 0
  private var firstBroken = 0

  /// Reads the bytes of the file.
  init(_ bytes: [UInt8], _ format: ObjectFormat) {
    self.format = format
    if bytes.isEmpty { return }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // A file without a line break at its end was cut off, perhaps within a name.
    let rest = lines.popLast() ?? []
    for (number, line) in lines.enumerated() where !read(line, isFirst: number == 0) {
      note(number + 1)
    }
    if !rest.isEmpty {
      _ = read(rest, isFirst: lines.isEmpty)
      note(lines.count + 1)
    }
    guard brokenLines > 0 else { return }
    let error = GitError(
      .corrupt, "packed-refs",
      "\(brokenLines) lines can't be understood, the first is line \(firstBroken)")
    failures.append(ReadFailure(Self.file, error))
  }

  private mutating func note(_ number: Int) {
    if brokenLines == 0 { firstBroken = number }
    brokenLines += 1
  }

  /// Reads one line; false where it is none of git's.
  private mutating func read(_ line: ArraySlice<UInt8>, isFirst: Bool) -> Bool {
    let digits = format.digitCount
    switch line.first {
    case UInt8(ascii: "#"): return isFirst && line.starts(with: "# pack-refs with:".utf8)
    case UInt8(ascii: "^"):
      return line.count == digits + 1 && Self.id(line.dropFirst(), format) != nil
    default: break
    }
    let name = Path(bytes: Array(line.dropFirst(digits + 1)))
    guard line.count > digits + 1, line[line.startIndex + digits] == UInt8(ascii: " "),
      let id = Self.id(line.prefix(digits), format), id != .zero
    else { return false }
    targets[name] = .object(id)
    if !ReferenceName.isValid(name) { failures.append(.badName(name)) }
    return true
  }

  private static func id(_ digits: ArraySlice<UInt8>, _ format: ObjectFormat) -> ObjectID? {
    ObjectID(hex: String(decoding: digits, as: UTF8.self), format)
  }

  /// Finds what one name stands for without reading the other lines.
  static func target(
    of name: Path, in bytes: [UInt8], _ format: ObjectFormat
  ) -> ObjectID? {
    let digits = format.digitCount
    let wanted = digits + 1 + name.bytes.count
    return unsafe bytes.withUnsafeBytes { all -> ObjectID? in
      guard let base = all.baseAddress else { return nil }
      var start = 0
      while start < all.count, let end = unsafe memchr(base + start, 10, all.count - start) {
        let count = unsafe UnsafeRawPointer(end) - (base + start)
        let line = bytes[start..<(start + count)]
        if count == wanted, line[start + digits] == UInt8(ascii: " "),
          line.dropFirst(digits + 1).elementsEqual(name.bytes)
        {
          return id(line.prefix(digits), format)
        }
        start += count + 1
      }
      return nil
    }
  }
}

extension ReadFailure {
  /// A reference that git refuses or leaves out because of its name.
  static func badName(_ name: Path) -> ReadFailure {
    ReadFailure(name, GitError(.corrupt, "references", "git takes this for no reference's name"))
  }
}
