import CGit2

/// What zlib made of a stream, up to a fault or a limit.
struct Inflated {
  /// How it ended.
  enum End {
    /// With the stream's own end; its checksum is right.
    case whole
    /// At the limit: there is more.
    case limit
    /// Where the stream is broken or cut short.
    case fault
  }

  /// How many bytes one byte of a stream can stand for, as zlib's technical notes have it.
  private static let ratio = 1032

  private(set) var bytes: [UInt8] = []
  private(set) var end = End.fault
  /// How many bytes of the input it took.
  private(set) var consumed = 0

  /// Inflates the stream that begins the input, which may go on behind it.
  init(_ input: Span<UInt8>, atMost limit: Int) {
    var stream = unsafe z_stream()
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    guard unsafe inflateInit_(&stream, ZLIB_VERSION, size) == Z_OK else { return }
    defer { unsafe inflateEnd(&stream) }
    unsafe input.withUnsafeBufferPointer { source in
      unsafe stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      // zlib counts in 32 bits; no stream here is as long.
      unsafe stream.avail_in = UInt32(clamping: source.count)
      end = .limit
      while bytes.count < limit {
        // What so much input can hold, at first no more than 4 MiB, and then step by step: a false
        // claim reserves hardly any memory.
        let most = min(source.count * Self.ratio, 1 << 22)
        let room = min(limit - bytes.count, max(bytes.count, most, 1 << 12), 1 << 26)
        var status = Z_OK
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
          unsafe stream.next_out = buffer.baseAddress
          unsafe stream.avail_out = UInt32(room)
          status = unsafe CGit2.inflate(&stream, Z_NO_FLUSH)
          filled = unsafe room - Int(stream.avail_out)
        }
        if bytes.isEmpty { bytes = piece } else { bytes += piece }
        // Without progress it answers Z_BUF_ERROR, so a stream that is cut short ends this too.
        guard status == Z_OK else {
          end = status == Z_STREAM_END ? .whole : .fault
          break
        }
      }
      consumed = unsafe Int(UInt32(clamping: source.count) - stream.avail_in)
    }
  }
}
