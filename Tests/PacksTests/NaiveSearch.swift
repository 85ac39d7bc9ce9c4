import Packs

/// A search that looks at every byte by itself: slow, and plain enough to be right.
struct NaiveSearch: MarkSearch {
  /// Runs of hex digits of these lengths, ended on both sides by something else.
  var runs: ClosedRange<Int>?
  /// Texts, compared without regard to case.
  var literals: [String] = []
  /// A text that counts only where the byte this far before it, or after it, is not an "x".
  var shunned: (text: String, distance: Int)?
  /// Whether marks are left out wherever they may be.
  var isThrifty = false
  let shape: MarkShape

  init(
    runs: ClosedRange<Int>? = nil, literals: [String] = [],
    shunned: (text: String, distance: Int)? = nil, knowsRuns: Bool = true
  ) {
    self.runs = runs
    self.literals = literals
    self.shunned = shunned
    let mixed = max(literals.map(\.utf8.count).max() ?? 0, shunned?.text.utf8.count ?? 0)
    let longest = max(mixed, runs?.upperBound ?? 0)
    let margin = max(1, shunned?.distance ?? 0)
    shape =
      knowsRuns
      ? MarkShape(
        longest: longest, margin: margin, longestMixed: mixed,
        runBytes: ByteSet(runs == nil ? [] : Array("0123456789abcdefABCDEF".utf8)))
      : MarkShape(longest: longest, margin: margin)
  }

  func find(in bytes: Span<UInt8>, into marks: inout [Mark]) {
    let bytes = array(bytes)
    let first = marks.count
    findRuns(in: bytes, &marks)
    let folded = bytes.map(lower)
    for (number, literal) in literals.enumerated() {
      for offset in places(of: literal, in: folded) {
        marks.append(mark(offset, 1 + number, literal.utf8.count))
      }
    }
    if let (text, distance) = shunned {
      for offset in places(of: text, in: folded) {
        let around = [offset - distance, offset + text.utf8.count + distance - 1]
        let isShunned = around.contains { bytes.indices.contains($0) && bytes[$0] == 0x78 }
        if !isShunned { marks.append(mark(offset, 1000, text.utf8.count)) }
      }
    }
    marks[first...].sort { ($0.offset, $0.kind) < ($1.offset, $1.kind) }
  }

  func find(in bytes: Span<UInt8>, near breaks: Breaks, into marks: inout [Mark]) {
    var found: [Mark] = []
    find(in: bytes, into: &found)
    var breaks = breaks
    marks += found.filter { mark in
      let start = Int(mark.offset)
      return !isThrifty || breaks.touch(start..<(start + Int(mark.length)))
    }
  }

  private func findRuns(in bytes: [UInt8], _ marks: inout [Mark]) {
    guard let runs else { return }
    var start = 0
    for end in 0...bytes.count where end == bytes.count || !isHexDigit(bytes[end]) {
      if runs.contains(end - start) { marks.append(mark(start, 0, end - start)) }
      start = end + 1
    }
  }

  private func places(of text: String, in folded: [UInt8]) -> [Int] {
    let wanted = text.utf8.map(lower)
    guard folded.count >= wanted.count else { return [] }
    return (0...(folded.count - wanted.count)).filter { offset in
      wanted.indices.allSatisfy { folded[offset + $0] == wanted[$0] }
    }
  }

  private func mark(_ offset: Int, _ kind: Int, _ length: Int) -> Mark {
    Mark(offset: UInt32(offset), kind: UInt16(kind), length: UInt8(length))
  }

  private func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }

  private func lower(_ byte: UInt8) -> UInt8 {
    0x41...0x5a ~= byte ? byte + 32 : byte
  }
}

extension MarkSearch {
  /// All marks of the bytes.
  func marks(of bytes: [UInt8]) -> [Mark] {
    var marks: [Mark] = []
    find(in: bytes.span, into: &marks)
    return marks
  }
}
