import Archives

/// What containers that stand in base64 in contents may still cost: what a bomb in each line of a text
/// may give is bounded as what one of them may.
struct EmbeddedAllowance {
  /// How deep they may stand in each other.
  private static let deepest = 3
  /// The bytes that may come out of all in one content, and in those within.
  private static let most = 256 << 20

  static let why = "containers in base64 stand in each other too deep, or give too much"

  private var depth = 0
  private var left = most
  /// Whether what is scanned is part of a container, so that it is no content of its own.
  var isWithin = false

  /// Begins another content, unless it is part of one.
  mutating func beginContent() {
    if !isWithin, depth == 0 { left = Self.most }
  }

  /// What the next container may give; nil where it is not to be opened.
  mutating func begin() -> ArchiveLimits? {
    guard depth < Self.deepest, left > 0 else { return nil }
    depth += 1
    var limits = ArchiveLimits()
    limits.bytes = min(limits.bytes, left)
    limits.freeBytes = min(limits.freeBytes, left)
    limits.growth = 1
    return limits
  }

  mutating func take(_ count: Int) { left -= count }

  mutating func end() { depth -= 1 }
}
