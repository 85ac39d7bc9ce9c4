internal import Blobs

/// Lends the content of a source in pieces, from memory that is used again: one for each thread.
struct PieceReader: ~Copyable {
  private var buffer: [UInt8] = []
  private let pieceSize: Int
  private let overlap: Int

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
    buffer.removeAll(keepingCapacity: true)
    var window = Window(offset: 0, line: 1, owned: 0..<0)
    var pending = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    // Up to where in the content the pieces before are the owners.
    var owned = 0
    while true {
      let isLast = unsafe fill(from: source, &pending)
      let filled = buffer.count
      // An edge inside the content is owned by half of the overlap on its either side.
      let from = owned - window.offset
      window.owned = from..<(isLast ? filled + 1 : max(from, filled - overlap / 2))
      guard body(buffer.span, window) else { return false }
      if isLast { return true }
      owned = window.offset + window.owned.upperBound
      buffer.removeFirst(window.advance(to: filled - overlap, in: buffer.span))
    }
  }

  /// Fills the buffer, and returns whether nothing is left behind it.
  private mutating func fill(
    from source: any ByteSource, _ pending: inout UnsafeRawBufferPointer
  ) -> Bool {
    while true {
      if unsafe pending.isEmpty { unsafe pending = source.next() }
      if unsafe pending.isEmpty { return true }
      let room = pieceSize - buffer.count
      if room == 0 { return false }
      unsafe buffer.append(contentsOf: pending.prefix(room))
      unsafe pending = UnsafeRawBufferPointer(rebasing: pending.dropFirst(room))
    }
  }
}
