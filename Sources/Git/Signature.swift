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
    let fields = text[min(last + 1, text.count)...].split(separator: UInt8(ascii: " "))
    seconds = Self.seconds(in: bytes, range)
    offsetMinutes =
      fields.count > 1 ? Self.minutes(String(decoding: fields[1], as: UTF8.self)) : 0
  }

  /// Reads only the seconds of the signature that stands in `range`: a whole history is ordered
  /// by them.
  package static func seconds(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    let range = range.clamped(to: 0..<bytes.count)
    var start = range.upperBound
    while start > range.lowerBound, bytes[start - 1] != UInt8(ascii: ">") { start -= 1 }
    guard start > range.lowerBound else { return nil }
    while start < range.upperBound, bytes[start] == UInt8(ascii: " ") { start += 1 }
    var seconds: Int64?
    while start < range.upperBound, bytes[start] != UInt8(ascii: " ") {
      let digit = bytes[start] &- UInt8(ascii: "0")
      let (tens, overflow) = (seconds ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int64(digit))
      guard digit < 10, !overflow, !carry else { return nil }
      seconds = sum
      start += 1
    }
    return seconds
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
