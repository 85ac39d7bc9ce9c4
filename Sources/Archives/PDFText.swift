/// The text that a content stream of a PDF shows (ISO 32000-1, 9.4), line by line.
///
/// Pieces of a line that are moved a little, as kerning does, are one; a string that is no text shown
/// is a line of its own.
struct PDFText {
  private let bytes: [UInt8]
  private var at = 0
  private var text: [UInt8] = []
  /// The numbers before the operator that is read next.
  private var numbers: [Double] = []
  /// The strings before it, put together.
  private var shown: [UInt8] = []
  /// The height of the line, where a matrix says it.
  private var height: Double?
  private var isInList = false

  /// What is left between two pieces of a line that are words of their own, in thousandths of a font's
  /// size.
  private static let space = 200.0

  /// The text of a stream; nil for one that shows none.
  static func text(of stream: [UInt8]) -> [UInt8]? {
    guard
      ["Tj", "TJ", "'", "\""].contains(where: { stream[...].firstPlace(of: $0.utf8) != nil }),
      stream[...].firstPlace(of: "BT".utf8) != nil
    else { return nil }
    var text = PDFText(bytes: stream)
    text.read()
    return text.text
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func read() {
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "("): readLiteral()
      case UInt8(ascii: "<"): readHex()
      case UInt8(ascii: "["):
        isInList = true
        at += 1
      case UInt8(ascii: "]"):
        isInList = false
        at += 1
      case UInt8(ascii: "%"): skipLine()
      case UInt8(ascii: "/"):
        at += 1
        skipWord()
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "."):
        readNumber()
      default:
        if Self.isWord(byte) {
          readOperator()
        } else {
          at += 1
        }
      }
    }
    endLine()
  }

  private mutating func endLine() {
    text += shown
    shown = []
    if let last = text.last, last != 0x0a { text.append(0x0a) }
  }

  private mutating func show() {
    text += shown
    shown = []
  }

  /// A gap within a line.
  private mutating func endWord() {
    show()
    if let last = text.last, last != 0x0a, last != 0x20 { text.append(0x20) }
  }

  private mutating func readOperator() {
    let start = at
    skipWord()
    defer { numbers = [] }
    // The operators of text have one letter or two.
    let second = at - start == 2 ? bytes[start + 1] : 0
    switch (at - start > 2 ? 0 : bytes[start], second) {
    case (UInt8(ascii: "T"), UInt8(ascii: "j")), (UInt8(ascii: "T"), UInt8(ascii: "J")): show()
    case (UInt8(ascii: "'"), 0), (UInt8(ascii: "\""), 0):
      let line = shown
      shown = []
      endLine()
      text += line
    case (UInt8(ascii: "T"), UInt8(ascii: "d")), (UInt8(ascii: "T"), UInt8(ascii: "D")):
      if numbers.last == 0 { endWord() } else { endLine() }
      height = nil
    case (UInt8(ascii: "T"), UInt8(ascii: "*")), (UInt8(ascii: "E"), UInt8(ascii: "T")),
      (UInt8(ascii: "B"), UInt8(ascii: "T")):
      endLine()
    case (UInt8(ascii: "T"), UInt8(ascii: "m")):
      if height != nil, numbers.last == height { endWord() } else { endLine() }
      height = numbers.last
    case (UInt8(ascii: "I"), UInt8(ascii: "D")):
      endLine()
      skipImage()
    default: if !shown.isEmpty { endLine() }
    }
  }

  private mutating func skipWord() {
    while at < bytes.count, Self.isWord(bytes[at]) { at += 1 }
  }

  private mutating func skipLine() {
    while at < bytes.count, bytes[at] != 0x0a, bytes[at] != 0x0d { at += 1 }
  }

  /// Passes over the bytes of an image that stands within the stream.
  private mutating func skipImage() {
    at = bytes[at...].firstPlace(of: "EI".utf8).map { $0 + 2 } ?? bytes.count
  }

  private mutating func readNumber() {
    let start = at
    at += 1
    while at < bytes.count, 0x30...0x39 ~= bytes[at] || bytes[at] == UInt8(ascii: ".") { at += 1 }
    guard at - start < 32, let number = Self.number(bytes[start..<at]) else { return }
    if isInList {
      if number < -Self.space { shown.append(0x20) }
    } else {
      if numbers.count > 8 { numbers = [] }
      numbers.append(number)
    }
  }

  /// The number that some characters stand for; nil where they stand for none.
  private static func number(_ text: ArraySlice<UInt8>) -> Double? {
    // Both the digits and the power of ten are exact where there are so few, and so is the quotient.
    guard text.count < powersOfTen.count else {
      return Double(String(decoding: text, as: UTF8.self))
    }
    var (digits, count, decimals) = (0, 0, 0)
    var hasPoint = false
    for byte in text {
      switch byte {
      case 0x30...0x39:
        digits = digits * 10 + Int(byte - 0x30)
        count += 1
        if hasPoint { decimals += 1 }
      case UInt8(ascii: "."):
        if hasPoint { return nil }
        hasPoint = true
      default: break
      }
    }
    guard count > 0 else { return nil }
    let number = Double(digits) / powersOfTen[decimals]
    return text.first == UInt8(ascii: "-") ? -number : number
  }

  private static let powersOfTen = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  private mutating func readLiteral() {
    var depth = 1
    at += 1
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\\"): readEscape()
      case UInt8(ascii: "("):
        depth += 1
        put(byte)
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return }
        put(byte)
      default: put(byte)
      }
    }
  }

  /// Appends a byte of a string; the zeros of UTF-16 are left out.
  private mutating func put(_ byte: UInt8) {
    if byte != 0 { shown.append(byte) }
  }

  private mutating func readEscape() {
    guard at < bytes.count else { return }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "n"): put(0x0a)
    case UInt8(ascii: "r"): put(0x0d)
    case UInt8(ascii: "t"): put(0x09)
    case UInt8(ascii: "b"), UInt8(ascii: "f"), 0x0a: break
    case 0x0d: if at < bytes.count, bytes[at] == 0x0a { at += 1 }
    case 0x30...0x37:
      var value = UInt32(byte - 0x30)
      for _ in 0..<2 where at < bytes.count && 0x30...0x37 ~= bytes[at] {
        value = value << 3 | UInt32(bytes[at] - 0x30)
        at += 1
      }
      put(UInt8(truncatingIfNeeded: value))
    default: put(byte)
    }
  }

  /// A string in hex digits, or the begin of a dictionary.
  private mutating func readHex() {
    at += 1
    if at < bytes.count, bytes[at] == UInt8(ascii: "<") {
      at += 1
      return
    }
    var high: UInt8?
    while at < bytes.count, bytes[at] != UInt8(ascii: ">") {
      if let value = Self.hexValue(bytes[at]) {
        if let first = high {
          put(first << 4 | value)
          high = nil
        } else {
          high = value
        }
      }
      at += 1
    }
    if let high { put(high << 4) }
    at += 1
  }

  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "'"),
      UInt8(ascii: "\""), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "+"):
      true
    default: false
    }
  }
}
