import FoundationEssentials

/// A moment as git keeps it, written in UTC.
enum Timestamp {
  /// The seconds from 1970 to the end of the year 9999; git can hold more, four digits cannot.
  private static let range = 0...253_402_300_799

  /// Returns a moment such as `2024-11-03T12:00:00Z`, or nil where its year has no four digits or
  /// lies before 1970.
  static func iso(_ time: Int) -> String? {
    guard range.contains(time) else { return nil }
    return Date(timeIntervalSince1970: Double(time)).formatted(.iso8601)
  }

  /// Reads what `iso` writes; nil for anything else.
  static func seconds(_ text: String) -> Int? {
    guard let date = try? Date(text, strategy: .iso8601) else { return nil }
    let seconds = Int(date.timeIntervalSince1970)
    return iso(seconds) == text ? seconds : nil
  }

  /// Returns the day of a moment, such as `2024-11-03`, under the same limits.
  static func day(_ time: Int) -> String? {
    iso(time).map { String($0.prefix(10)) }
  }
}
