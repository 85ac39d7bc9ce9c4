internal import Glibc

/// The bytes of an object in memory of its own, with room behind them for what copies in whole
/// vectors write and read.
@safe
package final class ObjectBytes {
  fileprivate let start: UnsafeMutablePointer<UInt8>
  /// The number of bytes.
  package let count: Int

  /// - Throws: `outOfMemory`.
  fileprivate init(room count: Int) throws(EntryError) {
    guard let memory = unsafe malloc(count + Inflater.slack) else { throw .outOfMemory }
    unsafe start = memory.bindMemory(to: UInt8.self, capacity: count + Inflater.slack)
    self.count = count
  }

  deinit { unsafe free(start) }

  /// The bytes, valid for as long as this object lives.
  package var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: start, count: count)
  }

  /// Lends the bytes.
  package func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(unsafe Span(_unsafeStart: UnsafePointer(start), count: count))
  }

  /// Copies some bytes.
  ///
  /// - Throws: `outOfMemory`.
  package convenience init(copying bytes: UnsafeRawBufferPointer) throws(EntryError) {
    try self.init(room: bytes.count)
    if let from = bytes.baseAddress {
      unsafe UnsafeMutableRawPointer(start).copyMemory(from: from, byteCount: bytes.count)
    }
  }

  /// An object of which nothing is known but its size: all line breaks.
  ///
  /// - Throws: `outOfMemory`.
  package static func blank(_ count: Int) throws(EntryError) -> ObjectBytes {
    let object = try ObjectBytes(room: count)
    unsafe object.start.initialize(repeating: UInt8(ascii: "\n"), count: count)
    return object
  }
}

/// Builds the objects of a pack from its entries, wherever those were read: one for each thread.
package struct ObjectBuilder: ~Copyable {
  private let inflater: Inflater

  /// - Throws: `outOfMemory`.
  package init() throws(EntryError) {
    inflater = try Inflater()
  }

  /// Inflates the data of an entry.
  ///
  /// - Parameters:
  ///   - data: The zlib stream, with any bytes behind it.
  ///   - size: How many bytes it must give; the caller bounds it.
  /// - Returns: The inflated bytes.
  /// - Throws: `corruptData`, `wrongSize` or `outOfMemory`.
  package func inflate(
    _ data: UnsafeRawBufferPointer, size: Int
  ) throws(EntryError) -> ObjectBytes {
    let object = try ObjectBytes(room: size)
    guard let input = data.baseAddress else { throw .corruptData }
    _ = unsafe try inflater.inflate(
      input.assumingMemoryBound(to: UInt8.self), available: data.count, into: object.start,
      size: size)
    return object
  }

  /// Inflates a zlib stream with all that it holds, where that has room.
  ///
  /// - Parameters:
  ///   - data: The stream, with any bytes behind it.
  ///   - room: Where the inflated bytes are put.
  /// - Returns: How many they are; nil unless the stream is whole and sound, and all of it has room.
  package func inflate(
    _ data: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) -> Int? {
    guard let input = data.baseAddress, let output = room.baseAddress else { return nil }
    return unsafe inflater.inflate(
      input.assumingMemoryBound(to: UInt8.self), available: data.count,
      into: output.assumingMemoryBound(to: UInt8.self), room: room.count)
  }

  /// The most that a zlib stream of `count` bytes can hold, in bytes.
  package static func mostInflated(from count: Int) -> Int { count * Inflater.largestRatio }

  /// How much room more than its size `length(of:size:into:)` needs for what is inflated, in bytes.
  package static let slack = Inflater.slack

  /// Measures the zlib stream with which an entry's data begins.
  ///
  /// - Parameters:
  ///   - data: The stream, with any bytes behind it.
  ///   - size: How many bytes it must give.
  ///   - room: Where they are put, with ``slack`` more.
  /// - Returns: How many bytes the stream has; nil unless it is whole and gives `size` bytes.
  package func length(
    of data: UnsafeRawBufferPointer, size: Int, into room: UnsafeMutableRawBufferPointer
  ) -> Int? {
    guard size <= room.count - Self.slack, let input = data.baseAddress,
      let output = room.baseAddress
    else { return nil }
    return unsafe try? inflater.inflate(
      input.assumingMemoryBound(to: UInt8.self), available: data.count,
      into: output.assumingMemoryBound(to: UInt8.self), size: size)
  }

  /// The sizes that a delta's base must have and its result will have.
  ///
  /// - Throws: `badDelta`.
  package func sizes(of delta: ObjectBytes) throws(EntryError) -> (base: Int, result: Int) {
    let reader = try unsafe DeltaReader(delta.start, count: delta.count)
    return (reader.baseSize, reader.resultSize)
  }

  /// Builds the result of a delta, whose size the caller has bounded.
  ///
  /// - Throws: `badDelta` or `outOfMemory`.
  package func build(
    _ delta: ObjectBytes, on base: ObjectBytes
  ) throws(EntryError) -> ObjectBytes {
    var reader = try unsafe DeltaReader(delta.start, count: delta.count)
    guard reader.baseSize == base.count else { throw .badDelta }
    let result = try ObjectBytes(room: reader.resultSize)
    unsafe try reader.build(from: base.start, into: result.start)
    return result
  }
}
