internal import Blobs

/// Lends the content of a source in pieces, from memory that is used again: one for each thread.
struct PieceReader: ~Copyable {
  private var buffer = ReadBuffer()
  private var filled = 0
  private let pieceSize: Int
  private let overlap: Int
  private static let little = 256 << 10

  init(_ limits: ArchiveLimits) {
    pieceSize = max(16, limits.pieceSize)
    overlap = max(0, min(limits.overlap, pieceSize / 2))
  }

  /// Lends all that the source gives to `body`, until it returns false.
  ///
  /// A content has at least one piece, be it empty. Returns whether `body` wants more.
  mutating func read(
    _ source: any ByteSource, _ body: (Span<UInt8>, Window) -> Bool
  ) -> Bool {
    filled = 0
    var window = Window(offset: 0, line: 1, owned: 0..<0)
    var pending = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    // Up to where in the content the pieces before are the owners.
    var owned = 0
    while true {
      let isLast = unsafe fill(from: source, &pending)
      // An edge inside the content is owned by half of the overlap on its either side.
      let from = owned - window.offset
      window.owned = from..<(isLast ? filled + 1 : max(from, filled - overlap / 2))
      guard buffer.withBytes(filled, { body($0, window) }) else { return false }
      if isLast { return true }
      owned = window.offset + window.owned.upperBound
      let cut = buffer.withBytes(filled) { window.advance(to: filled - overlap, in: $0) }
      buffer.moveToBegin(cut..<filled)
      filled -= cut
    }
  }

  /// Fills the buffer, and returns whether nothing is left behind it.
  private mutating func fill(
    from source: any ByteSource, _ pending: inout UnsafeRawBufferPointer
  ) -> Bool {
    while true {
      if unsafe pending.isEmpty { unsafe pending = source.next() }
      if unsafe pending.isEmpty { return true }
      let room = pieceSize - filled
      if room == 0 { return false }
      let part = unsafe UnsafeRawBufferPointer(rebasing: pending.prefix(room))
      // What is more than a little is given room for all that a piece may have: it costs nothing
      // before it is used.
      let wanted = filled < Self.little ? filled + part.count : pieceSize
      guard buffer.reserve(wanted, keeping: filled) else {
        preconditionFailure("not enough memory for a piece of a container")
      }
      unsafe buffer.write(part, at: filled)
      filled += part.count
      unsafe pending = UnsafeRawBufferPointer(rebasing: pending.dropFirst(room))
    }
  }
}
