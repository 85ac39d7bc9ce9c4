import CScan
import Candidates

/// An encoding with a period, as a list of which bytes can stand where.
private struct Periodic {
  let kind: Int
  let classes: [Set<UInt8>]

  init(_ kind: Int, _ classes: [Set<UInt8>]) {
    self.kind = kind
    self.classes = classes
  }

  static let all: [Periodic] = {
    let letters = bytes("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    let word = letters.union(bytes("0123456789"))
    let hex = bytes("0123456789abcdefABCDEF")
    let (high, octal, zero) = (bytes("234567"), bytes("01234567"), Set<UInt8>([0]))
    return [
      Periodic(Int(vg_kind_utf16), [word, zero]),
      Periodic(Int(vg_kind_hex), [high.union(bytes("0")), hex]),
      Periodic(Int(vg_kind_percent), [bytes("%="), high, hex]),
      Periodic(Int(vg_kind_utf32), [word, zero, zero, zero]),
      Periodic(Int(vg_kind_base64), base64Classes(of: { [$0] }, count: 3)),
      Periodic(Int(vg_kind_backslash_x), [bytes("\\"), bytes("x"), high, hex]),
      Periodic(Int(vg_kind_octal), [bytes("\\"), bytes("01"), octal, octal]),
      Periodic(
        Int(vg_kind_unicode), [bytes("\\"), bytes("u"), bytes("0"), bytes("0"), high, hex]),
      Periodic(
        Int(vg_kind_reference), [bytes("&"), bytes("#"), bytes("xX"), high, hex, bytes(";")]),
      Periodic(Int(vg_kind_bytes), [bytes("0"), bytes("x"), high, hex, bytes(","), bytes(" \n")]),
      Periodic(Int(vg_kind_pairs), [high, hex, bytes(",: ")]),
      Periodic(
        Int(vg_kind_pairs_utf16),
        [high, hex, bytes(",: "), bytes("0"), bytes("0"), bytes(",: ")]),
      Periodic(Int(vg_kind_base64_utf16), base64Classes(of: { [$0, 0] }, count: 3)),
    ]
  }()

  private static func bytes(_ text: String) -> Set<UInt8> { Set(text.utf8) }

  /// The characters of base64 at each place, of every text of `count` characters that are spelt as
  /// `spell` says; two characters are next to each other in one of the base64's.
  private static func base64Classes(
    of spell: (UInt8) -> [UInt8], count: Int
  ) -> [Set<UInt8>] {
    let text = Array(0x20...0x7e as ClosedRange<UInt8>) + [9, 10, 13]
    var classes: [Set<UInt8>] = []
    for first in text {
      for second in text {
        for spelling in [[first, second, first], [second, first, second]] {
          let encoded = base64(spelling.flatMap(spell))
          if classes.isEmpty { classes = encoded.map { _ in [] } }
          for (index, byte) in encoded.enumerated() { classes[index].insert(byte) }
        }
      }
    }
    return classes
  }
}

/// The stretches of encoded text, encoding by encoding and byte by byte.
func encodedPlaces(in bytes: [UInt8]) -> [Place] {
  let length = Int(vg_encoded_length)
  var places: [Place] = []
  for encoding in Periodic.all {
    let period = encoding.classes.count
    for phase in 0..<period {
      // Of the byte at `index`, the place is (index + phase) % period.
      var start = 0
      for index in 0...bytes.count {
        if index < bytes.count, encoding.classes[(index + phase) % period].contains(bytes[index]) {
          continue
        }
        if index - start >= length {
          let kind = encoding.kind + (start + phase) % period
          places.append(Place(offset: start, length: length, kind: kind))
        }
        start = index + 1
      }
    }
  }
  return places + variedPlaces(in: bytes) + listedPlaces(in: bytes) + packedPlaces(in: bytes)
    + marks(in: bytes)
}

private func marks(in bytes: [UInt8]) -> [Place] {
  let (utf16, utf32) = (Int(vg_kind_utf16), Int(vg_kind_utf32))
  if bytes.starts(with: [0xff, 0xfe, 0, 0]) { return [Place(offset: 0, length: 4, kind: utf32)] }
  if bytes.starts(with: [0, 0, 0xfe, 0xff]) {
    return [Place(offset: 0, length: 4, kind: utf32 + 1)]
  }
  if bytes.starts(with: [0xff, 0xfe]) { return [Place(offset: 0, length: 2, kind: utf16)] }
  if bytes.starts(with: [0xfe, 0xff]) { return [Place(offset: 0, length: 2, kind: utf16 + 1)] }
  return []
}

private func variedPlaces(in bytes: [UInt8]) -> [Place] {
  var lengths: [Int: Int] = [:]
  let octal = Set("01234567".utf8)
  for value in 32...127 {
    let digits = String(value, radix: 8)
    var escapes = [digits, String(repeating: "0", count: 3 - digits.utf8.count) + digits]
    let hex = String(value, radix: 16)
    for hex in [hex, hex.uppercased()] where value < 128 {
      escapes += [
        "u{\(hex)}", "x{\(hex)}", "'\(hex)", "u{00\(hex)}", "U000000\(hex)", "\\u00\(hex)",
      ]
    }
    for escape in escapes.map({ Array("\\\($0)".utf8) }) {
      for offset in bytes.indices.dropLast(escape.count - 1)
      where bytes[offset] == escape[0] && bytes[offset..<(offset + escape.count)] == escape[...] {
        let next = offset + escape.count
        if escape.count == 3, next < bytes.count, octal.contains(bytes[next]) { continue }
        lengths[offset] = escape.count
      }
    }
  }
  let references =
    (32...126).flatMap { ["\($0)", "0\($0)", "00\($0)"] }
    + (32...127).map { "x00" + String($0, radix: 16) }
    + (32...127).map { "x00" + String($0, radix: 16, uppercase: true) }
    + (32...127).map { "X00" + String($0, radix: 16) }
    + (32...127).map { "X00" + String($0, radix: 16, uppercase: true) }
  for reference in references {
    let escape = Array("&#\(reference);".utf8)
    for offset in bytes.indices.dropLast(escape.count - 1)
    where bytes[offset] == escape[0] && bytes[offset..<(offset + escape.count)] == escape[...] {
      lengths[offset] = escape.count
    }
  }
  return stretches(of: lengths, kind: Int(vg_kind_varied))
}

/// The stretches of what begins at the keys and has those lengths.
private func stretches(of lengths: [Int: Int], kind: Int) -> [Place] {
  lengths.keys.compactMap { begin in
    if (3...Int(vg_varied_longest)).contains(where: { lengths[begin - $0] == $0 }) { return nil }
    var end = begin
    while end - begin < Int(vg_encoded_length), let length = lengths[end] { end += length }
    guard end - begin >= Int(vg_encoded_length) else { return nil }
    let start = max(0, begin - Int(vg_varied_longest))
    return Place(offset: start, length: end - start, kind: kind)
  }
}

/// The begins of base64 that is as of a stream or container.
private func packedPlaces(in bytes: [UInt8]) -> [Place] {
  let word = Set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/".utf8)
  let begins = [
    "H4sI", "eJw", "eJx", "eJy", "eJz", "eNo", "eNp", "eNq", "eNr", "eAE", "eAF", "eAG", "eAH",
    "UEsDB",
    "/Td6WFo", "Qlpo", "KLUv", "U1FMaXRlIGZvcm1h", "JVBERi0",
  ]
  let length = Int(vg_encoded_length)
  return bytes.indices.dropLast(length - 1).compactMap { begin in
    guard begin == 0 || !word.contains(bytes[begin - 1]),
      bytes[begin..<(begin + length)].allSatisfy(word.contains),
      begins.contains(where: { bytes[begin...].starts(with: $0.utf8) })
    else { return nil }
    return Place(offset: begin, length: length, kind: Int(vg_kind_packed))
  }
}

/// The stretches of lists of characters, each with the comma before it.
private func listedPlaces(in bytes: [UInt8]) -> [Place] {
  let word = Set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
  var characters = (32...126).map { Array(String($0).utf8) }
  for quote in ["'", "\""] {
    characters += word.union([UInt8(ascii: "_")]).map { Array(quote.utf8) + [$0] + quote.utf8 }
  }
  var glued: [[UInt8]] = []
  for value in 32...127 {
    let hex = (value < 16 ? "0" : "") + String(value, radix: 16)
    glued += [Array("0x\(hex)".utf8), Array("0x\(hex.uppercased())".utf8)]
  }
  var lengths: [Int: Int] = [:]
  for comma in bytes.indices where bytes[comma] == UInt8(ascii: ",") {
    let isApart = comma + 1 < bytes.count && [0x20, 0x0a].contains(bytes[comma + 1])
    let start = comma + (isApart ? 2 : 1)
    let all = isApart ? characters : characters + glued
    for character in all where bytes[start...].starts(with: character) {
      let end = start + character.count
      let isQuoted = character[0] == UInt8(ascii: "'") || character[0] == UInt8(ascii: "\"")
      if isQuoted || end == bytes.count || !word.contains(bytes[end]) {
        lengths[comma] = end - comma
      }
    }
  }
  return stretches(of: lengths, kind: Int(vg_kind_list))
}

/// All escapes of hex digits, by the byte that leads them.
private let digitEscapes: [UInt8: [[UInt8]]] = {
  var escapes: [String] = []
  for digit in "0123456789abcdefABCDEF".utf8 {
    let (number, octal) = (String(digit, radix: 16), String(digit, radix: 8))
    escapes += [
      "%\(number)", "=\(number)", "\\x\(number)", "\\u00\(number)", "\\U000000\(number)",
    ]
    escapes += digit < 64 ? ["\\0\(octal)", "\\\(octal)"] : ["\\\(octal)"]
    for zeros in 0...6 {
      let padded = String(repeating: "0", count: zeros) + number
      escapes += ["&#x\(padded);", "&#X\(padded);", "\\u{\(padded)}", "\\x{\(padded)}"]
      let decimal = String(repeating: "0", count: zeros) + String(digit)
      if decimal.utf8.count <= 8 { escapes.append("&#\(decimal);") }
    }
  }
  return Dictionary(grouping: escapes.map { Array($0.utf8) }) { $0[0] }
}()

/// The length of the escape of a hex digit.
private func escapedDigit(_ bytes: [UInt8], _ at: Int) -> Int? {
  guard let escapes = digitEscapes[bytes[at]] else { return nil }
  return escapes.first { bytes[at...].starts(with: $0) }?.count
}

/// The length of a line end with a name and `+=` behind it.
private func appending(_ bytes: [UInt8], _ at: Int) -> Int? {
  let text = bytes[at..<min(bytes.count, at + 40)]
  guard
    let match = String(decoding: text, as: UTF8.self).prefixMatch(
      of: /\r?\n[0-9A-Za-z_ \t]*\+=/.matchingSemantics(.unicodeScalar))
  else { return nil }
  return String(match.0).utf8.count
}

/// The places where a string of hex digits goes on.
func joints(in bytes: [UInt8]) -> [Place] {
  let quotes = Set("\"'`".utf8)
  let (ends, opening) = (Set("\r\n".utf8), Set(" \t}".utf8))
  func digits(_ range: Range<Int>) -> Bool {
    range.lowerBound >= 0 && range.upperBound <= bytes.count
      && bytes[range].allSatisfy(isHexDigit)
  }
  func stops(_ at: Int) -> Bool {
    guard at >= 0, at < bytes.count else { return false }
    if quotes.contains(bytes[at]) { return true }
    guard at + 1 < bytes.count else { return false }
    let next = bytes[at + 1]
    if bytes[at] == UInt8(ascii: "\\") { return ends.contains(next) || quotes.contains(next) }
    return "=^%".utf8.contains(bytes[at]) && ends.contains(next)
  }
  func goesOn(_ at: Int) -> Bool {
    quotes.contains(bytes[at]) || ends.contains(bytes[at]) || opening.contains(bytes[at])
  }
  let (piece, kind) = (Int(vg_joint_piece), Int(vg_kind_joint))
  func rest(_ stop: Int) -> Int {
    bytes[stop] == UInt8(ascii: "=") ? 1 : Int(vg_joint_rest)
  }
  var places: [Place] = []
  for at in bytes.indices {
    let plain = escapedDigit(bytes, at) ?? appending(bytes, at)
    if let plain, digits((at - piece)..<at), digits((at + plain)..<(at + plain + 4)) {
      places.append(Place(offset: at - piece, length: piece + plain + 4, kind: kind))
    }
    if let length = escapedDigit(bytes, at), digits((at - 4)..<at),
      digits((at + length)..<(at + length + piece))
    {
      places.append(Place(offset: at - 4, length: 4 + length + piece, kind: kind))
    }
    if stops(at), digits((at - piece)..<at) {
      let length = (2...Int(vg_joint_longest)).first { length in
        at + length <= bytes.count && goesOn(at + length - 1)
          && digits((at + length)..<(at + length + rest(at)))
      }
      if let length {
        places.append(
          Place(offset: at - piece, length: piece + length + rest(at), kind: kind))
      }
    }
    if at > 0, goesOn(at - 1), digits(at..<(at + piece)) {
      let stop = (2...Int(vg_joint_longest)).lazy.map { at - $0 }.first { stop in
        stops(stop) && digits((stop - rest(stop))..<stop)
      }
      if let stop {
        let start = stop - rest(stop)
        places.append(Place(offset: start, length: at + piece - start, kind: kind))
      }
    }
  }
  return places
}
