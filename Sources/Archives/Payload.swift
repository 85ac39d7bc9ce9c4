/// A container that stands behind something else: the program that opens it.
package struct Payload: Hashable, Sendable {
  package let kind: ContainerKind
  /// Where it begins; 0 for a zip, whose list at its end says where its entries are.
  package let offset: Int

  /// What a content that may have one holds wherever it does: necessary, not sufficient.
  package static let marks: [[UInt8]] = [endOfZip, starts[0]]

  /// How a zip ends, but for a comment.
  private static let endOfZip: [UInt8] = [0x50, 0x4b, 0x05, 0x06]
  private static let endSize = 22
  /// The longest comment, and what it belongs to.
  private static let longestEnd = endSize + 65_535

  /// What a script may have behind its last line, which is a stream of its own.
  private static let starts: [[UInt8]] = [
    [0x0a, 0x1f, 0x8b, 0x08, 0x00], Array("\nBZh".utf8), [0x0a, 0xfd, 0x37, 0x7a, 0x58, 0x5a],
    [0x0a, 0x28, 0xb5, 0x2f, 0xfd],
  ]
  /// How long a script is at most.
  private static let longestScript = 1 << 20

  /// Finds what stands behind the begin of a content that is no container by that begin.
  ///
  /// - Parameter bytes: The whole content.
  package init?(in bytes: Span<UInt8>) {
    if Self.endsZip(bytes, at: bytes.count - Self.endSize) {
      self.init(kind: .zip, offset: 0)
      return
    }
    // A script that is nothing else holds no zero; what is compressed does.
    guard Self.isProgram(bytes), bytes.firstPlace(of: [0], from: 0) != nil else { return nil }
    let floor = max(0, bytes.count - Self.longestEnd)
    var at = floor
    while let place = bytes.firstPlace(of: Self.endOfZip, from: at) {
      if Self.endsZip(bytes, at: place) {
        self.init(kind: .zip, offset: 0)
        return
      }
      at = place + 1
    }
    guard let (kind, offset) = Self.stream(in: bytes) else { return nil }
    self.init(kind: kind, offset: offset)
  }

  private init(kind: ContainerKind, offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  /// Whether the first bytes are those of a program: a script, or an executable of some system.
  package static func isProgram(_ start: Span<UInt8>) -> Bool {
    guard start.count > 4 else { return false }
    return switch (start[0], start[1]) {
    case (UInt8(ascii: "#"), UInt8(ascii: "!")), (UInt8(ascii: "M"), UInt8(ascii: "Z")): true
    case (0x7f, UInt8(ascii: "E")): start[2] == UInt8(ascii: "L") && start[3] == UInt8(ascii: "F")
    default: false
    }
  }

  /// The stream that stands behind a line of a script.
  private static func stream(in bytes: Span<UInt8>) -> (ContainerKind, Int)? {
    guard bytes[0] == UInt8(ascii: "#") else { return nil }
    let script = bytes.extracting(..<min(bytes.count, longestScript))
    let found = starts.compactMap { start -> (ContainerKind, Int)? in
      guard let place = script.firstPlace(of: start, from: 0),
        let kind = ContainerKind(startOf: bytes.extracting((place + 1)...))
      else { return nil }
      return (kind, place + 1)
    }
    return found.min { $0.1 < $1.1 }
  }

  /// Whether the list at the end of a zip ends the content there, with a comment at most behind it, and stands before.
  private static func endsZip(_ bytes: Span<UInt8>, at place: Int) -> Bool {
    guard place >= 0, bytes.count - place >= endSize,
      endOfZip.indices.allSatisfy({ bytes[place + $0] == endOfZip[$0] })
    else { return false }
    let entries = number(of: 2, at: place + 10, in: bytes)
    let size = number(of: 4, at: place + 12, in: bytes)
    let comment = number(of: 2, at: place + 20, in: bytes)
    guard comment == bytes.count - place - endSize, entries > 0 else { return false }
    // Sizes beyond 4 GB stand elsewhere.
    if size == 0xffff_ffff { return true }
    let list = place - size
    return size >= 46 && list >= 0 && bytes[list] == 0x50 && bytes[list + 1] == 0x4b
      && bytes[list + 2] == 0x01 && bytes[list + 3] == 0x02
  }

  private static func number(of count: Int, at place: Int, in bytes: Span<UInt8>) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }
}
