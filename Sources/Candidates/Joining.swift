internal import PCRE
internal import Rules

/// Makes views in which a key that a program puts together from pieces stands in one.
struct Joining {
  /// What is left out, in order.
  private(set) var removals: [Range<Int>] = []
  /// The keys, each with all that belongs to it, in order.
  private(set) var keys: [Range<Int>] = []

  /// The digits of a key.
  private static let length = 64
  /// How far from a piece what joins it to the next, or what all are arguments of, is looked for.
  private static let reach = 120
  /// How far behind a name the first piece begins.
  private static let nameReach = 160

  func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    var view = View(from: range.lowerBound, capacity: range.count)
    var copied = range.lowerBound
    for removal in removals[firstRemoval(from: copied)...] {
      guard removal.upperBound <= range.upperBound else { break }
      view.copy(copied..<removal.lowerBound, of: text)
      view.noteGap()
      copied = removal.upperBound
    }
    view.copy(copied..<range.upperBound, of: text)
    return view
  }

  private func firstRemoval(from place: Int) -> Int {
    var (low, high) = (0, removals.count)
    while low < high {
      let middle = (low + high) / 2
      if removals[middle].lowerBound < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Takes the key of which an anchor shows two pieces, if they make one.
  mutating func add(_ anchor: Anchor, in text: Span<UInt8>, scratch: inout Scratch) {
    guard anchor.offset >= keys.last?.upperBound ?? 0 else { return }
    var start = anchor.offset
    while start > 0, anchor.offset - start < Self.length,
      HexDigit.value(of: text[start - 1]) != nil
    {
      start -= 1
    }
    add(from: start, in: text, scratch: &scratch)
  }

  /// Takes the key whose first piece is the first string behind a name, if the pieces make one:
  /// they may be too short to be an anchor.
  mutating func add(behindName name: Int, in text: Span<UInt8>, scratch: inout Scratch) {
    let range = name..<min(text.count, name + Self.nameReach)
    guard let match = scratch.firstMatch(of: Self.first, in: text, range: range, rule: 0),
      let piece = match.group(1), piece.lowerBound >= keys.last?.upperBound ?? 0
    else { return }
    add(from: piece.lowerBound, in: text, scratch: &scratch)
  }

  private mutating func add(from start: Int, in text: Span<UInt8>, scratch: inout Scratch) {
    guard let (joints, end) = Self.chain(from: start, in: text, scratch: &scratch) else { return }
    var added = joints.map(\.range)
    var (first, last) = (start, end)
    let prefix = Self.prefix(before: start, in: text, scratch: &scratch)
    if let prefix {
      added.insert(prefix, at: 0)
      first = prefix.lowerBound
    }
    let suffix = Self.match(Self.suffix, from: end, in: text, scratch: &scratch)
    if let suffix { last = suffix.range.upperBound }
    // A list is only joined where something says so.
    guard prefix != nil || suffix != nil || !joints.contains(where: \.isList) else { return }
    guard first >= keys.last?.upperBound ?? 0 else { return }
    removals += added
    keys.append(first..<last)
  }

  private struct Joint {
    let range: Range<Int>
    let isList: Bool
  }

  /// The joints between pieces, the first of which begins at `start`, that make up a key's length,
  /// and where the last piece ends.
  private static func chain(
    from start: Int, in text: Span<UInt8>, scratch: inout Scratch
  ) -> ([Joint], Int)? {
    var (joints, total, at) = ([Joint](), 0, start)
    while true {
      var end = at
      while end < text.count, end - at <= length, HexDigit.value(of: text[end]) != nil { end += 1 }
      total += end - at
      guard end > at, total <= length else { return nil }
      if total == length { return joints.isEmpty ? nil : (joints, end) }
      guard let joint = match(Self.joint, from: end, in: text, scratch: &scratch) else {
        return nil
      }
      joints.append(Joint(range: joint.range, isList: joint.group(1) != nil))
      at = joint.range.upperBound
    }
  }

  private static func match(
    _ pattern: RulePattern, from start: Int, in text: Span<UInt8>, scratch: inout Scratch
  ) -> Match? {
    let range = start..<min(text.count, start + reach)
    return scratch.firstMatch(of: pattern, in: text, range: range, rule: 0)
  }

  /// The begin of a call whose arguments the pieces are, without the quote that opens the first.
  private static func prefix(
    before start: Int, in text: Span<UInt8>, scratch: inout Scratch
  ) -> Range<Int>? {
    let range = max(0, start - reach)..<start
    guard let match = scratch.firstMatch(of: prefix, in: text, range: range, rule: 0) else {
      return nil
    }
    return match.group(1)
  }

  /// What stands between two pieces, with the comma of a list as its first group: quotes and an operator, a call, or the end of a line.
  private static let joint = RulePattern(
    #"""
    (?xi) \G (?:
        [ ]? [\\^`%] \r?\n [ \t]*
      | = \r?\n
      | (?&quote) \} \$? \{ (?&open)
      | \r?\n [ \t]* (?: export \ + )? \w{1,40} \+= (?&open)?
      | (?&quote) (?: (?&blank) (?: (?&operator) | (,) )? (?&blank) | (?&source) ) (?&open)
      | (?&quote) (?&blank) \)? (?&blank) (?: ; (?&blank) [\w.$>-]{1,30}? )?
        (?: \. | -> ) \s* \w{3,12} \s* \( \s* (?&open)
      | (?&quote) (?&blank) ;? (?&blank) (?: export \s+ )? [\w.$\[\]]{1,30}
        \s* (?: [+.] = | =\ * [\w.$\[\]"{}]{1,30} \s* [+.] | =\ * ["']? \$ \{? \w{1,30} \}? ) \s* (?&open)?
    ) (?= [0-9a-f] )
    (?(DEFINE)
      (?<quote> \\* ["'`] )
      (?<open> [@bfru]{0,2} \\* ["'`] )
      (?<blank> (?: \s | \\+ [nrt] | [\\`] \r?\n | (?<= \s ) (?: [#] | // | -- ) [^\n]{0,60}+ (?= \n ) | /[*] [^\n*]{0,60}+ [*]/ )* )
      (?<operator> \+\+? | \^ | \* | // | \.\.? | & (?: \s* _ )? | ~ | <> | \|\| | << | \\ )
      (?<source> (?&blank) (?&operator)? (?&blank) " \s* , \s* " (?&blank) (?&operator)? (?&blank) )
    )
    """#)

  /// The first string of hex digits behind a name, or what a line begins that goes on.
  private static let first = RulePattern(
    #"""
    (?xi) (?: ["'`] | = [ ]? ) ( [0-9a-f]{2,62} ) (?: \\* ["'`] | [ ]? [\\^`] \r?\n )
    """#)

  /// The begin of a call that puts its arguments together.
  private static let prefix = RulePattern(
    #"""
    (?xi) ( (?:
        ["'] ["'] \s* \. \s* join \s* \( \s* [\[({]? \s*
      | [\w.:\\]{0,30}? (?: concat | join | implode | paste0? | strcat | s?printf | format | sprint | echo\ -n )
        \w{0,8} !? \s* (?: [(\[{] | \ (?= ["'] ) ) \s* (?: (?: ["'] ["'] | (?&holes) ) \s* , \s* )?
        (?: array | \[\] (?: string | byte ) )? [(\[{]? \s*
      | \. append \s* \( \s*
      | (?: new \s+ )? [\w.]{0,12} (?: builder | buffer ) \s* \( \s*
      | (?&holes) \s* (?: % | \. \s* format ) \s* \( \s*
    ) ) [bfru]{0,2} \\* ["'`] \z
    (?(DEFINE) (?<holes> ["'] (?: % [sv@] | \{ \d? \} ){2,16} ["'] ) )
    """#)

  /// The end of a list whose elements are put together.
  private static let suffix = RulePattern(
    #"(?xi) \G \\* ["'`] \s* ,? \s* [\])}] \s* (?: \. | -> | \| ) \s* (?: join | concat | reduce ) \b"#
  )
}
