/// The patterns of one file by which a tool leaves files out of what it packs.
package struct IgnoreFile: Sendable {
  /// How the patterns are meant.
  package enum Style: Sendable {
    /// As in a `.gitignore`.
    case git
    /// As in a `.dockerignore`: each counts from the folder of the file, with or without a slash.
    case docker
  }

  private enum Pattern: Sendable {
    case git(IgnorePattern)
    case docker(Glob, isNegated: Bool)
  }

  private let patterns: [Pattern]

  /// Reads the patterns of a file.
  package init(_ bytes: [UInt8], _ style: Style) {
    switch style {
    case .git:
      patterns = IgnorePattern.patterns(in: bytes, foldsCase: false).map { .git($0) }
    case .docker:
      patterns = bytes.split(separator: UInt8(ascii: "\n")).compactMap(Self.docker)
    }
  }

  private static func docker(_ line: ArraySlice<UInt8>) -> Pattern? {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    var text = line.drop(while: isBlank)
    while let last = text.last, isBlank(last) { text = text.dropLast() }
    guard let first = text.first, first != UInt8(ascii: "#") else { return nil }
    let isNegated = first == UInt8(ascii: "!")
    if isNegated { text = text.dropFirst().drop(while: isBlank) }
    let parts = text.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
    let whole = Array(parts.joined(separator: [UInt8(ascii: "/")]))
    return Glob(whole, isPath: true, foldsCase: false).map { .docker($0, isNegated: isNegated) }
  }

  /// Tells whether a file is left out: the last pattern that matches it, or a folder above it,
  /// decides.
  ///
  /// - Parameter path: The path from the folder of the patterns' file.
  /// - Returns: Whether it is.
  package func leavesOut(_ path: Path) -> Bool {
    let ways = Self.ways(path)
    var isOut = false
    for pattern in patterns {
      switch pattern {
      case .git(let pattern):
        let isMatch = ways.contains { way in
          pattern.matches(way.path, name: way.name, isFolder: way.isFolder)
        }
        if isMatch { isOut = !pattern.isNegated }
      case .docker(let glob, let isNegated):
        if ways.contains(where: { glob.matches($0.path) }) { isOut = !isNegated }
      }
    }
    return isOut
  }

  /// The path, and those of the folders above it.
  private static func ways(
    _ path: Path
  ) -> [(path: ArraySlice<UInt8>, name: ArraySlice<UInt8>, isFolder: Bool)] {
    let slash = UInt8(ascii: "/")
    let ends = path.bytes.indices.filter { path.bytes[$0] == slash }
    let folders = ends.map { Path(bytes: Array(path.bytes[..<$0])) }
    return folders.map { ($0.bytes[...], $0.name, true) } + [(path.bytes[...], path.name, false)]
  }
}
