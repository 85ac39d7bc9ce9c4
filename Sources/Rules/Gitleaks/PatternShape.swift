/// What can be told of every match of a regular expression before it runs.
struct PatternShape {
  /// All texts that it matches, folded to lower case, where they are few.
  var exact: [[UInt8]]?
  /// Texts of which every match holds one, where any are known.
  var required: [[UInt8]]?
  /// Texts of which every match ends in one, where any are known.
  var endings: [[UInt8]]?
  /// The bytes of its longest match, `unbounded` where there is none.
  var longest: Int

  /// Longer than any length that is counted.
  static let unbounded = 1 << 16
  /// The most texts that are kept apart.
  private static let mostTexts = 40

  /// What matches nothing but an empty text: an assertion.
  static let empty = PatternShape(exact: [[]], endings: [[]], longest: 0)
  /// What matches one byte of many.
  static let anyByte = PatternShape(longest: 1)

  /// What matches one of these texts; letter case plays no part.
  static func oneOf(_ texts: [[UInt8]]) -> PatternShape {
    let folded = unique(texts.map { $0.map(Self.folded) })
    return PatternShape(
      exact: folded, endings: folded, longest: folded.map(\.count).max() ?? 0)
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  private static func unique(_ texts: [[UInt8]]) -> [[UInt8]] {
    var seen: Set<[UInt8]> = []
    return texts.filter { seen.insert($0).inserted }
  }

  /// What matches one of several.
  static func alternation(_ branches: [PatternShape]) -> PatternShape {
    func union(_ part: (PatternShape) -> [[UInt8]]?) -> [[UInt8]]? {
      var all: [[UInt8]] = []
      for branch in branches {
        guard let texts = part(branch) else { return nil }
        all += texts
      }
      return unique(all).count <= mostTexts ? unique(all) : nil
    }
    return PatternShape(
      exact: union(\.exact), required: union(\.best), endings: union(\.endings),
      longest: branches.map(\.longest).max() ?? 0)
  }

  /// What matches one after the other.
  static func sequence(_ parts: [PatternShape]) -> PatternShape {
    var run: [[UInt8]] = [[]]
    var isWhole = true
    var choices: [[[UInt8]]] = []
    var longest = 0
    for part in parts {
      longest = min(unbounded, longest + part.longest)
      if let exact = part.exact, let joined = product(run, exact) {
        run = joined
        continue
      }
      isWhole = false
      choices.append(run)
      if let required = part.required { choices.append(required) }
      run = part.exact ?? part.endings ?? [[]]
    }
    choices.append(run)
    return PatternShape(
      exact: isWhole ? run : nil, required: best(of: choices), endings: run, longest: longest)
  }

  /// What matches `count` times in a row; nil stands for any number.
  func repeated(atLeast least: Int, atMost most: Int?) -> PatternShape {
    if least == 1, most == 1 { return self }
    let longest = most.map { min(Self.unbounded, self.longest * $0) } ?? Self.unbounded
    if least == 0 {
      let exact = most == 1 ? exact.map { Self.unique($0 + [[]]) } : nil
      return PatternShape(exact: exact, endings: exact, longest: longest)
    }
    if least == most, let exact, exact.count == 1, least <= 64 {
      var shape = Self.oneOf([Array(repeatElement(exact[0], count: least).joined())])
      shape.longest = longest
      return shape
    }
    return PatternShape(required: best, endings: exact ?? endings, longest: longest)
  }

  /// The best texts of which every match holds one: long ones, then few.
  var best: [[UInt8]]? { Self.best(of: [exact, required].compactMap(\.self)) }

  private static func best(of choices: [[[UInt8]]]) -> [[UInt8]]? {
    choices.filter { !$0.contains([]) }.max { left, right in
      let (one, other) = (shortest(left), shortest(right))
      return one == other ? left.count > right.count : one < other
    }
  }

  /// A text longer than this says no more.
  private static func shortest(_ texts: [[UInt8]]) -> Int {
    min(6, texts.map(\.count).min() ?? 0)
  }

  /// Every text of `left` with every text of `right` behind it; nil where they are too many.
  private static func product(_ left: [[UInt8]], _ right: [[UInt8]]) -> [[UInt8]]? {
    guard left.count * right.count <= 16 || left.count == 1 || right.count == 1,
      left.count * right.count <= mostTexts,
      (left.map(\.count).max() ?? 0) + (right.map(\.count).max() ?? 0) <= 1024
    else { return nil }
    return unique(left.flatMap { head in right.map { head + $0 } })
  }

  /// Anchors of which every match holds one; nil where the texts are too short, or not UTF-8.
  var anchors: [String]? {
    guard let best, best.allSatisfy({ $0.count >= Rule.anchorLengths.lowerBound }) else {
      return nil
    }
    return Self.texts(best)
  }

  /// Texts of which the last part of every path that matches holds one; nil where none is known.
  var nameAnchors: [String]? {
    guard let endings else { return nil }
    let names = endings.map { ending in
      ending.lastIndex(of: UInt8(ascii: "/")).map { Array(ending[($0 + 1)...]) } ?? ending
    }
    guard names.allSatisfy({ $0.count >= Rule.anchorLengths.lowerBound }) else { return nil }
    return Self.texts(names)
  }

  private static func texts(_ texts: [[UInt8]]) -> [String]? {
    var valid: [String] = []
    for text in texts {
      guard let text = String(validating: text.prefix(Rule.anchorLengths.upperBound), as: UTF8.self)
      else { return nil }
      valid.append(text)
    }
    return valid
  }
}
