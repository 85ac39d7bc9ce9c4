internal import CToml
internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#endif

/// What is wrong with a rules or configuration file, and where.
package struct RuleFileError: Error, Sendable, Equatable {
  /// The file's name as the user gave it.
  package var file: String
  /// Counts from 1; nil where the problem belongs to no line.
  package var line: Int?
  /// The id of the rule it is in, where it is in one that has an id.
  package var rule: String?
  package var problem: String

  package init(file: String, line: Int? = nil, rule: String? = nil, problem: String) {
    self.file = file
    self.line = line
    self.rule = rule
    self.problem = problem
  }
}

extension RuleFileError: CustomStringConvertible {
  /// `FILE:LINE: rule 'ID': PROBLEM`, without the parts that are not known.
  package var description: String {
    var text = file
    if let line { text += ":\(line)" }
    if let rule { text += ": rule '\(rule)'" }
    return text + ": " + problem
  }
}

/// Reads TOML into `Decodable` values.
///
/// Every table also holds its line under the key `#line`, and those of its keys under `#`.
enum TomlDocument {
  static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], file: String,
    userInfo: [CodingUserInfoKey: any Sendable] = [:]
  ) throws(RuleFileError) -> Value {
    let json = try json(from: bytes, file: file)
    let decoder = JSONDecoder()
    decoder.userInfo = userInfo
    do {
      return try decoder.decode(type, from: json)
    } catch var error as RuleFileError {
      error.file = file
      throw error
    } catch {
      throw RuleFileError(file: file, problem: Self.problem(in: error))
    }
  }

  private static func json(from bytes: [UInt8], file: String) throws(RuleFileError) -> Data {
    var failure = vg_toml_error()
    var length = 0
    let text = unsafe bytes.withUnsafeBytes { buffer in
      unsafe vg_toml_to_json(
        buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, &length, &failure)
    }
    guard let text = unsafe text else {
      let message = unsafe withUnsafeBytes(of: failure.message) { buffer in
        unsafe String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw RuleFileError(file: file, line: Int(failure.line), problem: message)
    }
    defer { unsafe free(text) }
    return unsafe Data(bytes: text, count: length)
  }

  /// The problem in plain words, for an error of the decoder.
  static func problem(in error: any Error) -> String {
    switch error {
    case DecodingError.typeMismatch(let type, _), DecodingError.valueNotFound(let type, _):
      "expected \(words[ObjectIdentifier(type)] ?? "\(type)")"
    case DecodingError.keyNotFound(let key, _):
      "'\(key.stringValue)' is missing"
    case DecodingError.dataCorrupted(let context):
      context.debugDescription
    default:
      "\(error)"
    }
  }

  private static let words: [ObjectIdentifier: String] = [
    ObjectIdentifier(String.self): "a string",
    ObjectIdentifier(Int.self): "a whole number",
    ObjectIdentifier(Double.self): "a number",
    ObjectIdentifier(Bool.self): "true or false",
    ObjectIdentifier([Any].self): "an array",
    ObjectIdentifier([String: Any].self): "a table",
  ]
}

/// A key of a TOML table, whatever its name.
struct TomlKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}

/// A TOML table that is read key by key, so that each problem names the line and the rule.
struct TomlTable {
  private let values: KeyedDecodingContainer<TomlKey>
  /// The line where the table begins.
  let line: Int?
  /// The id of the rule that the table describes, for messages.
  var rule: String?

  init(from decoder: any Decoder) throws {
    values = try decoder.container(keyedBy: TomlKey.self)
    line = try values.decodeIfPresent(Int.self, forKey: TomlKey("#line"))
  }

  /// Where the keys stand: read only where there is something to say about one.
  private var lines: [String: Int] {
    (try? values.decodeIfPresent([String: Int].self, forKey: TomlKey("#"))) ?? [:]
  }

  /// The line where a key stands, or where the table begins if it is not there.
  func line(of name: String) -> Int? { lines[name] ?? line }

  /// The names of the keys that stand in the table.
  var names: [String] { values.allKeys.map(\.stringValue).filter { $0 != "#" && $0 != "#line" } }

  /// Reads a key that may be absent.
  func optional<Value: Decodable>(_ name: String, _ type: Value.Type = Value.self) throws -> Value?
  {
    do {
      return try values.decodeIfPresent(type, forKey: TomlKey(name))
    } catch var error as RuleFileError {
      error.line = error.line ?? lines[name]
      error.rule = error.rule ?? rule
      throw error
    } catch {
      throw problem("'\(name)': \(TomlDocument.problem(in: error))", at: name)
    }
  }

  /// Reads a key that must be there.
  func required<Value: Decodable>(_ name: String, _ type: Value.Type = Value.self) throws -> Value {
    guard let value: Value = try optional(name) else { throw problem("'\(name)' is missing") }
    return value
  }

  /// The error that says what is wrong with the table, or with one of its keys.
  func problem(_ text: String, at name: String = "") -> RuleFileError {
    RuleFileError(file: "", line: lines[name] ?? line, rule: rule, problem: text)
  }

  /// Throws where the table holds a key that is not in `known`, and suggests the nearest one.
  func refuseUnknownKeys(known: [String]) throws {
    for name in names.sorted() where !known.contains(name) {
      let nearest = known.min { distance($0, name) < distance($1, name) }
      let hint = nearest.flatMap { distance($0, name) <= 3 ? "; did you mean '\($0)'?" : nil }
      throw problem("unknown key '\(name)'" + (hint ?? ""), at: name)
    }
  }
}

/// The number of single-letter edits between two short words.
private func distance(_ left: String, _ right: String) -> Int {
  let (left, right) = (Array(left.utf8), Array(right.utf8))
  var row = Array(0...right.count)
  for (index, letter) in left.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for (column, other) in right.enumerated() {
      let edited = min(row[column], row[column + 1]) + 1
      let kept = diagonal + (letter == other ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(edited, kept)
    }
  }
  return row[right.count]
}
