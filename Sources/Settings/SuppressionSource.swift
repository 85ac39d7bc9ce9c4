import Findings
import Rules

/// One line of `suppressions` as it stands in a file.
struct SuppressionSource: TomlReadable {
  private let table: TomlTable

  private static let keys = ["rule", "hash", "path", "reason", "expires"]
  /// More lines than any project has.
  private static let limit = 100_000

  init(from value: TomlValue) throws {
    table = try TomlTable(from: value)
    try table.refuseUnknownKeys(known: Self.keys)
  }

  /// The entries of a file's `suppressions`.
  static func entries(in file: TomlTable, source: String) throws -> [SuppressionEntry] {
    guard let sources = try file.optional("suppressions", [SuppressionSource].self) else {
      return []
    }
    guard sources.count <= limit else {
      throw file.problem("'suppressions' has more than \(limit) lines", at: "suppressions")
    }
    let entries = try sources.map { try $0.entry(source) }
    guard Set(entries.compactMap { $0.hash?.salt }).count <= SuppressionList.saltLimit else {
      throw file.problem(
        "'suppressions' comes from more than \(SuppressionList.saltLimit) files; "
          + "'--write-baseline' on a new file makes one of them", at: "suppressions")
    }
    return entries
  }

  private func entry(_ source: String) throws -> SuppressionEntry {
    let rule: String = try table.required("rule")
    let reason: String = try table.required("reason")
    guard !SuppressionEntry.saysNothing(reason), reason.utf8.count <= 500 else {
      throw table.problem("'reason' must say why, in at most 500 bytes", at: "reason")
    }
    let path: String? = try table.optional("path")
    let hash = try hash()
    guard path != nil || hash?.isShort == false else {
      throw table.problem(
        hash == nil
          ? "a suppression names a 'hash' or, for a finding without a secret, a 'path'"
          : "a short 'hash' holds for one 'path', which is missing")
    }
    return SuppressionEntry(
      rule: rule, path: path, hash: hash, reason: FindingPolicy.withoutKeys(reason),
      expires: try table.optional("expires", Day.self)?.digits, source: source, line: table.line)
  }

  private func hash() throws -> SuppressionHash? {
    guard let text: String = try table.optional("hash") else { return nil }
    guard let hash = SuppressionHash(text) else {
      throw table.problem(
        "'hash' is none that '--write-baseline' writes; it is made from the value", at: "hash")
    }
    return hash
  }
}

/// A day, as TOML has it or as a text: `2026-01-31`.
struct Day: TomlReadable {
  /// Year, month and day as the digits of one number: 20260131.
  let digits: Int

  init(from value: TomlValue) throws {
    let digits = value.day ?? value.string.flatMap(Self.digits)
    guard let digits else { throw TomlMismatch(wanted: "a day like 2026-01-31") }
    self.digits = digits
  }

  private static func digits(_ text: String) -> Int? {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2],
      text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (48...57).contains($0) })
    else { return nil }
    let numbers = parts.compactMap { Int(Substring($0)) }
    guard numbers.count == 3, (1...12).contains(numbers[1]),
      (1...Self.days(of: numbers[1], numbers[0])).contains(numbers[2])
    else { return nil }
    return numbers[0] * 10_000 + numbers[1] * 100 + numbers[2]
  }

  private static func days(of month: Int, _ year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
