/// Text that came from scanned bytes, made fit to print.
///
/// Whoever wrote a path, an author or a message may have meant it for the terminal or for a build
/// service that reads the log. So what is printed holds no control or invisible character, nothing
/// that turns the direction of writing, and no workflow command: those appear as `\n`, `\x1b` or
/// `\u{202e}`, and bytes that are not UTF-8 as `\xff`.
package enum DisplayText {
  /// Shows `text`; where it has more than `limit` bytes, the middle is replaced by `…`.
  package static func of(_ text: String, limit: Int = 400) -> String {
    of(Array(text.utf8), limit: limit)
  }

  /// Shows `bytes`; where there are more than `limit`, the middle is replaced by `…`.
  package static func of(_ bytes: [UInt8], limit: Int = 400) -> String {
    guard bytes.count > limit else { return escape(bytes[...]) }
    var head = limit / 2
    var tail = bytes.count - limit / 2
    while head > 0, isContinuation(bytes[head]) { head -= 1 }
    while tail < bytes.count, isContinuation(bytes[tail]) { tail += 1 }
    return escape(bytes[..<head]) + "…" + escape(bytes[tail...])
  }

  private static func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0xC0 == 0x80
  }

  private static func escape(_ bytes: ArraySlice<UInt8>) -> String {
    var result = ""
    var position = bytes.startIndex
    var iterator = bytes.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var last: Unicode.Scalar?
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        position += encoded.count
        let next = position < bytes.endIndex ? bytes[position] : nil
        result += show(scalar, after: last, before: next)
        last = scalar
      case .error(let length):
        for byte in bytes[position..<(position + length)] { result += hex(byte) }
        position += length
        last = "\u{FFFD}"
      case .emptyInput:
        return result
      }
    }
  }

  private static func show(
    _ scalar: Unicode.Scalar, after last: Unicode.Scalar?, before next: UInt8?
  ) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    // `::name::` is a command at the start of a line, blanks before it or not; a line that is
    // wrapped begins at a blank.
    case ":" where next == UInt8(ascii: ":") && last?.properties.isWhitespace ?? true:
      return "\\x3a"
    // `##[name]` and `##vso[name]` are commands wherever they stand.
    case "#" where next == UInt8(ascii: "#"):
      return "\\x23"
    default:
      break
    }
    guard isInvisible(scalar) else { return String(scalar) }
    return scalar.isASCII
      ? hex(UInt8(scalar.value)) : "\\u{" + String(scalar.value, radix: 16) + "}"
  }

  /// Whether a scalar controls how others are shown instead of being shown.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.utf8.count == 1 ? "\\x0" + digits : "\\x" + digits
  }
}
