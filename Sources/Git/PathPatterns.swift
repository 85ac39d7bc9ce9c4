/// Patterns of paths, each written as a line of `.gitignore`; the last one that matches decides.
package struct PathPatterns: Sendable {
  private let patterns: [IgnorePattern]

  /// Patterns that match nothing.
  package static let none = PathPatterns(patterns: [])

  private init(patterns: [IgnorePattern]) {
    self.patterns = patterns
  }

  /// Reads patterns; nil where one of them is none, or can match nothing.
  package init?(_ texts: [String]) {
    var patterns: [IgnorePattern] = []
    for text in texts {
      let read = IgnorePattern.patterns(in: Array(text.utf8), foldsCase: false)
      guard read.count == 1 else { return nil }
      patterns += read
    }
    self.patterns = patterns
  }

  /// Whether there are no patterns.
  package var isEmpty: Bool { patterns.isEmpty }

  /// The patterns of both, those of `other` being the stronger ones.
  package func followed(by other: PathPatterns) -> PathPatterns {
    PathPatterns(patterns: patterns + other.patterns)
  }

  /// Whether a file of this path, or one of the folders that it is in, is meant.
  ///
  /// As in `.gitignore`, what lies in a folder that is meant can't be taken out again.
  package func matches(_ path: Path) -> Bool {
    if patterns.isEmpty { return false }
    let slash = UInt8(ascii: "/")
    let bytes = path.bytes
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == slash {
      if index > start, isMeant(bytes[..<index], name: bytes[start..<index], isFolder: true) {
        return true
      }
      start = index + 1
    }
    return start < bytes.count && isMeant(bytes[...], name: bytes[start...], isFolder: false)
  }

  private func isMeant(
    _ path: ArraySlice<UInt8>, name: ArraySlice<UInt8>, isFolder: Bool
  ) -> Bool {
    let last = patterns.last { $0.matches(path, name: name, isFolder: isFolder) }
    return last.map { !$0.isNegated } ?? false
  }
}
