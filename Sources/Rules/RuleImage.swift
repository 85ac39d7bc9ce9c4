/// The rules of a file in the form that the binary carries: read already, so that a start costs no
/// more than making the values.
///
/// It is text: whole numbers, each with a mark behind it, and texts behind their lengths. Made from a
/// `RuleFile` while the package is built; `RuleFile.init(_:)` reads it.
package struct RuleImage: Sendable {
  /// What every run reads.
  package let records: String
  /// What is read when it is asked for: patterns and examples.
  package let texts: String

  /// Takes what `init(of:)` made.
  package init(records: String, texts: String) {
    self.records = records
    self.texts = texts
  }

  /// A record of `texts` that nobody has asked for yet.
  struct Part: Sendable {
    let texts: String
    let place: Int

    /// What the record says, as `read` understands it.
    func read<Value>(_ read: (inout ImageReader) -> Value) -> Value {
      var reader = ImageReader(texts, at: place)
      return read(&reader)
    }
  }
}

/// Reads the numbers and texts of an image one after the other.
///
/// What is no image gives zeros and empty texts, and `isSound` is false then.
struct ImageReader {
  private let image: String
  private var place: Int
  private(set) var isSound = true

  init(_ text: String, at place: Int = 0) {
    image = text
    self.place = min(max(0, place), text.utf8.count)
  }

  /// A whole number from 0 on.
  mutating func number() -> Int {
    let bytes = image.utf8.span
    var value = 0
    while place < bytes.count {
      let digit = bytes[place] &- UInt8(ascii: "0")
      place += 1
      guard digit < 10 else { return value }
      value = value &* 10 &+ Int(digit)
    }
    isSound = false
    return 0
  }

  mutating func flag() -> Bool { number() != 0 }

  mutating func text() -> String {
    let count = number()
    guard let part = text(at: place, count: count) else {
      isSound = false
      return ""
    }
    place += count
    return part
  }

  /// A text that stands elsewhere in the image.
  mutating func distantText() -> String {
    let start = number()
    guard let part = text(at: start, count: number()) else {
      isSound = false
      return ""
    }
    return part
  }

  private func text(at start: Int, count: Int) -> String? {
    let bytes = image.utf8
    guard start >= 0, start <= bytes.count, count >= 0, count <= bytes.count - start else {
      return nil
    }
    let first = bytes.index(bytes.startIndex, offsetBy: start)
    return String(bytes[first..<bytes.index(first, offsetBy: count)])
  }

  /// As many values as a number says.
  mutating func list<Value>(_ read: (inout Self) -> Value) -> [Value] {
    let count = number()
    // Each takes a byte at least.
    guard count >= 0, count <= image.utf8.count - place else {
      isSound = false
      return []
    }
    var values: [Value] = []
    values.reserveCapacity(min(count, 1000))
    for _ in 0..<count where isSound { values.append(read(&self)) }
    return values
  }
}

/// Examples, which stay in the form that the binary carries until somebody wants them.
enum ExampleList: Sendable {
  case read([Rule.Example])
  case compiled(RuleImage.Part)

  var examples: [Rule.Example] {
    switch self {
    case .read(let examples): examples
    case .compiled(let part):
      part.read { reader in
        reader.list { reader in
          let text = reader.text()
          return Rule.Example(text: text, path: reader.flag() ? reader.text() : nil)
        }
      }
    }
  }
}
