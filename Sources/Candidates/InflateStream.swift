internal import CDeflate

/// Inflates a gzip or zlib stream with zlib.
@safe
final class InflateStream {
  private let stream: UnsafeMutablePointer<z_stream>
  /// How many bytes of the input belong to the stream.
  private(set) var consumed = 0
  /// Whether its end was reached, and what it holds has the checksum that stands there.
  private(set) var isAtEnd = false

  /// How many bytes are inflated at once.
  private static let step = 16_384

  /// Nil where memory is short.
  init?(isGzip: Bool) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // The largest window, and for gzip its header.
    let status = unsafe inflateInit2_(
      stream, isGzip ? 15 + 16 : 15, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
    unsafe self.stream = stream
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Inflates the next bytes of the input, as far as there is room.
  ///
  /// - Returns: Whether the stream goes on.
  func inflate(_ input: [UInt8], atMost most: Int, into content: inout [UInt8]) -> Bool {
    var input = input
    var left = most
    return unsafe input.withUnsafeMutableBufferPointer { buffer in
      unsafe stream.pointee.next_in = buffer.baseAddress
      unsafe stream.pointee.avail_in = UInt32(clamping: buffer.count)
      var status = Z_OK
      var isFull = true
      while status == Z_OK, left > 0, isFull {
        let room = min(Self.step, left)
        let chunk = unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
          unsafe stream.pointee.next_out = output.baseAddress
          unsafe stream.pointee.avail_out = UInt32(clamping: room)
          status = unsafe CDeflate.inflate(stream, Z_NO_FLUSH)
          count = room - Int(unsafe stream.pointee.avail_out)
        }
        content += chunk
        left -= chunk.count
        isFull = chunk.count == room
      }
      consumed += buffer.count - Int(unsafe stream.pointee.avail_in)
      isAtEnd = status == Z_STREAM_END
      return status == Z_OK || (status == Z_BUF_ERROR && left > 0)
    }
  }
}
