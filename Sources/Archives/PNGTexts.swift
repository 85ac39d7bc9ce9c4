internal import Packs

/// The texts in a picture of the PNG format (W3C, 11.3.3): `tEXt`, `zTXt` and `iTXt`.
enum PNGTexts {
  static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

  /// The texts, a line or more each: `name = value`.
  ///
  /// - Parameters:
  ///   - bytes: The picture.
  ///   - take: Counts bytes that come out, and says whether they may.
  /// - Returns: The texts, each behind its name.
  static func text(of bytes: [UInt8], _ take: (Int) -> Bool) -> [UInt8] {
    var (text, at) = ([UInt8](), signature.count)
    while at + 12 <= bytes.count {
      let length = bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) }
      let kind = String(decoding: bytes[(at + 4)..<(at + 8)], as: UTF8.self)
      let end = min(bytes.count, at + 8 + length)
      if let value = value(bytes[(at + 8)..<end], kind, take) {
        text += value
        text.append(0x0a)
      }
      at = end + 4
    }
    return text
  }

  private static func value(
    _ data: ArraySlice<UInt8>, _ kind: String, _ take: (Int) -> Bool
  ) -> [UInt8]? {
    guard ["tEXt", "zTXt", "iTXt"].contains(kind), let zero = data.firstIndex(of: 0) else {
      return nil
    }
    let name = Array(data[..<zero]) + Array(" = ".utf8)
    var rest = data[(zero + 1)...]
    var isDeflated = false
    if kind == "zTXt" {
      isDeflated = true
      rest = rest.dropFirst()
    } else if kind == "iTXt" {
      isDeflated = rest.first == 1
      // Behind the two bytes stand a language and the name in it.
      rest = rest.dropFirst(2)
      for _ in 0..<2 { rest = rest[(rest.firstIndex(of: 0).map { $0 + 1 } ?? rest.endIndex)...] }
    }
    guard isDeflated else { return name + rest }
    return PDFStreams.inflated(Array(rest), take).map { name + $0 }
  }
}
