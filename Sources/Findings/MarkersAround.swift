import Candidates

/// Looks for markers around hits of one content, however the content is written.
struct MarkersAround {
  private let encoding: TextEncoding
  private let mayBeInBase64: Bool

  init(_ hits: [Hit], in bytes: Span<UInt8>) {
    // Only what was decoded can stand in anything but bytes.
    let isPlain = hits.allSatisfy(\.isVerbatim)
    encoding = isPlain ? .bytes : TextEncoding.of(bytes)
    mayBeInBase64 = !isPlain && encoding == .bytes && InlineMarker.mayStandInBase64(in: bytes)
  }

  /// The markers around a hit that has a place in the content.
  func markers(of hit: Hit, at place: Range<Int>, in bytes: Span<UInt8>) -> [InlineMarker] {
    if encoding != .bytes {
      return InlineMarker.markers(around: place, written: encoding, in: bytes)
    }
    let plain = InlineMarker.markers(around: place, in: bytes)
    if !plain.isEmpty || hit.isVerbatim || !mayBeInBase64 { return plain }
    return InlineMarker.markers(around: place, inBase64: hit.secret, in: bytes)
  }
}
