internal import Packs

/// Finds the streams of a PDF (ISO 32000-1, 7.3.8) and decodes them, without its table of objects: one
/// that is damaged, or that changes were appended to, gives all that it holds.
struct PDFStreams {
  private let bytes: [UInt8]
  private var at = 0

  private static let begin = Array("stream".utf8)
  private static let end = Array("endstream".utf8)
  /// How far before a stream its dictionary begins at most.
  private static let longestDictionary = 4096

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What came of looking for the next stream.
  enum Step {
    /// A stream that holds text, or may.
    case stream([UInt8])
    case end
    /// More came out than may.
    case exhausted
  }

  /// The next stream whose filters are known, decoded.
  ///
  /// - Parameter take: Counts bytes that come out, and says whether they may.
  /// - Returns: The stream, or why there is none.
  mutating func next(_ take: (Int) -> Bool) -> Step {
    while let place = find(Self.begin, from: at) {
      at = place + 6
      guard let filters = filters(before: place), let data = data(behind: place + 6) else {
        continue
      }
      guard let content = decoded(data, filters, take) else { return .exhausted }
      if !content.isEmpty { return .stream(content) }
    }
    return .end
  }

  private enum Filter { case deflate, hex, base85 }

  /// The filters of the stream whose keyword stands at a place, none where it is no text's.
  private func filters(before place: Int) -> [Filter]? {
    var end = place
    while end > 0, isSpace(bytes[end - 1]) { end -= 1 }
    guard end > 1, bytes[end - 1] == UInt8(ascii: ">"), bytes[end - 2] == UInt8(ascii: ">") else {
      return nil
    }
    let floor = max(0, end - Self.longestDictionary)
    let window = bytes[floor..<end]
    let marker = " obj".utf8
    var start = floor
    while let found = bytes[start..<end].firstPlace(of: marker) { start = found + marker.count }
    let dictionary = start > floor ? bytes[start..<end] : window
    for other in ["/Image", "/FontFile", "/Length1", "/XRef", "/CIDToGIDMap", "/ICCBased"]
    where dictionary.firstPlace(of: other.utf8) != nil {
      return nil
    }
    return Self.filters(in: dictionary)
  }

  /// The names behind `/Filter`; nil where one is unknown, or where there is none: what is not encoded
  /// stands in the file as it is, but for its text.
  private static func filters(in dictionary: ArraySlice<UInt8>) -> [Filter]? {
    let key = "/Filter".utf8
    guard let place = dictionary.firstPlace(of: key) else { return [] }
    var (filters, at) = ([Filter](), place + key.count)
    while at < dictionary.endIndex {
      let byte = dictionary[at]
      at += 1
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: ">") { break }
      guard byte == UInt8(ascii: "/") else { continue }
      let name = dictionary[at...].prefix { isNameByte($0) }
      switch String(decoding: name, as: UTF8.self) {
      case "FlateDecode", "Fl": filters.append(.deflate)
      case "ASCIIHexDecode", "AHx": filters.append(.hex)
      case "ASCII85Decode", "A85": filters.append(.base85)
      case let other: return filters.isEmpty || other.hasSuffix("Decode") ? nil : filters
      }
      at = name.endIndex
    }
    return filters
  }

  /// The bytes of a stream, and of what follows where the end is not known.
  private mutating func data(behind place: Int) -> Range<Int>? {
    var start = place
    if start < bytes.count, bytes[start] == 0x0d { start += 1 }
    if start < bytes.count, bytes[start] == 0x0a { start += 1 }
    guard start > place, start < bytes.count else { return nil }
    let end = find(Self.end, from: start) ?? bytes.count
    at = end
    return start..<end
  }

  private func decoded(
    _ data: Range<Int>, _ filters: [Filter], _ take: (Int) -> Bool
  ) -> [UInt8]? {
    var content = Array(bytes[data])
    for filter in filters {
      switch filter {
      case .deflate:
        guard let inflated = Self.inflated(content, take) else { return nil }
        content = inflated
      case .hex: content = Self.hex(content)
      case .base85: content = Self.base85(content)
      }
    }
    return content
  }

  /// What a stream holds as far as it can be inflated; nil where that is too much.
  static func inflated(_ bytes: [UInt8], _ take: (Int) -> Bool) -> [UInt8]? {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { unsafe room.deallocate() }
    // Most are whole and small.
    let whole = unsafe bytes.withUnsafeBytes { buffer in
      unsafe (try? ObjectBuilder())?.inflate(buffer, into: room)
    }
    if let whole { return take(whole) ? unsafe Array(room[..<whole]) : nil }
    guard var stream = try? EntryStream() else { return [] }
    var (content, taken, isAllowed) = ([UInt8](), 0, true)
    while !stream.isAtEnd, isAllowed {
      let step = unsafe bytes.withUnsafeBytes { buffer in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[taken...])
        return unsafe try? stream.inflate(rest, into: room)
      }
      guard let step, step.written > 0 || step.taken > 0 else { break }
      taken += step.taken
      unsafe content.append(contentsOf: room[..<step.written])
      isAllowed = take(step.written)
    }
    return isAllowed ? content : nil
  }

  private static func hex(_ bytes: [UInt8]) -> [UInt8] {
    var (result, high) = ([UInt8](), UInt8?.none)
    for byte in bytes {
      guard let value = PDFText.hexValue(byte) else {
        if byte == UInt8(ascii: ">") { break }
        continue
      }
      if let first = high {
        result.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    if let high { result.append(high << 4) }
    return result
  }

  private static func base85(_ bytes: [UInt8]) -> [UInt8] {
    var (result, word, count) = ([UInt8](), UInt32(0), 0)
    func put(_ word: UInt32, _ count: Int) {
      for shift in [24, 16, 8, 0].prefix(count) {
        result.append(UInt8(truncatingIfNeeded: word >> UInt32(shift)))
      }
    }
    for byte in bytes {
      if byte == UInt8(ascii: "~") { break }
      if byte == UInt8(ascii: "z"), count == 0 {
        put(0, 4)
        continue
      }
      guard 0x21...0x75 ~= byte else { continue }
      word = word &* 85 &+ UInt32(byte - 0x21)
      count += 1
      if count == 5 {
        put(word, 4)
        (word, count) = (0, 0)
      }
    }
    if count > 1 {
      for _ in count..<5 { word = word &* 85 &+ 84 }
      put(word, count - 1)
    }
    return result
  }

  private func find(_ word: [UInt8], from start: Int) -> Int? {
    bytes.span.firstPlace(of: word, from: start)
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0d ~= byte }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
