import CDeflate

/// Inflates whole zlib streams with libdeflate; one for each thread.
@safe
struct Inflater: ~Copyable {
  private let handle: OpaquePointer
  /// For streams that begin with deflate's fixed code: its tables stay ready from one to the next as
  /// long as none with codes of its own comes between, and most deltas are such streams.
  private let fixedCode: OpaquePointer

  /// How far the output may run past its expected end; libdeflate is faster with some room, and
  /// vector copies from the buffers may read that far.
  static let slack = 512

  /// No deflate stream inflates to more than this many times its own size.
  static let largestRatio = 1032

  init() throws(EntryError) {
    guard let handle = unsafe libdeflate_alloc_decompressor() else { throw .outOfMemory }
    guard let fixedCode = unsafe libdeflate_alloc_decompressor() else {
      unsafe libdeflate_free_decompressor(handle)
      throw .outOfMemory
    }
    unsafe self.handle = handle
    unsafe self.fixedCode = fixedCode
  }

  deinit {
    unsafe libdeflate_free_decompressor(handle)
    unsafe libdeflate_free_decompressor(fixedCode)
  }

  /// Inflates one stream that must yield exactly `size` bytes; `output` has room for `slack` more.
  ///
  /// `available` may reach past the end of the stream: libdeflate's fast loop needs some bytes
  /// ahead, and small streams would otherwise be decoded by its slow loop. Returns how many bytes
  /// the stream has.
  func inflate(
    _ input: UnsafePointer<UInt8>, available: Int,
    into output: UnsafeMutablePointer<UInt8>, size: Int
  ) throws(EntryError) -> Int {
    let (result, read, written) = unsafe decompress(
      input, available: available, into: output, room: size + Self.slack)
    switch result {
    case LIBDEFLATE_SUCCESS where written == size: return read
    case LIBDEFLATE_SUCCESS, LIBDEFLATE_INSUFFICIENT_SPACE: throw .wrongSize
    default: throw .corruptData
    }
  }

  /// Inflates one stream, of which it is not known how much it yields, and returns how much that is; nil
  /// for one that is not sound, or for which there is no room.
  func inflate(
    _ input: UnsafePointer<UInt8>, available: Int, into output: UnsafeMutablePointer<UInt8>,
    room: Int
  ) -> Int? {
    let (result, _, written) = unsafe decompress(
      input, available: available, into: output, room: room)
    return result == LIBDEFLATE_SUCCESS ? written : nil
  }

  private func decompress(
    _ input: UnsafePointer<UInt8>, available: Int, into output: UnsafeMutablePointer<UInt8>,
    room: Int
  ) -> (result: libdeflate_result, read: Int, written: Int) {
    var read = 0
    var written = 0
    // Behind zlib's header of two bytes: one bit for the last block, two for the kind of the first.
    let isFixed = unsafe available > 2 && input[2] >> 1 & 3 == 1
    let result = unsafe libdeflate_zlib_decompress_ex(
      isFixed ? fixedCode : handle, input, available, output, room, &read, &written)
    return (result, read, written)
  }
}
