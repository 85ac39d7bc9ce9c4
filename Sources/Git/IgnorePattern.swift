/// One line of a `.gitignore` file.
struct IgnorePattern: Sendable {
  private enum Matcher: Sendable {
    case literal([UInt8])
    case suffix([UInt8])
    case glob(Glob)
  }

  /// Whether what matches is not ignored after all.
  let isNegated: Bool

  private let onlyFolders: Bool
  private let isPath: Bool
  private let foldsCase: Bool
  private let matcher: Matcher

  /// Reads the lines of a file in their order; lines that can match nothing are left out.
  static func patterns(in file: [UInt8], foldsCase: Bool) -> [IgnorePattern] {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = file.starts(with: byteOrderMark) ? file[3...] : file[...]
    return text.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard line.first != UInt8(ascii: "#") else { return nil }
      let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return IgnorePattern(
        withoutTrailingSpaces(content.prefix { $0 != 0 }), foldsCase: foldsCase)
    }
  }

  /// A space that a backslash stands before is no trailing one.
  private static func withoutTrailingSpaces(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = line.startIndex
    var position = line.startIndex
    while position < line.endIndex {
      if line[position] == UInt8(ascii: "\\") {
        position += 1
        // git gives up where the line ends here, and keeps all of it.
        guard position < line.endIndex else { return line }
        end = position + 1
      } else if line[position] != UInt8(ascii: " ") {
        end = position + 1
      }
      position += 1
    }
    return line[..<end]
  }

  private init?(_ line: ArraySlice<UInt8>, foldsCase: Bool) {
    let slash = UInt8(ascii: "/")
    var pattern = line
    isNegated = pattern.first == UInt8(ascii: "!")
    if isNegated { pattern = pattern.dropFirst() }
    onlyFolders = pattern.last == slash
    if onlyFolders { pattern = pattern.dropLast() }
    isPath = pattern.contains(slash)
    if pattern.first == slash { pattern = pattern.dropFirst() }
    guard let first = pattern.first else { return nil }
    self.foldsCase = foldsCase
    if !pattern.contains(where: Self.isSpecial) {
      matcher = .literal(Array(pattern))
    } else if !isPath, first == UInt8(ascii: "*"),
      !pattern.dropFirst().contains(where: Self.isSpecial)
    {
      matcher = .suffix(Array(pattern.dropFirst()))
    } else if let glob = Glob(Array(pattern), isPath: isPath, foldsCase: foldsCase) {
      matcher = .glob(glob)
    } else {
      return nil
    }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"): true
    default: false
    }
  }

  /// Whether the pattern matches.
  ///
  /// - Parameters:
  ///   - path: The path from the folder of the pattern's file.
  ///   - name: The last part of the path.
  ///   - isFolder: Whether it is a folder; a symbolic link to one is none.
  /// - Returns: Whether it does.
  func matches(_ path: ArraySlice<UInt8>, name: ArraySlice<UInt8>, isFolder: Bool) -> Bool {
    if onlyFolders && !isFolder { return false }
    let subject = isPath ? path : name
    switch matcher {
    case .literal(let text): return isSame(subject, text)
    case .suffix(let text): return isSame(subject.suffix(text.count), text)
    case .glob(let glob): return glob.matches(subject)
    }
  }

  private func isSame(_ left: ArraySlice<UInt8>, _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    guard foldsCase else { return left.elementsEqual(right) }
    func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
    return zip(left, right).allSatisfy { lower($0) == lower($1) }
  }
}
