/// One entry of `near` or `unless_near` as it stands in a file.
struct ContextSource: TomlReadable {
  let context: Rule.Context

  init(from value: TomlValue) throws {
    let table = try TomlTable(from: value)
    try table.refuseUnknownKeys(known: ["pattern", "lines", "rival"])
    let pattern: String = try table.required("pattern")
    context = Rule.Context(
      pattern: RulePattern(pattern),
      lines: try table.optional("lines", LinesSource.self).map(\.lines) ?? 0,
      rival: try table.optional("rival", String.self).map(RulePattern.init),
      endsAtValue: pattern.contains("(?<secret>"))
  }
}

/// How far a context reaches: a number of lines, or `"file"`.
private struct LinesSource: TomlReadable {
  let lines: Int?

  init(from value: TomlValue) throws {
    if value.string == "file" {
      lines = nil
      return
    }
    guard let lines = value.integer, (0...1000).contains(lines) else {
      throw RuleFileError(file: "", problem: "'lines' must be 0 to 1000, or \"file\"")
    }
    self.lines = lines
  }
}

/// The `checksum` of a rule as it stands in a file.
struct ChecksumSource: TomlReadable {
  let checksum: Checksum

  init(from value: TomlValue) throws {
    let table = try TomlTable(from: value)
    try table.refuseUnknownKeys(known: ["digest", "digits", "of", "in", "lines"])
    let of: String = try table.required("of")
    let lines = try table.optional("lines", Int.self)
    guard let digest: Checksum.Algorithm = try table.choice("digest") else {
      throw table.problem("'digest' is missing")
    }
    checksum = Checksum(
      digest: digest, digits: try table.choice("digits") ?? .hex,
      text: try Self.pieces(of, in: table), group: try table.required("in"), lines: lines ?? 0)
    guard digest.text(of: [], in: checksum.digits) != nil else {
      throw table.problem(
        "'digits' are '\(checksum.digits.rawValue)': only crc32 can be written so", at: "digits")
    }
    guard (0...1000).contains(checksum.lines) else {
      throw table.problem("'lines' must be 0 to 1000", at: "lines")
    }
    guard lines == nil || checksum.needsNumber else {
      throw table.problem("'lines' has no meaning where 'of' holds no {number}", at: "lines")
    }
  }

  /// Takes `C.{number}` apart.
  private static func pieces(_ text: String, in table: TomlTable) throws -> [Checksum.Piece] {
    var pieces: [Checksum.Piece] = []
    var rest = text[...]
    while let brace = rest.firstIndex(of: "{") {
      guard let end = rest[brace...].firstIndex(of: "}") else {
        throw table.problem("'of' holds a '{' without '}'", at: "of")
      }
      if brace > rest.startIndex { pieces.append(.text(String(rest[..<brace]))) }
      let name = String(rest[rest.index(after: brace)..<end])
      pieces.append(name == "number" ? .number : .group(name))
      rest = rest[rest.index(after: end)...]
    }
    guard !pieces.isEmpty else {
      throw table.problem("'of' names no group of the pattern and no {number}", at: "of")
    }
    guard pieces.count(where: { $0 == .number }) <= 1 else {
      throw table.problem("'of' holds {number} twice", at: "of")
    }
    return rest.isEmpty ? pieces : pieces + [.text(String(rest))]
  }
}

/// An example: a text, or a table of a text and a path.
struct ExampleSource: TomlReadable {
  let example: Rule.Example

  init(from value: TomlValue) throws {
    if let text = value.string {
      example = Rule.Example(text: text)
      return
    }
    let table = try TomlTable(from: value)
    try table.refuseUnknownKeys(known: ["text", "path"])
    example = Rule.Example(
      text: try table.required("text"), path: try table.optional("path"))
  }
}

extension TomlTable {
  /// Reads a key whose value is one of a few words; nil where it is absent.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ type: Choice.Type = Choice.self
  ) throws -> Choice? where Choice.RawValue == String {
    guard let text: String = try optional(name) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let choices = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    throw problem("'\(name)' is '\(text)'; it can be \(choices)", at: name)
  }

  /// Reads a list of patterns; empty where it is absent.
  func patterns(_ name: String) throws -> [RulePattern] {
    (try optional(name, [String].self) ?? []).map(RulePattern.init)
  }
}
