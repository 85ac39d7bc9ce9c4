/// What of a hook's file is ours, told by the lines that mark the begin and the end of our part.
enum HookMarks: Equatable {
  /// Nothing.
  case none
  /// All of it, but for the line that names the shell.
  case whole
  /// Parts of it: the first of them, what is left of the file without them, and whether anything
  /// but comments stands before.
  case part([UInt8], rest: [UInt8], isReached: Bool)
  /// A mark stands there without the other: where our part ends can't be told.
  case broken

  static let newline = UInt8(ascii: "\n")
  private static let shell = Array("#!/bin/sh\n".utf8)
  private static let begin = Array("# >>> vastguard hook >>>".utf8)
  private static let end = Array("# <<< vastguard hook <<<".utf8)

  /// Looks for the marks in a file.
  init(in file: [UInt8]) {
    var rest: [UInt8] = []
    var first: [UInt8]?
    var part: [UInt8]?
    var isReached = true
    for line in Self.lines(of: file) {
      let words = line.last == Self.newline ? line.dropLast() : line
      switch (words.elementsEqual(Self.begin), words.elementsEqual(Self.end)) {
      case (true, _):
        guard part == nil else {
          self = .broken
          return
        }
        part = Array(line)
      case (_, true):
        guard let whole = part else {
          self = .broken
          return
        }
        first = first ?? whole + line
        part = nil
      default:
        if part != nil {
          part?.append(contentsOf: line)
        } else {
          rest += line
          if first == nil, !Self.isComment(line) { isReached = false }
        }
      }
    }
    if part != nil {
      self = .broken
    } else if let first {
      let isWhole = rest == Self.shell && file.starts(with: Self.shell)
      self = isWhole ? .whole : .part(first, rest: rest, isReached: isReached)
    } else {
      self = .none
    }
  }

  /// Whether a file says nothing: it is empty, or only names its shell.
  static func isEmpty(_ file: [UInt8]) -> Bool {
    lines(of: file).enumerated().allSatisfy { number, line in
      line.allSatisfy(isBlank) || number == 0 && line.starts(with: "#!".utf8)
    }
  }

  /// A file with a part of ours at its top, below the line that names its shell.
  static func adding(_ part: [UInt8], to file: [UInt8]) -> [UInt8] {
    guard file.starts(with: "#!".utf8) else { return part + file }
    let top = file.prefix { $0 != newline }
    let below = file.dropFirst(top.count + 1)
    return top + [newline] + part + below
  }

  private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop(while: isBlank)
    return text.isEmpty || text.first == UInt8(ascii: "#")
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == newline
      || byte == UInt8(ascii: "\r")
  }

  /// The lines with their ends.
  private static func lines(of file: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = file.startIndex
    while start < file.endIndex {
      let end = file[start...].firstIndex(of: newline).map { $0 + 1 } ?? file.endIndex
      lines.append(file[start..<end])
      start = end
    }
    return lines
  }
}
