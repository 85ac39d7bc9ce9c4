package import Rules

/// A number of bytes as a text such as `64M`.
package struct ByteSize: TomlReadable {
  let bytes: Int

  /// Reads a text; a number alone could be meant in any unit.
  package init(from value: TomlValue) throws {
    guard let bytes = value.string.flatMap(Self.bytes) else {
      let example = value.integer.map { $0 > 0 ? "\($0)" : "64" } ?? "64"
      throw TomlMismatch(wanted: "a size like \"\(example)M\"")
    }
    self.bytes = bytes
  }

  /// The bytes that a text stands for: a number, with `K`, `M` or `G` behind it, which may be
  /// followed by `B` or `iB`; nil for anything else.
  package static func bytes(_ text: String) -> Int? {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    var text = text.uppercased()
    if text.hasSuffix("IB") { text.removeLast(2) } else if text.hasSuffix("B") { text.removeLast() }
    let unit = text.last.flatMap { units[$0] }
    let digits = unit == nil ? text : String(text.dropLast())
    guard let number = Int(digits), number > 0 else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
    return overflow ? nil : bytes
  }
}
