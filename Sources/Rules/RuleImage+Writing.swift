extension RuleImage {
  /// Compiles the rules of a file of this program's own form.
  package init(of file: RuleFile) {
    var writer = ImageWriter()
    for sample in file.samples { writer.write(sample) }
    for rule in file.rules { writer.write(rule) }
    self = writer.image(named: file.name, digest: file.digest)
  }
}

/// Writes what `RuleFile.init(_:)` reads, in the same order.
private struct ImageWriter {
  private var samples = Records()
  private var rules = Records()
  private var counts = (samples: 0, rules: 0)
  private var texts = Records()
  /// Texts that stand in a table, by their bytes: `String` takes different spellings for the same.
  private var strings: [[UInt8]: Int] = [:]
  private var table = Records()
  /// Patterns that rules share stay shared.
  private var patterns: [ObjectIdentifier: Int] = [:]
  private var patternPlaces = Records()
  private var pieces: [[UInt8]: Int] = [:]

  func image(named name: String, digest: String) -> RuleImage {
    var records = Records()
    records.add(name)
    records.add(digest)
    records.add(strings.count)
    records.append(table)
    records.add(patterns.count)
    records.append(patternPlaces)
    records.add(counts.samples)
    records.append(samples)
    records.add(counts.rules)
    records.append(rules)
    return RuleImage(records: records.text, texts: texts.text)
  }

  mutating func write(_ sample: PublicSample) {
    counts.samples += 1
    samples.add(string(sample.digestPrefix))
    samples.add(string(sample.source))
  }

  mutating func write(_ rule: Rule) {
    counts.rules += 1
    for text in [rule.id, rule.name, rule.summary, rule.secretClass.rawValue] {
      rules.add(string(text))
    }
    choice(rule.severity)
    choice(rule.confidence)
    rules.add(string(rule.remedy))
    list(rule.references) { $0.rules.add($0.string($1)) }
    rules.add(rule.isEnabled ? 1 : 0)
    choice(rule.target)
    list(rule.anchors) { writer, anchor in
      if case .literal(let text) = anchor { return writer.rules.add(writer.string(text) + 1) }
      writer.rules.add(0)
    }
    rules.add(pattern(rule.pattern))
    list(rule.words) { $0.rules.add($0.string($1)) }
    list(rule.names) { $0.rules.add($0.string($1)) }
    rules.add(rule.reach.before)
    rules.add(rule.reach.after)
    optional(rule.more) { $0.rules.add($0.pattern($1)) }
    for patterns in [rule.unless, rule.unlessBefore, rule.unlessValue] {
      list(patterns) { $0.rules.add($0.pattern($1)) }
    }
    for contexts in [rule.near, rule.unlessNear] { list(contexts) { $0.write($1) } }
    optional(rule.path) { $0.rules.add($0.pattern($1)) }
    list(rule.pathAnchors) { $0.rules.add($0.string($1)) }
    optional(rule.unlessPath) { $0.rules.add($0.pattern($1)) }
    choice(rule.value)
    // No entropy is negative, so that its first bit is free.
    optional(rule.entropy) { $0.rules.add(Int(truncatingIfNeeded: $1.bitPattern)) }
    optional(rule.checksum) { $0.write($1) }
    for examples in [rule.examples, rule.counterexamples] { rules.add(place(of: examples)) }
    rules.add(string(rule.origin))
  }

  private mutating func write(_ context: Rule.Context) {
    rules.add(pattern(context.pattern))
    optional(context.lines) { $0.rules.add($1) }
    optional(context.rival) { $0.rules.add($0.pattern($1)) }
    rules.add(context.endsAtValue ? 1 : 0)
  }

  private mutating func write(_ checksum: Checksum) {
    choice(checksum.digest)
    choice(checksum.digits)
    list(checksum.text) { writer, piece in
      switch piece {
      case .text(let text):
        writer.rules.add(0)
        writer.rules.add(writer.string(text))
      case .group(let name):
        writer.rules.add(1)
        writer.rules.add(writer.string(name))
      case .number: writer.rules.add(2)
      }
    }
    rules.add(string(checksum.group))
    rules.add(checksum.lines)
  }

  private mutating func choice<Choice: CaseIterable & Equatable>(_ choice: Choice) {
    rules.add(Array(Choice.allCases).firstIndex(of: choice) ?? 0)
  }

  private mutating func list<Value>(_ values: [Value], _ write: (inout Self, Value) -> Void) {
    rules.add(values.count)
    for value in values { write(&self, value) }
  }

  private mutating func optional<Value>(_ value: Value?, _ write: (inout Self, Value) -> Void) {
    list(value.map { [$0] } ?? [], write)
  }

  /// The number of a text in the table.
  private mutating func string(_ text: String) -> Int {
    let key = Array(text.utf8)
    if let number = strings[key] { return number }
    strings[key] = strings.count
    table.add(text)
    return strings.count - 1
  }

  /// The number of a pattern.
  private mutating func pattern(_ pattern: RulePattern) -> Int {
    let key = ObjectIdentifier(pattern)
    if let number = patterns[key] { return number }
    patterns[key] = patterns.count
    let pieces = pattern.pieces.map { text in (place(of: text), text.utf8.count) }
    patternPlaces.add(texts.count)
    texts.add(pieces.count)
    for (place, count) in pieces {
      texts.add(place)
      texts.add(count)
    }
    return patterns.count - 1
  }

  /// Where a piece of patterns stands among the texts.
  private mutating func place(of piece: String) -> Int {
    let key = Array(piece.utf8)
    if let place = pieces[key] { return place }
    let place = texts.count
    texts.append(piece)
    pieces[key] = place
    return place
  }

  /// Where examples stand among the texts.
  private mutating func place(of examples: [Rule.Example]) -> Int {
    let place = texts.count
    texts.add(examples.count)
    for example in examples {
      texts.add(example.text)
      texts.add(example.path == nil ? 0 : 1)
      if let path = example.path { texts.add(path) }
    }
    return place
  }
}

/// Numbers, each with a mark behind it, and texts behind their lengths.
private struct Records {
  private(set) var text = ""

  /// The number of bytes.
  var count: Int { text.utf8.count }

  mutating func add(_ number: Int) { text += "\(number) " }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    self.text += text
  }

  mutating func append(_ text: String) { self.text += text }
  mutating func append(_ records: Records) { text += records.text }
}
