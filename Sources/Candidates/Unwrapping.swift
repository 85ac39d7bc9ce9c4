internal import PCRE
internal import Rules

/// Makes views in which what stands before every line is left out: the sign of a diff, the mark of
/// a comment or a quotation, a line's number, the prefix of a log; and in which lines that are
/// strings of a list, as in a notebook, stand as text.
///
/// Rules ask what begins a line, and what lies between a name on one and a value on the next.
struct Unwrapping {
  /// The runs of digits for which a view is made, in order.
  private(set) var runs: [Range<Int>] = []
  /// What is left of the lines that lose something, in order.
  private var lines: [Line] = []
  /// How far lines have been looked at.
  private var searched = 0

  /// How far around a run lines are looked at, and how long one is at most.
  private static let reach = 2048
  private static let longestLine = 4096

  private struct Line {
    /// The line with its end.
    let whole: Range<Int>
    let content: Range<Int>
    /// How the line began.
    let kind: Int
  }

  /// Takes the lines around a run of hex digits, if its own and one beside it begin alike.
  ///
  /// - Returns: Whether the line is a string of a list.
  mutating func add(
    _ run: Range<Int>, in text: Span<UInt8>, scratch: inout Scratch
  ) -> Bool {
    guard let own = Self.line(around: run.lowerBound, in: text) else { return false }
    if own.lowerBound >= searched {
      guard let wrap = Self.wrap(of: own, in: text, scratch: &scratch),
        wrap.kind == Wrap.coloured
          || Self.neighbours(of: own, isDoubtful: wrap.isDoubtful, in: text).contains(where: {
            wrap.isSame(as: Self.wrap(of: $0, in: text, scratch: &scratch))
          })
      else { return false }
      unwrap(around: own, wrap, in: text, scratch: &scratch)
    }
    guard let last = lines.last, last.whole.upperBound > run.lowerBound else { return false }
    runs.append(run)
    return last.kind == Wrap.string
  }

  /// Notes what is left of the lines near `own` that begin as it does.
  private mutating func unwrap(
    around own: Range<Int>, _ wrap: Wrap, in text: Span<UInt8>, scratch: inout Scratch
  ) {
    var at = max(searched, own.lowerBound - Self.reach)
    while at > searched, at > 0, text[at - 1] != UInt8(ascii: "\n") { at += 1 }
    let end = min(text.count, own.upperBound + Self.reach)
    while at < end {
      let line = at..<Self.end(ofLineAt: at, in: text)
      if let other = Self.wrap(of: line, in: text, scratch: &scratch), other.kind == wrap.kind {
        lines.append(Line(whole: line, content: other.content, kind: other.kind))
      }
      at = line.upperBound
    }
    searched = max(searched, at)
  }

  func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    var view = View(from: range.lowerBound, capacity: range.count)
    var copied = range.lowerBound
    for line in lines[firstLine(from: copied)...] {
      guard line.whole.upperBound <= range.upperBound else { break }
      view.copy(copied..<line.content.lowerBound, dropping: line.whole.lowerBound, of: text)
      copied = line.content.upperBound
      switch line.kind {
      case Wrap.coloured: view.appendColourless(line.content, of: text)
      case Wrap.string:
        view.appendUnescaped(line.content, of: text)
        view.noteGap()
        copied = max(copied, line.whole.upperBound - 1)
      default: view.copy(line.content, of: text)
      }
    }
    view.copy(copied..<max(copied, range.upperBound), of: text)
    return view
  }

  private func firstLine(from place: Int) -> Int {
    var (low, high) = (0, lines.count)
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].whole.lowerBound < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The line that holds a place, with its end; nil where it is long.
  private static func line(around place: Int, in text: Span<UInt8>) -> Range<Int>? {
    var start = place
    while start > 0, text[start - 1] != UInt8(ascii: "\n") {
      start -= 1
      if place - start > longestLine { return nil }
    }
    return start..<end(ofLineAt: start, in: text)
  }

  /// Where the line ends that begins at a place, behind its end; a long one is cut.
  private static func end(ofLineAt start: Int, in text: Span<UInt8>) -> Int {
    var end = start
    let limit = min(text.count, start + longestLine)
    while end < limit {
      end += 1
      if text[end - 1] == UInt8(ascii: "\n") { break }
    }
    return end
  }

  /// The lines before and behind one; more of those before one that says little.
  private static func neighbours(
    of line: Range<Int>, isDoubtful: Bool, in text: Span<UInt8>
  ) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = line.lowerBound
    while found.count < (isDoubtful ? 8 : 1), start > 0,
      let before = Self.line(around: start - 1, in: text)
    {
      found.append(before)
      start = before.lowerBound
    }
    if line.upperBound < text.count {
      found.append(line.upperBound..<end(ofLineAt: line.upperBound, in: text))
    }
    return found
  }
}

extension Unwrapping {
  /// How a line begins, and what is left of it without that.
  private struct Wrap {
    /// The number of the pattern's group that matched.
    let kind: Int
    let content: Range<Int>
    /// A sign of a diff or a mark of a list before a blank: one alone says nothing.
    let isDoubtful: Bool

    static let coloured = 1
    static let string = 2
    static let minus = 4

