/// The mode of an entry in a tree or index: what kind of thing it is, and whether it runs.
package struct FileMode: RawRepresentable, Hashable, Sendable {
  /// The number as git writes it in octal, such as `0o100644`.
  package let rawValue: UInt32

  /// Takes the number as it stands; any is accepted.
  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// The mode of a file that does not run.
  static let file = FileMode(rawValue: 0o100644)

  /// What an entry stands for.
  package enum Kind: Sendable {
    case file, symlink, folder, submodule
  }

  /// What the entry stands for; as for git, what is nothing else is a submodule.
  package var kind: Kind {
    switch rawValue & 0o170000 {
    case 0o100000: .file
    case 0o120000: .symlink
    case 0o040000: .folder
    default: .submodule
    }
  }

  /// Whether the entry's id names a blob of this repository.
  package var isBlob: Bool { kind == .file || kind == .symlink }
}

/// Reads the entries of a tree from its bytes.
package enum TreeObject {
  /// Calls `body` with the mode, where the name stands, and the id of each entry, in order.
  ///
  /// Names may hold anything but a zero byte, also `/` and `..`.
  /// - Parameters:
  ///   - bytes: The tree's bytes; any are accepted.
  ///   - format: How long the ids are.
  ///   - body: Is called for each entry.
  /// - Returns: Whether the tree is well-formed; if not, entries before the fault were given.
  /// - Throws: What `body` throws.
  package static func forEachEntry<Failure: Error>(
    in bytes: Span<UInt8>, _ format: ObjectFormat,
    _ body: (_ mode: FileMode, _ name: Range<Int>, _ id: ObjectID) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    let idSize = format.byteCount
    var position = 0
    while position < bytes.count {
      var mode: UInt32 = 0
      let modeStart = position
      while position < bytes.count, bytes[position] != UInt8(ascii: " ") {
        let digit = bytes[position] &- UInt8(ascii: "0")
        // Seven octal digits: git writes six, and old trees a zero more.
        guard digit < 8, position - modeStart < 7 else { return false }
        mode = mode << 3 | UInt32(digit)
        position += 1
      }
      guard position > modeStart else { return false }
      let nameStart = position + 1
      let nameEnd = bytes.firstIndex(of: 0, from: nameStart)
      guard nameEnd > nameStart, bytes.count - nameEnd > idSize else { return false }
      try body(
        FileMode(rawValue: mode), nameStart..<nameEnd, ObjectID(bytes, at: nameEnd + 1, format))
      position = nameEnd + 1 + idSize
    }
    return true
  }
}
