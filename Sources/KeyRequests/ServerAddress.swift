/// The server that is asked about keys: where a key is sent is never left to chance.
package struct ServerAddress: Sendable, Equatable {
  /// Vast.ai's own.
  package static let official = "https://console.vast.ai"

  /// `https`, or `http` for this machine.
  package let scheme: String
  /// A name, an IPv4 address, or an IPv6 address in brackets.
  package let host: String
  package let port: Int?
  /// What stands before `/api/v0/…`; empty, or begins with a slash.
  package let path: String

  /// Why a text is no address that a key may be sent to.
  package struct Problem: Error, Equatable, CustomStringConvertible {
    package let description: String
  }

  /// Reads an address.
  ///
  /// Refused are user names, queries and fragments, anything but `https`, and `http` unless the host
  /// is this machine written plainly: `localhost`, `[::1]`, or 127 and three more numbers.
  /// - Throws: `Problem`; it does not repeat the text, in which a key may stand.
  package init(_ text: String) throws(Problem) {
    guard let colon = text.firstRange(of: "://") else {
      throw Problem(description: "it has to begin with https://")
    }
    scheme = text[..<colon.lowerBound].lowercased()
    guard scheme == "https" || scheme == "http" else {
      throw Problem(description: "it has to begin with https://")
    }
    let rest = text[colon.upperBound...]
    guard rest.utf8.allSatisfy(Self.isPlain) else {
      throw Problem(description: "user names, queries, fragments and odd characters are refused")
    }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    (host, port) = try Self.authority(rest[..<slash])
    var path = rest[slash...]
    while path.hasSuffix("/") { path.removeLast() }
    guard !path.contains("//"),
      !path.split(separator: "/").contains(where: { $0.allSatisfy { $0 == "." } })
    else { throw Problem(description: "its path is not a plain one") }
    self.path = String(path)
    if scheme == "http", !isLoopback {
      throw Problem(description: "http is for this machine only (127.0.0.1, [::1], localhost)")
    }
  }

  /// Letters, digits and what stands in hosts, ports and plain paths: neither `@` nor `?`, `#`, `%`,
  /// nor a backslash.
  private static func isPlain(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-._:[]/".utf8.contains(byte)
  }

  private static func authority(_ text: Substring) throws(Problem) -> (String, Int?) {
    let bad = Problem(description: "its host or port can't be read")
    var host = text
    var port: Int?
    let end = text.hasPrefix("[") ? text.firstIndex(of: "]").map(text.index(after:)) : nil
    if let colon = text[(end ?? text.startIndex)...].firstIndex(of: ":") {
      host = text[..<colon]
      let digits = text[text.index(after: colon)...]
      guard let number = UInt16(digits), number > 0, !digits.hasPrefix("+") else { throw bad }
      port = Int(number)
    } else if let end, end != text.endIndex {
      throw bad
    }
    let name = host.lowercased()
    if name.hasPrefix("[") {
      let inner = name.dropFirst().dropLast()
      guard name.hasSuffix("]"), !inner.isEmpty,
        inner.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." })
      else { throw bad }
    } else {
      guard !name.isEmpty, !name.hasPrefix("."), !name.hasPrefix("-"),
        name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" })
      else { throw bad }
    }
    return (name, port)
  }

  /// Whether the host is this machine, whatever a name server says.
  package var isLoopback: Bool {
    if ["localhost", "[::1]", "[0:0:0:0:0:0:0:1]"].contains(host) { return true }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 4 && numbers[0] == "127"
      && numbers.allSatisfy { number in
        number.count <= 3 && UInt8(number) != nil && (number == "0" || !number.hasPrefix("0"))
          && !number.hasPrefix("+")
      }
  }

  /// Scheme, host and port.
  package var origin: String { "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "") }

  /// The address as it is shown and used.
  package var text: String { origin + path }
}
