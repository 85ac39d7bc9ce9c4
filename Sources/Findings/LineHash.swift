/// The `primaryLocationLineHash` by which GitHub code scanning knows a line again after it moved.
///
/// A 64-bit rolling hash over the hundred UTF-16 code units that start where the line does, blanks
/// left out and every line break counted as one line feed, followed by `:` and how often that hash
/// had occurred in the text by then. This is the hash that CodeQL's upload action computes from a
/// checkout, so that both agree. A lone carriage return ends a line here, though not for git.
package enum LineHash {
  /// Hashes `lines` of `text`, counted from 1; lines that the text does not have are left out.
  ///
  /// The text is read twice, so that memory depends on the number of lines asked for only. Bytes
  /// that are not UTF-8 count as U+FFFD.
  package static func hashes(of text: Span<UInt8>, lines: Set<Int>) -> [Int: String] {
    var wanted: [Int: UInt64] = [:]
    forEachHash(in: text) { line, hash in
      if lines.contains(line) { wanted[line] = hash }
    }
    let hashes = Set(wanted.values)
    var counts: [UInt64: Int] = [:]
    var result: [Int: String] = [:]
    forEachHash(in: text) { line, hash in
      guard hashes.contains(hash) else { return }
      let count = counts[hash, default: 0] + 1
      counts[hash] = count
      if wanted[line] != nil { result[line] = String(hash, radix: 16) + ":\(count)" }
    }
    return result
  }

  /// Calls `body` for each line, in order, with its number and hash.
  private static func forEachHash(in text: Span<UInt8>, body: (Int, UInt64) -> Void) {
    var window = RollingWindow()
    var index = 0
    while index < text.count {
      let byte = text[index]
      guard byte >= 0x80 else {
        window.take(UInt16(byte), body)
        index += 1
        continue
      }
      // A byte below 0x80 never belongs to a longer sequence, so a run without one decodes alone.
      var run: [UInt8] = []
      while index < text.count, text[index] >= 0x80 {
        run.append(text[index])
        index += 1
      }
      for unit in String(decoding: run, as: UTF8.self).utf16 { window.take(unit, body) }
    }
    window.finish(body)
  }
}

/// The last hundred code units, their hash, and which of them begin a line.
private struct RollingWindow {
  private static let size = 100
  private static let factor: UInt64 = 37
  /// What a unit weighs when it leaves the window: `factor` to the power of `size`.
  private static let leavingFactor = (0..<size).reduce(UInt64(1)) { power, _ in power &* factor }
  private static let endOfText: UInt16 = 0xFFFF

  private var units = [UInt16](repeating: 0, count: size)
  /// The number of the line that begins at the unit in the same place, or 0.
  private var lines = [Int](repeating: 0, count: size)
  private var next = 0
  private var hash: UInt64 = 0
  private var line = 0
  private var atLineStart = true
  private var afterReturn = false

  /// Takes the next unit of the text and reports the line whose hundred units are complete by it.
  mutating func take(_ unit: UInt16, _ body: (Int, UInt64) -> Void) {
    let lineFeed = UInt16(UInt8(ascii: "\n"))
    let isReturn = unit == UInt16(UInt8(ascii: "\r"))
    let isBlank = unit == UInt16(UInt8(ascii: " ")) || unit == UInt16(UInt8(ascii: "\t"))
    let skipped = isBlank || (afterReturn && unit == lineFeed)
    afterReturn = isReturn
    guard !skipped else { return }
    let kept = isReturn ? lineFeed : unit
    report(body)
    if atLineStart {
      line += 1
      lines[next] = line
    }
    atLineStart = kept == lineFeed
    push(kept)
  }

  /// Ends the text and reports the lines that began in its last hundred units.
  mutating func finish(_ body: (Int, UInt64) -> Void) {
    take(Self.endOfText, body)
    for _ in 0..<Self.size {
      report(body)
      push(0)
    }
  }

  private mutating func report(_ body: (Int, UInt64) -> Void) {
    guard lines[next] != 0 else { return }
    body(lines[next], hash)
    lines[next] = 0
  }

  private mutating func push(_ unit: UInt16) {
    hash = Self.factor &* hash &+ UInt64(unit) &- Self.leavingFactor &* UInt64(units[next])
    units[next] = unit
    next = (next + 1) % Self.size
  }
}
