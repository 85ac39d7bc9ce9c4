internal import CScan

/// Finds the places in bytes that rules look around: literals, runs of hex digits, and what may be
/// either in an encoding, all in one pass whose speed hardly depends on the number of literals.
///
/// Immutable, shared by all threads.
@safe
package final class AnchorSearch: Sendable {
  // `vg_search_find` takes it as const: nothing writes to it after its creation.
  nonisolated(unsafe) private let search: OpaquePointer
  /// The number of literals.
  package let literalCount: Int
  /// The length of the longest literal, in bytes; 0 where there is none.
  package let longestLiteral: Int
  /// The length of the longest anchor that may hold bytes other than hex digits.
  package let longestMixed: Int

  /// Compiles a search; literal number n gets the kind n + 1, runs have the kind 0.
  ///
  /// Nil where a literal's length is out of bounds or memory is short.
  ///
  /// - Parameters:
  ///   - literals: Sequences of 3 to 64 bytes, compared without regard to ASCII case.
  ///   - runs: Whether runs of hex digits are wanted too.
  ///   - encodings: Whether stretches of encoded text are wanted too, and the places where a string
  ///     of hex digits goes on in the next one; `Encoding` has their kinds.
  package init?(sequences literals: [[UInt8]], runs: Bool, encodings: Bool = false) {
    let lengths = literals.map(\.count)
    let search = unsafe literals.flatMap(\.self).withUnsafeBufferPointer { bytes in
      unsafe vg_search_create(
        bytes.baseAddress, lengths, lengths.count, runs ? 1 : 0, encodings ? 1 : 0)
    }
    guard let search = unsafe search else { return nil }
    unsafe self.search = search
    literalCount = literals.count
    longestLiteral = lengths.max() ?? 0
    longestMixed = max(longestLiteral, encodings ? Int(vg_encoded_longest) : 0)
  }

  /// The same for literals that are texts.
  package convenience init?(literals: [String], runs: Bool, encodings: Bool = false) {
    self.init(sequences: literals.map { Array($0.utf8) }, runs: runs, encodings: encodings)
  }

  deinit {
    unsafe vg_search_free(search)
  }

  /// The longest run of hex digits that is an anchor, in bytes.
  package static let longestRun = Int(vg_run_longest)

  /// Calls `body` for each anchor of the bytes, ordered by place.
  ///
  /// - Returns: Whether there was memory for them all.
  @discardableResult
  package func forEachAnchor(in bytes: Span<UInt8>, _ body: (Anchor) -> Void) -> Bool {
    var anchors = AnchorList()
    guard find(in: bytes, anchors: &anchors) else { return false }
    for index in 0..<anchors.count { body(anchors[index]) }
    return true
  }

  /// Replaces `anchors` by those of the bytes, ordered by place.
  ///
  /// - Returns: Whether there was memory for them all.
  package func find(in bytes: Span<UInt8>, anchors: inout AnchorList) -> Bool {
    let found = unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let address = buffer.baseAddress else {
        unsafe anchors.storage.count = 0
        return true
      }
      return unsafe vg_search_find(search, address, buffer.count, &anchors.storage) == 1
    }
    anchors.sort()
    return found
  }
}

/// One place that rules look around.
package struct Anchor: Sendable, Hashable {
  /// The first byte.
  package let offset: Int
  /// The number of bytes, at most 80.
  package let length: Int
  /// 0 for a run of hex digits; the number of the literal, from 1 on; or one of those that
  /// `encoding` tells apart.
  package let kind: Int

  /// An anchor with these parts.
  package init(offset: Int, length: Int, kind: Int) {
    self.offset = offset
    self.length = length
    self.kind = kind
  }

  package var range: Range<Int> { offset..<(offset + length) }

  /// The same in bytes before which others stand.
  func moved(by count: Int) -> Anchor { Anchor(offset: offset + count, length: length, kind: kind) }

  /// What the anchor is, if it is neither a run of hex digits nor a literal.
  package var encoding: Encoding? {
    kind > Int(vg_literals_most) ? Encoding(kind: kind) : nil
  }
}

