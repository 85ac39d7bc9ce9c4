internal import CDeflate

/// Inflates zlib streams whose ends are not known, from pieces of any size, one after the other.
@safe
package struct EntryStream: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>
  /// Whether the stream has ended; what was not taken stands behind it.
  package private(set) var isAtEnd = false

  /// - Throws: `outOfMemory`.
  package init() throws(EntryError) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe inflateInit_(stream, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      unsafe stream.deallocate()
      throw .outOfMemory
    }
    unsafe self.stream = stream
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Begins another stream.
  package mutating func reset() {
    unsafe _ = inflateReset(stream)
    isAtEnd = false
  }

  /// Inflates as much of `input` as there is room for, and returns how many bytes were taken and
  /// written: no bytes at all where more input is needed.
  ///
  /// - Throws: `corruptData`, or `outOfMemory`.
  package mutating func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(EntryError) -> (taken: Int, written: Int) {
    guard !isAtEnd, let from = input.baseAddress, let to = output.baseAddress else {
      return (0, 0)
    }
    // zlib counts in 32 bits.
    let available = UInt32(clamping: min(input.count, 1 << 30))
    let room = UInt32(clamping: min(output.count, 1 << 30))
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: from.assumingMemoryBound(to: UInt8.self))
    unsafe stream.pointee.avail_in = available
    unsafe stream.pointee.next_out = to.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = room
    switch unsafe CDeflate.inflate(stream, Z_NO_FLUSH) {
    case Z_STREAM_END: isAtEnd = true
    case Z_OK, Z_BUF_ERROR: break
    case Z_MEM_ERROR: throw .outOfMemory
    default: throw .corruptData
    }
    return unsafe (
      Int(available - stream.pointee.avail_in), Int(room - stream.pointee.avail_out)
    )
  }
}
