import Git

/// A comment beside a secret that silences it.
///
/// `vastguard:allow RULE reason` stands for the nearest value that the rule finds on its line or,
/// where nothing is found on that line, on the next one; `gitleaks:allow` for the nearest value on
/// its line, whatever the rule.
struct InlineMarker: Sendable, Hashable {
  /// The id of the rule that is silenced; nil for all of them.
  let rule: String?
  /// Why; empty where nobody said, and then nothing is silenced.
  let reason: String
  /// Where the marker begins in the piece of text in which it was found.
  var offset: Int
  /// How far it is from the secret, in bytes.
  let distance: Int
  /// Whether it stands on the line above the secret's.
  let isAbove: Bool

  /// How far away a marker may be, in bytes: on a line of a minified file, a page can lie between.
  static let reach = 256
  /// How much of a reason is taken.
  private static let reasonLength = 200
  private static let own = Array("vastguard:allow".utf8)
  private static let gitleaks = Array("gitleaks:allow".utf8)

  /// The markers around a secret, on its line and the one above.
  static func markers(around secret: Range<Int>, in bytes: Span<UInt8>) -> [InlineMarker] {
    let line = Surroundings(of: secret, in: bytes)
    var markers: [InlineMarker] = []
    for (word, isOwn) in [(own, true), (gitleaks, false)] {
      for place in places(of: word, in: bytes, line.before) {
        markers += marker(
          at: place, word, isOwn: isOwn, until: line.before.upperBound, bytes, isAbove: false
        ) { secret.lowerBound - $0 }
      }
      for place in places(of: word, in: bytes, line.after) {
        markers += marker(
          at: place, word, isOwn: isOwn, until: line.after.upperBound, bytes, isAbove: false
        ) { _ in place - secret.upperBound }
      }
    }
    for place in places(of: own, in: bytes, line.above) {
      markers += marker(
        at: place, own, isOwn: true, until: line.above.upperBound, bytes, isAbove: true
      ) { _ in secret.lowerBound - line.start }
    }
    return markers
  }

  /// The marker at a place, if it is near enough; `distance` takes the place where its words end.
  private static func marker(
    at place: Int, _ word: [UInt8], isOwn: Bool, until end: Int, _ bytes: Span<UInt8>,
    isAbove: Bool, distance: (Int) -> Int
  ) -> [InlineMarker] {
    var next = place + word.count
    // Part of a longer word is no marker.
    if place > 0, isWordByte(bytes[place - 1]) { return [] }
    if next < end, isWordByte(bytes[next]) { return [] }
    var rule: String?
    if isOwn {
      while next < end, isBlank(bytes[next]) { next += 1 }
      let start = next
      while next < end, isWordByte(bytes[next]), next - start < 100 { next += 1 }
      guard next > start else { return [] }
      rule = String(decoding: bytes.copy(start..<next), as: UTF8.self)
    }
    let distance = distance(next)
    guard (0...reach).contains(distance) else { return [] }
    return [
      InlineMarker(
        rule: rule, reason: isOwn ? reason(bytes, next..<end) : "gitleaks:allow", offset: place,
        distance: distance, isAbove: isAbove)
    ]
  }

  /// The text after the rule, without what ends a comment.
  static func reason(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let end = min(range.upperBound, range.lowerBound + reasonLength)
    var text = String(decoding: bytes.copy(range.lowerBound..<end), as: UTF8.self)[...]
    for closer in ["*/", "-->", "#}", "%>", "vastguard:allow", "gitleaks:allow"] {
      if let place = text.firstRange(of: closer) { text = text[..<place.lowerBound] }
    }
    let edges: Set<Character> = [" ", "\t", "\r", ":", "-", "\"", "'", ",", "\u{2014}", "/", "*"]
    func isEdge(_ character: Character) -> Bool {
      edges.contains(character) || SuppressionEntry.saysNothing(String(character))
    }
    while let last = text.last, isEdge(last) { text = text.dropLast() }
    while let first = text.first, isEdge(first) { text = text.dropFirst() }
    return String(text)
  }

