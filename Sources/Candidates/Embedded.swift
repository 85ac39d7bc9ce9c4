/// A container that a text holds in base64.
package struct Embedded: Sendable {
  /// Where the base64 stands.
  package var range: Range<Int>
  /// The container.
  package let bytes: [UInt8]

  mutating func move(by count: Int) {
    range = (range.lowerBound + count)..<(range.upperBound + count)
  }
}

/// The containers in base64 in a text.
struct Embedding {
  private(set) var containers: [Embedded] = []
  private var held = 0
  private var taken = 0

  /// The fewest bytes of a container.
  private static let least = 48

  /// Takes one that was decoded already.
  mutating func add(_ container: Embedded) {
    containers.append(container)
    taken = max(taken, container.range.upperBound)
    held += container.bytes.count
  }

  /// Takes the container whose base64 begins at a place.
  ///
  /// - Parameters:
  ///   - start: The place.
  ///   - most: How many bytes all containers may have.
  ///   - text: The text.
  /// - Returns: Whether there is room for it.
  mutating func add(at start: Int, atMost most: Int, in text: Span<UInt8>) -> Bool {
    guard start >= taken else { return true }
    var reader = WrappedBase64(at: start)
    var bytes: [UInt8] = []
    while case let piece = reader.read(from: text), !piece.isEmpty {
      bytes += piece
      guard held + bytes.count <= most else { return false }
    }
    guard bytes.count >= Self.least else { return true }
    add(
      Embedded(range: start..<reader.end(ofByte: bytes.count, from: start, in: text), bytes: bytes))
    return true
  }
}
