/// A pattern of git's own kind (`wildmatch`): `*`, `?`, `[…]`, and `**` between slashes.
///
/// It is matched as a set of positions that moves through the text, so the time is bounded by the
/// length of the pattern times that of the text: no pattern can make it try forever.
struct Glob: Sendable {
  private enum Part: Sendable {
    case byte(UInt8)
    case any
    case oneOf(ByteSet)
    /// `*`, which stops at slashes where they matter.
    case star
    /// `**`: anything.
    case anything
    /// What begins `**/`: this and the two parts after it may be left out together.
    case optional
  }

  private let parts: [Part]
  private let isPath: Bool
  private let foldsCase: Bool

  /// Reads a pattern; nil where a `[` is not closed or names no class, which matches nothing.
  ///
  /// - Parameters:
  ///   - pattern: The bytes of the pattern.
  ///   - isPath: Whether only `**` matches a slash.
  ///   - foldsCase: Whether ASCII letters match in either case.
  init?(_ pattern: [UInt8], isPath: Bool, foldsCase: Bool) {
    var parts: [Part] = []
    var position = 0
    while position < pattern.count {
      let byte = pattern[position]
      switch byte {
      case UInt8(ascii: "\\"):
        // A backslash that ends the pattern matches nothing.
        guard position + 1 < pattern.count else { return nil }
        parts.append(.byte(Self.folded(pattern[position + 1], foldsCase, isEscaped: true)))
        position += 2
      case UInt8(ascii: "?"):
        parts.append(.any)
        position += 1
      case UInt8(ascii: "*"):
        parts += Self.stars(pattern, &position, isPath: isPath)
      case UInt8(ascii: "["):
        guard let set = ByteSet(pattern, &position, foldsCase: foldsCase) else { return nil }
        parts.append(.oneOf(isPath ? set.removing(UInt8(ascii: "/")) : set))
      default:
        parts.append(.byte(Self.folded(byte, foldsCase)))
        position += 1
      }
    }
    self.parts = parts
    self.isPath = isPath
    self.foldsCase = foldsCase
  }

  /// Reads a run of stars: two or more are special only between slashes or ends.
  private static func stars(_ pattern: [UInt8], _ position: inout Int, isPath: Bool) -> [Part] {
    let slash = UInt8(ascii: "/")
    let start = position
    while position < pattern.count, pattern[position] == UInt8(ascii: "*") { position += 1 }
    guard isPath else { return [.anything] }
    let opens = start == 0 || pattern[start - 1] == slash
    guard position - start > 1, opens else { return [.star] }
    guard position < pattern.count else { return [.anything] }
    if pattern[position] == slash {
      position += 1
      // Nothing, or anything that ends in a slash.
      return [.optional, .anything, .byte(slash)]
    }
    let isBeforeSlash = pattern[position...].starts(with: [UInt8(ascii: "\\"), slash])
    return isBeforeSlash ? [.anything] : [.star]
  }

  /// In lower case, if case is folded; git leaves an escaped letter as it stands.
  private static func folded(_ byte: UInt8, _ foldsCase: Bool, isEscaped: Bool = false) -> UInt8 {
    let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    return foldsCase && isUpper && !isEscaped ? byte | 0x20 : byte
  }

  /// Whether the whole text matches.
  func matches(_ text: ArraySlice<UInt8>) -> Bool {
    // Position `p` is on where the text so far can be matched by the parts before `p`.
    var positions = [Bool](repeating: false, count: parts.count + 1)
    positions[0] = true
    skipEmpty(&positions)
    for byte in text {
      guard advance(&positions, Self.folded(byte, foldsCase)) else { return false }
      skipEmpty(&positions)
    }
    return positions[parts.count]
  }

  /// Lets the parts that may match nothing do so.
  private func skipEmpty(_ positions: inout [Bool]) {
    for (position, part) in parts.enumerated() where positions[position] {
      switch part {
      case .star, .anything: positions[position + 1] = true
      case .optional:
        positions[position + 1] = true
        positions[position + 3] = true
      case .byte, .any, .oneOf: continue
      }
    }
  }

  /// Takes one byte of the text; false where no position is left.
  private func advance(_ positions: inout [Bool], _ byte: UInt8) -> Bool {
    let isSlash = byte == UInt8(ascii: "/")
    var isAlive = false
    // From the back, so that a position that is set is not moved again.
    for position in stride(from: parts.count, through: 0, by: -1) {
      var stays = false
      if position < parts.count, positions[position] {
        switch parts[position] {
        case .star: stays = !(isPath && isSlash)
        case .anything: stays = true
        case .byte, .any, .oneOf, .optional: break
        }
      }
      let arrives = position > 0 && positions[position - 1] && consumes(position - 1, byte, isSlash)
      positions[position] = stays || arrives
      isAlive = isAlive || positions[position]
    }
    return isAlive
  }

  /// Whether the part at `position` is done when it takes this byte.
  private func consumes(_ position: Int, _ byte: UInt8, _ isSlash: Bool) -> Bool {
    switch parts[position] {
    case .byte(let expected): byte == expected
    case .any: !(isPath && isSlash)
    case .oneOf(let set): set.contains(byte)
    case .star, .anything, .optional: false
    }
  }
}
