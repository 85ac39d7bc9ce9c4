/// Adds patterns to a file of ignore patterns in the way its author would.
package struct IgnoreFileEdit {
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let heading = "# Keys of Vast.ai"
  /// What a line is about that stands well beside key files.
  private static let kin = ["env", "vast", "secret", "key", "credential", "token", "passw", ".pem"]

  private var lines: [[UInt8]]
  private let end: [UInt8]
  private let hasMark: Bool
  private let endsWithLineEnd: Bool

  /// Reads a file; an empty one stands for one that is to be made.
  package init(_ bytes: [UInt8]) {
    hasMark = bytes.starts(with: Self.byteOrderMark)
    let text = hasMark ? bytes[3...] : bytes[...]
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map(Array.init)
    endsWithLineEnd = text.isEmpty || text.last == UInt8(ascii: "\n")
    if endsWithLineEnd { lines.removeLast() }
    let returns = lines.count { $0.last == UInt8(ascii: "\r") }
    let isCRLF = returns > 0 && returns * 2 > lines.count - (endsWithLineEnd ? 0 : 1)
    end = isCRLF ? [0x0D, 0x0A] : [0x0A]
    self.lines = lines
  }

  /// The file with patterns added: among related ones, in order where those are, else as a block of
  /// its own at the end.
  ///
  /// Line ends stay as they are, and so does the end of the last line, there or not.
  package func adding(_ patterns: [String]) -> [UInt8] {
    var copy = self
    for pattern in patterns { copy.insert(Array(pattern.utf8)) }
    return copy.bytes
  }

  /// The file with patterns added behind all others, where nothing takes them back.
  package func appending(_ patterns: [String], heading: Bool = true) -> [UInt8] {
    var copy = self
    copy.appendBlock(patterns.map { Array($0.utf8) }, heading: heading)
    return copy.bytes
  }

  private var bytes: [UInt8] {
    var bytes = hasMark ? Self.byteOrderMark : []
    for (number, line) in lines.enumerated() {
      bytes += line
      if number < lines.count - 1 {
        // A line that was the last has no end yet.
        let isWhole = end.count == 1 || line.last == 0x0D
        bytes += isWhole ? [0x0A] : end
      } else if endsWithLineEnd {
        bytes += end.count == 1 || line.last == 0x0D ? [0x0A] : end
      }
    }
    return bytes
  }

  private mutating func insert(_ pattern: [UInt8]) {
    guard let block = blocks.last(where: { isKin($0) }) else {
      appendBlock([pattern], heading: true)
      return
    }
    let entries = block.filter { !isComment(lines[$0]) }
    let isSorted = zip(entries, entries.dropFirst()).allSatisfy {
      precedes(content($0), content($1))
    }
    var place = block.upperBound
    if isSorted, entries.count > 1 {
      place = entries.first { precedes(pattern, content($0)) } ?? block.upperBound
    }
    // In lines that end with CR LF, a new one does so too.
    let isLast = place == lines.count && !endsWithLineEnd
    lines.insert(isLast || end.count == 1 ? pattern : pattern + [0x0D], at: place)
  }

  private mutating func appendBlock(_ patterns: [[UInt8]], heading: Bool) {
    if !lines.isEmpty, lines.last.map(isBlank) == false { lines.append([]) }
    if heading { lines.append(Array(Self.heading.utf8)) }
    lines += patterns
  }

  /// Runs of lines without an empty one between them.
  private var blocks: [Range<Int>] {
    var blocks: [Range<Int>] = []
    var start: Int?
    for number in lines.indices {
      if isBlank(lines[number]) {
        if let begin = start { blocks.append(begin..<number) }
        start = nil
      } else if start == nil {
        start = number
      }
    }
    if let start { blocks.append(start..<lines.count) }
    return blocks
  }

  /// Whether a block is about such files, and takes nothing back.
  private func isKin(_ block: Range<Int>) -> Bool {
    let entries = block.filter { !isComment(lines[$0]) }.map(content)
    return !entries.contains { $0.first == UInt8(ascii: "!") }
      && entries.contains { entry in
        let text = String(decoding: entry, as: UTF8.self).lowercased()
        return Self.kin.contains { text.contains($0) }
      }
  }

  private func isBlank(_ line: [UInt8]) -> Bool { line.allSatisfy { $0 <= 0x20 } }
  private func isComment(_ line: [UInt8]) -> Bool { line.first == UInt8(ascii: "#") }

  private func content(_ number: Int) -> [UInt8] {
    lines[number].last == 0x0D ? lines[number].dropLast() : lines[number]
  }

  private func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }
}
