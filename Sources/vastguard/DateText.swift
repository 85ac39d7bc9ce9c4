import FoundationEssentials

/// Reads the dates that people give to `--since`.
enum DateText {
  private static let lengths: [String: Double] = [
    "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800,
    "month": 2_629_746, "year": 31_556_952,
  ]

  /// The moment in seconds since 1970, or nil where the text is no date.
  ///
  /// Understood are days (`2026-01-31`, UTC), moments of ISO 8601, seconds since 1970 with an `@`,
  /// `yesterday`, and counts such as `2 weeks ago` or `2.weeks`.
  static func seconds(_ text: String, now: Date) -> Int64? {
    let text = text.lowercased()
    if text == "now" { return Int64(now.timeIntervalSince1970) }
    if text == "yesterday" { return Int64(now.timeIntervalSince1970 - 86_400) }
    if text.first == "@" { return Int64(text.dropFirst()) }
    if let date = try? Date(text.uppercased(), strategy: .iso8601) {
      return Int64(date.timeIntervalSince1970)
    }
    let day = Date.ISO8601FormatStyle().year().month().day()
    if text.utf8.count == 10, let date = try? Date(text, strategy: day) {
      return Int64(date.timeIntervalSince1970)
    }
    return relative(text, now: now)
  }

  private static func relative(_ text: String, now: Date) -> Int64? {
    var words = text.split { $0 == " " || $0 == "." }
    if words.last == "ago" { words.removeLast() }
    guard words.count == 2, let count = Double(words[0]), count >= 0 else { return nil }
    let unit = words[1].hasSuffix("s") ? words[1].dropLast() : words[1]
    guard let length = lengths[String(unit)] else { return nil }
    let moment = now.timeIntervalSince1970 - count * length
    return moment > -1e15 ? Int64(moment) : nil
  }
}
