internal import CDeflate

/// Makes views in which a gzip stream that is written in base64, as Helm keeps its releases, stands as
/// what it holds.
struct Inflating {
  /// Where the streams stand, in order.
  private(set) var ranges: [Range<Int>] = []
  private var contents: [[UInt8]] = []
  /// How many bytes the contents have.
  private var held = 0
  /// The end of what was read for the last stream, also one that turned out to be none.
  private var taken = 0

  /// What the base64 of a stream begins with: without further fields, and with a file's name.
  static let beginnings = ["H4sIA", "H4sIC"].map { Array($0.utf8) }

  /// Takes the stream at a place, if one begins there.
  ///
  /// - Parameters:
  ///   - start: The place.
  ///   - most: How many bytes all contents may have.
  ///   - text: The text.
  /// - Returns: Whether the content has room; what has no room is left out.
  mutating func add(_ start: Int, atMost most: Int, in text: Span<UInt8>) -> Bool {
    guard start >= taken,
      Self.beginnings.contains(where: { begin in
        begin.indices.allSatisfy { start + $0 < text.count && text[start + $0] == begin[$0] }
      })
    else { return true }
    guard let stream = GzipStream() else { return false }
    var reader = WrappedBase64(at: start)
    var (content, isOpen, hasRoom) = ([UInt8](), true, true)
    while isOpen, hasRoom, case let input = reader.read(from: text), !input.isEmpty {
      let room = most - held - content.count
      isOpen = stream.inflate(input, atMost: room, into: &content)
      hasRoom = content.count + held < most
    }
    taken = reader.end(ofByte: stream.consumed, from: start, in: text)
    guard !content.isEmpty else { return hasRoom }
    ranges.append(start..<taken)
    held += content.count
    contents.append(content)
    return hasRoom
  }

  func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    var view = View(from: range.lowerBound, capacity: range.count)
    var copied = range.lowerBound
    for number in firstRange(endingAfter: range.lowerBound)..<ranges.count {
      let place = ranges[number]
      guard place.lowerBound < range.upperBound else { break }
      view.copy(copied..<max(copied, place.lowerBound), of: text)
      let content = contents[number]
      // No byte of the content stands for one of the text alone: they share it out evenly.
      for (index, byte) in content.enumerated() {
        let origin = place.lowerBound + index * place.count / content.count
        if range.contains(origin) { view.put(byte, for: origin..<(origin + 1)) }
      }
      copied = min(range.upperBound, max(copied, place.upperBound))
    }
    view.copy(copied..<range.upperBound, of: text)
    return view
  }

  private func firstRange(endingAfter place: Int) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Reads base64 that may be wrapped, piece by piece.
private struct WrappedBase64 {
  private var at: Int
  private var word: UInt32 = 0
  private var bits = 0

  /// How many bytes a piece has.
  private static let piece = 1024

  init(at start: Int) { at = start }

  /// The next bytes; none at the end.
  mutating func read(from text: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < Self.piece, let next = Self.character(at: at, in: text) {
      word = word << 6 | (Base64.value(of: text[next]) ?? 0)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
      }
      at = next + 1
    }
    return bytes
  }

  /// Where what stands for so many bytes from `start` on ends, with its padding.
  func end(ofByte count: Int, from start: Int, in text: Span<UInt8>) -> Int {
    var (end, left) = (start, (count * 4 + 2) / 3)
    while left > 0, let next = Self.character(at: end, in: text) {
      end = next + 1
      left -= 1
    }
    return end + Base64.padding(at: end, in: text)
  }

  /// Where the next character of base64 stands, past the end of a line, written out or escaped.
  private static func character(at place: Int, in text: Span<UInt8>) -> Int? {
    var at = place
    let limit = min(text.count, place + 64)
    while at < limit {
      if Base64.value(of: text[at]) != nil { return at }
      switch text[at] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): at += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        guard at > place else { return nil }
        at += 1
      case UInt8(ascii: "\\"):
        guard at + 1 < limit else { return nil }
        switch text[at + 1] {
        case UInt8(ascii: "n"), UInt8(ascii: "r"): at += 2
        case UInt8(ascii: "/"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): at += 1
        default: return nil
        }
      default: return nil
      }
    }
    return nil
  }
}

/// Inflates a gzip stream with zlib.
@safe
private final class GzipStream {
  private let stream: UnsafeMutablePointer<z_stream>
  /// How many bytes of the input belong to the stream.
  private(set) var consumed = 0

  /// How many bytes are inflated at once.
  private static let step = 16_384

  /// Nil where memory is short.
  init?() {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // The largest window, and the header of gzip.
    let status = unsafe inflateInit2_(
      stream, 15 + 16, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
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
      return status == Z_OK || (status == Z_BUF_ERROR && left > 0)
    }
  }
}