    func isSame(as other: Wrap?) -> Bool {
      guard let other else { return false }
      return kind == other.kind && !(isDoubtful && other.isDoubtful)
    }
  }

  private static func wrap(
    of line: Range<Int>, in text: Span<UInt8>, scratch: inout Scratch
  ) -> Wrap? {
    guard let match = scratch.firstMatch(of: prefix, in: text, range: line, rule: 0),
      match.range.lowerBound == line.lowerBound
    else { return nil }
    for kind in 1...kinds {
      guard let group = match.group(kind) else { continue }
      if kind <= Wrap.string { return Wrap(kind: kind, content: group, isDoubtful: false) }
      let next = group.upperBound
      let isDoubtful =
        kind == Wrap.minus && (next >= line.upperBound || text[next] == UInt8(ascii: " "))
      return Wrap(kind: kind, content: next..<line.upperBound, isDoubtful: isDoubtful)
    }
    return nil
  }

  private static let kinds = 8

  /// What stands before a line's own text, each kind with a group of its own; of a string in a list
  /// the group is what it holds.
  private static let prefix = RulePattern(
    #"""
    (?xi) \G (?:
      (?= [^\x1b\n]*+ \x1b \[ ) ( [^\n]*+ \n? )
    | [ \t]* " ( (?: [^"\\\n] | \\ [^n\n] | \\ n (?! "[\s,]*$ ) )*+ ) (?: \\ n )? " [ \t]* ,? [ \t]* \r? (?: \n | \z )
    | ( [ \t]* (?: [#]+ | // [/!]* | ;+ | %+ | -- (?= [ ] ) | \* (?= \s ) | ' (?= [ ] ) | rem (?= [ ] ) ) [ ]? )
    | ( - )
    | ( \+ | > [ ]? )
    | ( (?: [^\t\n]{1,60} \t ){0,2} (?: [\w.:/-]{1,60} [ ]{1,20} \| [ ] )? \[? \d{4} - \d\d - \d\d [T ] \d\d : \d\d [\d:.,+Z-]{0,24} \]? [ \t]{1,3}
        (?: std (?: out | err ) [ ] [FP] [ ] )? (?: \[? (?: debug | info | warn (?: ing )? | error | trace | notice ) \]? :? [ ]{1,3} (?: [\w.-]{1,30} : [ ] )? )?
      | [a-z]{3} [ ]{1,2} \d{1,2} [ ] \d\d : \d\d : \d\d [ ] [\w.-]{1,60} [ ] [\w./\[\]-]{1,60} : [ ] )
    | ( (?: [^\s:|]{1,160} [:-] \d{1,7} [:-] | [ \t]* \d{1,7} (?: \t | [ ]{0,3} (?: [:|] | │ ) [ ]? | [ ]{2} ) ) )
    | ( [\w./-]{1,60} [_-] \d{1,3} [ ]{1,20} \| [ ]
      | \[ (?: pod/ [\w./-]{1,80} | debug | info | warn (?: ing )? | error | trace | notice | [\d./:T -]{5,40} ) \] [ ] )
    )
    """#)
}

extension View {
  /// Appends bytes of the other text, of which those from `end` on are left out.
  fileprivate mutating func copy(
    _ range: Range<Int>, dropping end: Int, of text: Span<UInt8>
  ) {
    copy(range.lowerBound..<max(range.lowerBound, min(end, range.upperBound)), of: text)
    noteGap()
  }

  /// Appends bytes of the other text without the sequences that colour it on a terminal.
  fileprivate mutating func appendColourless(_ range: Range<Int>, of text: Span<UInt8>) {
    var (copied, at) = (range.lowerBound, range.lowerBound)
    while at < range.upperBound {
      guard let end = Self.colour(at: at, before: range.upperBound, in: text) else {
        at += 1
        continue
      }
      copy(copied..<at, of: text)
      noteGap()
      (copied, at) = (end, end)
    }
    copy(copied..<range.upperBound, of: text)
  }

  /// The end of the sequence that colours what follows, if one begins here.
  private static func colour(at place: Int, before limit: Int, in text: Span<UInt8>) -> Int? {
    guard text[place] == 0x1b, place + 1 < limit, text[place + 1] == UInt8(ascii: "[") else {
      return nil
    }
    var end = place + 2
    while end < limit, end < place + 16 {
      switch text[end] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ";"): end += 1
      case UInt8(ascii: "m"), UInt8(ascii: "K"): return end + 1
      default: return nil
      }
    }
    return nil
  }

  /// Appends bytes of the other text, in which escapes stand for what they mean.
  fileprivate mutating func appendUnescaped(_ range: Range<Int>, of text: Span<UInt8>) {
    var (copied, at) = (range.lowerBound, range.lowerBound)
    while at < range.upperBound {
      guard text[at] == UInt8(ascii: "\\"), let escape = Escape(at: at, in: text),
        at + escape.length <= range.upperBound
      else {
        at += 1
        continue
      }
      copy(copied..<at, of: text)
      switch escape.meaning {
      case .byte(let byte): put(byte, for: at..<(at + escape.length))
      case .scalar(let scalar): put(scalar: scalar, for: at..<(at + escape.length))
      }
      at += escape.length
      copied = at
    }
    copy(copied..<range.upperBound, of: text)
  }
}
