/// Who wrote a commit or tag and when, from a header such as `Ada <ada@example.org> 1700000000 +0100`.
///
/// Read as leniently as git reads it; what is not there is empty or nil.
package struct Signature: Sendable, Equatable {
  /// The name, without spaces around it; no encoding is promised.
  package let name: [UInt8]

  /// What stands between `<` and `>`.
  package let email: [UInt8]

  /// Seconds since 1970 in UTC; nil where no number of at most 64 bits stands there.
  package let seconds: Int64?

  /// The writer's offset from UTC in minutes; zero where none can be read.
  package let offsetMinutes: Int

  /// Reads a signature from the bytes that stand in `range`.
  package init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let text = bytes.copy(range.clamped(to: 0..<bytes.count))
    let open = text.firstIndex(of: UInt8(ascii: "<")) ?? text.count
    name = Self.trimmed(text[..<open])
    let afterOpen = text[min(open + 1, text.count)...]
    let close = afterOpen.firstIndex(of: UInt8(ascii: ">")) ?? text.count
    email = Array(text[afterOpen.startIndex..<close])
    // A name or address may itself hold `>`, so the time is what follows the last one.
    let last = text.lastIndex(of: UInt8(ascii: ">")) ?? text.count
    let fields = text[min(last + 1, text.count)...]
      .split(separator: UInt8(ascii: " "))
      .map { String(decoding: $0, as: UTF8.self) }
    seconds = fields.first.flatMap { $0.first?.isNumber == true ? Int64($0) : nil }
    offsetMinutes = fields.count > 1 ? Self.minutes(fields[1]) : 0
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let kept = bytes.drop { $0 == UInt8(ascii: " ") }
    let end = kept.lastIndex { $0 != UInt8(ascii: " ") }
    return end.map { Array(kept[...$0]) } ?? []
  }

  /// Reads `+0130` as 90; `hhmm` of any other length than four digits is no offset.
  private static func minutes(_ text: String) -> Int {
    guard text.utf8.count == 5, let number = Int(text), text.first == "+" || text.first == "-"
    else { return 0 }
    return number / 100 * 60 + number % 100
  }
}
