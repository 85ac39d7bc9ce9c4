import CDeflate

/// Inflates whole zlib streams with libdeflate; one for each thread.
@safe
struct Inflater: ~Copyable {
  private let handle: OpaquePointer

  /// How far the output may run past its expected end; libdeflate is faster with some room, and
  /// vector copies from the buffers may read that far.
  static let slack = 512

  /// No deflate stream inflates to more than this many times its own size.
  static let largestRatio = 1032

  init() throws(EntryError) {
    guard let handle = unsafe libdeflate_alloc_decompressor() else { throw .outOfMemory }
    unsafe self.handle = handle
  }

  deinit {
    unsafe libdeflate_free_decompressor(handle)
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
    var read = 0
    var written = 0
    let result = unsafe libdeflate_zlib_decompress_ex(
      handle, input, available, output, size + Self.slack, &read, &written)
    switch result {
    case LIBDEFLATE_SUCCESS where written == size: return read
    case LIBDEFLATE_SUCCESS, LIBDEFLATE_INSUFFICIENT_SPACE: throw .wrongSize
    default: throw .corruptData
    }
  }
}
