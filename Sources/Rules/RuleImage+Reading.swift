extension RuleFile {
  /// Takes the rules from the form that the binary carries.
  ///
  /// - Throws: `RuleFileError` where that is no image.
  package init(_ image: RuleImage) throws(RuleFileError) {
    var reader = ImageReader(image.records)
    name = reader.text()
    digest = reader.text()
    let texts = image.texts
    var rules = RuleReader(
      strings: reader.list { $0.text() },
      patterns: reader.list { reader in
        RulePattern(RuleImage.Part(texts: texts, place: reader.number()))
      },
      texts: texts)
    samples = reader.list { reader in
      PublicSample(digestPrefix: rules.string(&reader), source: rules.string(&reader))
    }
    self.rules = reader.list { rules.rule(&$0) }
    notes = []
    guard reader.isSound, rules.isSound else {
      throw RuleFileError(file: name, problem: "the built-in rules are damaged")
    }
  }
}

/// Makes the rules of an image.
private struct RuleReader {
  let strings: [String]
  let patterns: [RulePattern]
  let texts: String
  /// Whether every number stood for something.
  private(set) var isSound = true

  private let severities = Array(Severity.allCases)
  private let confidences = Array(Rule.Confidence.allCases)
  private let targets = Array(Rule.Target.allCases)
  private let values = Array(Rule.ValueCheck.allCases)

  init(strings: [String], patterns: [RulePattern], texts: String) {
    self.strings = strings
    self.patterns = patterns
    self.texts = texts
  }

  mutating func rule(_ reader: inout ImageReader) -> Rule {
    Rule(
      id: string(&reader), name: string(&reader), summary: string(&reader),
      secretClass: SecretClass(rawValue: string(&reader)),
      severity: entry(of: severities, &reader, or: .high),
      confidence: entry(of: confidences, &reader, or: .high),
      remedy: string(&reader), references: reader.list { string(&$0) },
      isEnabled: reader.flag(), target: entry(of: targets, &reader, or: .content),
      anchors: reader.list { anchor(&$0) }, pattern: pattern(&reader),
      words: reader.list { string(&$0) }, names: reader.list { string(&$0) },
      reach: Rule.Reach(before: reader.number(), after: reader.number()),
      more: optionalPattern(&reader), unless: reader.list { pattern(&$0) },
      unlessBefore: reader.list { pattern(&$0) }, unlessValue: reader.list { pattern(&$0) },
      near: reader.list { context(&$0) }, unlessNear: reader.list { context(&$0) },
      path: optionalPattern(&reader), pathAnchors: reader.list { string(&$0) },
      unlessPath: optionalPattern(&reader), value: entry(of: values, &reader, or: .any),
      entropy: reader.list { Double(bitPattern: UInt64(truncatingIfNeeded: $0.number())) }.first,
      checksum: reader.list { checksum(&$0) }.first,
      exampleList: examples(&reader), counterexampleList: examples(&reader),
      origin: string(&reader))
  }

  mutating func string(_ reader: inout ImageReader) -> String {
    entry(of: strings, &reader, or: "")
  }

  private mutating func pattern(_ reader: inout ImageReader) -> RulePattern {
    let number = reader.number()
    if patterns.indices.contains(number) { return patterns[number] }
    isSound = false
    return RulePattern("")
  }

  private mutating func optionalPattern(_ reader: inout ImageReader) -> RulePattern? {
    reader.flag() ? pattern(&reader) : nil
  }

  private mutating func anchor(_ reader: inout ImageReader) -> Rule.Anchor {
    let number = reader.number()
    if number == 0 { return .hexRun }
    if strings.indices.contains(number - 1) { return .literal(strings[number - 1]) }
    isSound = false
    return .hexRun
  }

  private mutating func context(_ reader: inout ImageReader) -> Rule.Context {
    Rule.Context(
      pattern: pattern(&reader), lines: reader.list { $0.number() }.first,
      rival: optionalPattern(&reader), endsAtValue: reader.flag())
  }

  private mutating func checksum(_ reader: inout ImageReader) -> Checksum {
    Checksum(
      digest: entry(of: Checksum.Algorithm.allCases, &reader, or: .crc32),
      digits: entry(of: Checksum.Digits.allCases, &reader, or: .hex),
      text: reader.list { reader in
        switch reader.number() {
        case 0: .text(string(&reader))
        case 1: .group(string(&reader))
        default: .number
        }
      },
      group: string(&reader), lines: reader.number())
  }

  private mutating func examples(_ reader: inout ImageReader) -> ExampleList {
    .compiled(RuleImage.Part(texts: texts, place: reader.number()))
  }

  private mutating func entry<Value>(
    of table: [Value], _ reader: inout ImageReader, or other: Value
  ) -> Value {
    let number = reader.number()
    if table.indices.contains(number) { return table[number] }
    isSound = false
    return other
  }
}