/// How the text at an anchor is encoded.
package enum Encoding: Sendable, Hashable {
  /// Base64, of ASCII or of UTF-16: how many characters of its group stand before the first.
  case base64(place: Int)
  /// Two hex digits for each byte; 1 where the first is the second of its byte.
  case hex(place: Int)
  /// A character and zeros: the number of bytes of a unit, and which of the unit's the first is,
  /// counted from the character.
  case wide(unit: Int, place: Int)
  /// Two hex digits for each byte, and a mark between two bytes.
  case pairs
  /// Escapes, such as `%34` or `\u0034`, one after the other.
  case escapes
  /// Characters of a list: their codes, or each in quotes.
  case list
  /// Base64 that begins as that of a compressed stream or a container does.
  case packed
  /// A string of hex digits ends, or its line, and goes on in the next.
  case joint

  init?(kind: Int) {
    let start: (Int, Int) -> Int? = { base, period in
      base..<(base + period) ~= kind ? kind - base : nil
    }
    if let place = start(Int(vg_kind_base64), 4) {
      self = .base64(place: place)
    } else if let place = start(Int(vg_kind_base64_utf16), 8) {
      self = .base64(place: place % 4)
    } else if let place = start(Int(vg_kind_hex), 2) {
      self = .hex(place: place)
    } else if let place = start(Int(vg_kind_utf16), 2) {
      self = .wide(unit: 2, place: place)
    } else if let place = start(Int(vg_kind_utf32), 4) {
      self = .wide(unit: 4, place: place)
    } else if start(Int(vg_kind_pairs), 3) ?? start(Int(vg_kind_pairs_utf16), 6) != nil {
      self = .pairs
    } else if kind == Int(vg_kind_joint) {
      self = .joint
    } else if kind == Int(vg_kind_list) {
      self = .list
    } else if kind == Int(vg_kind_packed) {
      self = .packed
    } else if kind > Int(vg_literals_most), kind < Int(vg_kind_end) {
      self = .escapes
    } else {
      return nil
    }
  }
}

/// Anchors in memory that one thread uses again and again.
@safe
package struct AnchorList: ~Copyable {
  fileprivate var storage = unsafe vg_anchors()

  package init() {}

  deinit {
    var storage = unsafe storage
    unsafe vg_anchors_free(&storage)
  }

  package var count: Int { unsafe storage.count }
  package var isEmpty: Bool { count == 0 }

  package subscript(index: Int) -> Anchor {
    precondition(index >= 0 && index < count)
    let anchor = unsafe storage.items[index]
    return Anchor(offset: anchor.offset, length: Int(anchor.length), kind: Int(anchor.kind))
  }

  /// Replaces the anchors by others, which need not be in order.
  ///
  /// - Returns: Whether there was memory for them all.
  mutating func replace(with anchors: [Anchor]) -> Bool {
    unsafe storage.count = 0
    for anchor in anchors {
      guard
        unsafe vg_anchors_add(&storage, anchor.offset, anchor.length, UInt32(anchor.kind)) == 1
      else { return false }
    }
    sort()
    return true
  }

  /// Takes out the anchors of some kinds, in order.
  mutating func take(_ kinds: Range<Int>) -> [Anchor] {
    var taken: [Anchor] = []
    var kept = 0
    for index in 0..<count {
      let anchor = self[index]
      if kinds.contains(anchor.kind) {
        taken.append(anchor)
      } else {
        unsafe storage.items[kept] = storage.items[index]
        kept += 1
      }
    }
    unsafe storage.count = kept
    return taken
  }

  fileprivate mutating func sort() {
    guard count > 1 else { return }
    var items = unsafe UnsafeMutableBufferPointer(start: storage.items, count: count)
    unsafe items.sort { ($0.offset, $0.kind) < ($1.offset, $1.kind) }
  }
}