  static func places(
    of word: [UInt8], in bytes: Span<UInt8>, _ range: Range<Int>
  ) -> [Int] {
    var places: [Int] = []
    var place = range.lowerBound
    while place + word.count <= range.upperBound {
      if bytes[place] == word[0], word.indices.allSatisfy({ bytes[place + $0] == word[$0] }) {
        places.append(place)
        place += word.count
      } else {
        place += 1
      }
    }
    return places
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

/// The text around a secret in which a marker may stand.
private struct Surroundings {
  /// Where the secret's line begins, or as far back as is looked.
  let start: Int
  /// What stands before the secret on its line.
  let before: Range<Int>
  /// What stands behind it on the line on which it ends.
  let after: Range<Int>
  /// The end of the line above.
  let above: Range<Int>

  /// How much is looked at on each side: the reach, and the longest marker.
  private static let extent = 2 * InlineMarker.reach

  init(of secret: Range<Int>, in bytes: Span<UInt8>) {
    var start = secret.lowerBound
    let first = max(0, start - Self.extent)
    while start > first, !Self.endsLine(bytes[start - 1]) { start -= 1 }
    var end = secret.upperBound
    let last = min(bytes.count, end + Self.extent)
    while end < last, !Self.endsLine(bytes[end]) { end += 1 }
    self.start = start
    before = start..<secret.lowerBound
    after = secret.upperBound..<end
    guard start > 0, Self.endsLine(bytes[start - 1]) else {
      above = start..<start
      return
    }
    var upper = start - 1
    let isPair = upper > 0 && bytes[upper] == UInt8(ascii: "\n")
    if isPair, bytes[upper - 1] == UInt8(ascii: "\r") { upper -= 1 }
    var lower = upper
    let top = max(0, upper - Self.extent)
    while lower > top, !Self.endsLine(bytes[lower - 1]) { lower -= 1 }
    above = lower..<upper
  }

  private static func endsLine(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}

extension InlineMarker {
  /// What was found, and the markers around it.
  struct Candidate {
    let rule: String
    let secret: [UInt8]
    let markers: [InlineMarker]
  }

  /// Whom a marker is for.
  fileprivate struct Owner {
    var isAbove: Bool
    var distance: Int
    var secret: [UInt8]
  }

  /// Which marker each of some candidates of one text has for itself; or, so that somebody can be
  /// told, one that stands on its line for another rule.
  ///
  /// A marker is for one value: the nearest on its own line or, where nothing is found there, the
  /// nearest on the next.
  static func assigned(_ candidates: [Candidate]) -> [InlineMarker?] {
    var owners: [Int: Owner] = [:]
    var taken: Set<Int> = []
    for candidate in candidates {
      for marker in candidate.markers {
        // What another rule finds on a marker's line is not silenced, but keeps it from the next.
        if !marker.isAbove { taken.insert(marker.offset) }
        guard marker.names(candidate.rule) else { continue }
        let owner = Owner(
          isAbove: marker.isAbove, distance: marker.distance, secret: candidate.secret)
        let other = owners[marker.offset] ?? owner
        owners[marker.offset] = owner.isNearer(than: other) ? owner : other
      }
    }
    return candidates.map { candidate in
      candidate.markers.first { marker in
        guard marker.names(candidate.rule), let owner = owners[marker.offset],
          !marker.isAbove || !taken.contains(marker.offset)
        else { return false }
        return owner.secret == candidate.secret && owner.isAbove == marker.isAbove
      } ?? candidate.markers.first { !$0.isAbove && $0.rule.map { $0 != candidate.rule } ?? false }
    }
  }

  private func names(_ rule: String) -> Bool { self.rule.map { $0 == rule } ?? true }
}

extension InlineMarker.Owner {
  fileprivate func isNearer(than other: Self) -> Bool {
    (isAbove ? 1 : 0, distance) < (other.isAbove ? 1 : 0, other.distance)
  }
}
