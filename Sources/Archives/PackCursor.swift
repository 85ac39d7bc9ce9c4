import Git

internal import Packs

/// Goes through a pack from its begin to its end, and computes the digest of what it has passed.
@safe
final class PackCursor {
  private let source: any SeekableSource
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: 256 << 10, alignment: 16)
  // What the buffer holds of the source, and has not been passed.
  private var held = 0..<0
  private var digest: ObjectDigest
  /// Where in the source the next byte stands.
  private(set) var position: Int

  init(_ source: any SeekableSource, at position: Int, _ format: ObjectFormat) {
    self.source = source
    self.position = position
    digest = ObjectDigest(format)
  }

  deinit { unsafe buffer.deallocate() }

  /// The next bytes, `count` or more of them, up to some thousands: fewer only at the end.
  ///
  /// Valid until the next call.
  func bytes(_ count: Int) -> UnsafeRawBufferPointer {
    if held.count < count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[held])
      unsafe buffer.copyMemory(from: rest)
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[rest.count...])
      let more = unsafe source.copy(at: position + rest.count, into: room)
      held = 0..<(rest.count + more)
    }
    return unsafe UnsafeRawBufferPointer(rebasing: buffer[held])
  }

  /// Passes bytes that were given.
  func pass(_ count: Int) {
    let end = held.lowerBound + count
    unsafe digest.add(UnsafeRawBufferPointer(rebasing: buffer[held.lowerBound..<end]))
    held = end..<held.upperBound
    position += count
  }

  /// The digest of all that was passed; to be asked once.
  func digestOfPassed() -> [UInt8] { digest.finish() }
}
