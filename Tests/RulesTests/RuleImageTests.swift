import BuiltInRules
import Rules
import Testing

/// All that a rule says, in words, whatever form it came from: each of its fields, by reflection, so
/// that none is forgotten.
private func description(of value: Any) -> String {
  if let pattern = value as? RulePattern { return pattern.source.debugDescription }
  if let text = value as? String { return text.debugDescription }
  let mirror = Mirror(reflecting: value)
  var parts = mirror.children.compactMap { label, child -> String? in
    // Those that stay compiled until they are wanted.
    if label == "exampleList" || label == "counterexampleList" { return nil }
    return (label.map { $0 + ": " } ?? "") + description(of: child)
  }
  if let rule = value as? Rule {
    parts += [rule.examples, rule.counterexamples].map(description(of:))
  }
  if parts.isEmpty, mirror.displayStyle != .collection { return "\(value)" }
  return "\(mirror.subjectType)(\(parts.joined(separator: ", ")))"
}

@Suite struct RuleImageTests {
  /// A file that uses what the language of rules has.
  private static let everything = """
    unless_value = ['''example''']
    [define]
    gap = '''[\\s:=]+ # — "between"'''
    quote = '''["'] (?&gap)?'''
    [class.vast-2fa]
    remedy = "Make another."
    references = ["https://example.com/a", "https://example.com/\u{1F511}"]
    [[rule]]
    id = "one"
    name = "Schlüssel"
    summary = 'It is "one"\\.'
    class = "vast-2fa"
    severity = "low"
    confidence = "medium"
    anchors = ["{hex64}", "clé", "Key"]
    pattern = '''key (?&quote) (?<secret>\\w+) (?<sum>\\d+)'''
    more = ''', (?<secret>\\w+)'''
    words = ["vast"]
    names = ["vast_key", "clé"]
    before = 7
    after = 65536
    unless = ["a", "b"]
    unless_before = ["c"]
    unless_value = ["d"]
    near = [
      { pattern = "e", lines = 3, rival = "f" }, { pattern = "(?<secret>g)", lines = "file" },
      { pattern = "e" },
    ]
    unless_near = [{ pattern = "h", lines = 1000 }]
    path = "i"
    path_anchors = [".env"]
    unless_path = "j"
    value = "random"
    entropy = 3.7
    checksum = { digest = "crc32", digits = "base62", of = "x{secret}{number}\\ty", in = "sum", lines = 4 }
    examples = ["a\\tb\\u0000\\u007f", { text = "c", path = "d/é" }, ""]
    counterexamples = [{ text = "e", path = "" }]
    [[rule]]
    id = "two"
    name = "Two"
    summary = "It is two."
    class = "other-two"
    remedy = "Reset it."
    enabled = false
    target = "path"
    anchors = [".key"]
    pattern = "k"
    [[sample]]
    sha256_prefix = "0123456789abcdef0123456789abcdef"
    source = "a book"
    """

  @Test func `the rules that the binary carries are what their files say`() throws {
    let files = try EmbeddedRules.files.map { try RuleFile(bytes: $0.bytes, name: $0.name) }
    let (read, carried) = (try RuleSet(files, disabled: true), try RuleSet(disabled: true))
    #expect(read.rules.map(\.id) == carried.rules.map(\.id))
    for (read, carried) in zip(read.rules, carried.rules) {
      #expect(description(of: read) == description(of: carried))
    }
    #expect(read.digest == carried.digest)
    #expect(read.samples == carried.samples)
    #expect(read.notes.isEmpty && carried.notes.isEmpty)
  }

  @Test func `an image says all that the file said`() throws {
    let file = try read(Self.everything)
    let image = RuleImage(of: file)
    let copy = try RuleFile(image)
    #expect(copy.rules.count == 2)
    for (rule, same) in zip(file.rules, copy.rules) {
      #expect(description(of: rule) == description(of: same))
    }
    #expect(description(of: file.rules[0]).contains("before: 7"))
    #expect(description(of: copy.samples) == description(of: file.samples))
    #expect(copy.name == file.name)
    #expect(copy.digest == file.digest)
    // Patterns that rules share are compiled once.
    let shared = copy.rules[0].unlessValue
    #expect(shared.map(\.source) == ["d", "example"])
    try copy.compile()
  }

  @Test func `an image that was cut is refused`() throws {
    let image = RuleImage(of: try read(Self.everything))
    let bytes = Array(image.records.utf8)
    for count in bytes.indices {
      let cut = String(decoding: bytes[..<count], as: UTF8.self)
      #expect(throws: RuleFileError.self, "\(count)") {
        try RuleFile(RuleImage(records: cut, texts: image.texts))
      }
    }
  }

  @Test func `an image that was changed harms nobody`() throws {
    let image = RuleImage(of: try read(Self.everything))
    let changes = ["0", "7", "x", "\u{e9}", String(repeating: "9", count: 30)]
    for (text, isRecords) in [(image.records, true), (image.texts, false)] {
      for (number, place) in text.indices.enumerated() where number % 13 == 0 {
        let other = text.replacingCharacter(at: place, by: changes[number % changes.count])
        let changed =
          isRecords
          ? RuleImage(records: other, texts: image.texts)
          : RuleImage(records: image.records, texts: other)
        // What it reads as does not matter; that it can be asked for everything does.
        guard let rules = (try? RuleFile(changed))?.rules else { continue }
        #expect(rules.allSatisfy { !description(of: $0).isEmpty })
      }
    }
  }
}

extension String {
  fileprivate func replacingCharacter(at place: Index, by text: String) -> String {
    String(self[..<place]) + text + String(self[index(after: place)...])
  }
}
