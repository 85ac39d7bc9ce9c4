import CDeflate

/// Inflates a zlib stream piece by piece with zlib, which libdeflate can't; for large objects.
@safe
struct InflateStream: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>
  /// How many bytes of the input are left.
  private(set) var available: Int
  private var isAtEnd = false

  /// Begins a stream of at most `available` bytes, which must outlive this value.
  init(_ input: UnsafePointer<UInt8>, available: Int) throws(EntryError) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input)
    let status = unsafe inflateInit_(stream, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      unsafe stream.deallocate()
      throw .outOfMemory
    }
    unsafe self.stream = stream
    self.available = available
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Inflates up to `count` bytes; returns fewer only at the end of the stream.
  mutating func read(
    _ count: Int, into output: UnsafeMutablePointer<UInt8>
  ) throws(EntryError) -> Int {
    var written = 0
    while written < count, !isAtEnd {
      // zlib counts in 32 bits.
      let room = UInt32(clamping: min(count - written, 1 << 30))
      let input = UInt32(clamping: min(available, 1 << 30))
      unsafe stream.pointee.next_out = output + written
      unsafe stream.pointee.avail_out = room
      unsafe stream.pointee.avail_in = input
      let status = unsafe CDeflate.inflate(stream, Z_NO_FLUSH)
      available -= Int(input) - Int(unsafe stream.pointee.avail_in)
      let gained = Int(room) - Int(unsafe stream.pointee.avail_out)
      written += gained
      switch status {
      case Z_STREAM_END: isAtEnd = true
      case Z_OK: continue
      // No progress is possible: the input ended too soon.
      default: throw .corruptData
      }
    }
    return written
  }
}
