import Git
import TestSupport
import Testing

/// Ids are read from hex digits wherever commits name trees and parents.
@Suite struct ObjectIDTests {
  @Test(arguments: ObjectFormat.allCases)
  func `whatever byte stands anywhere among the digits, an id is read only where it is a digit`(
    format: ObjectFormat
  ) throws {
    let count = format.digitCount
    for place in 0..<count {
      for byte in UInt8.min...UInt8.max {
        var digits = (0..<count).map { Array("0123456789abcdefABCDEF".utf8)[$0 * 7 % 22] }
        digits[place] = byte
        let text = [UInt8(ascii: "x")] + digits + [UInt8(ascii: "x")]
        let expected = digits.map { Character(UnicodeScalar($0)).hexDigitValue }
        let id = ObjectID(hexIn: text.span, at: 1, format)
        guard byte < 128, !expected.contains(nil) else {
          #expect(id == nil, "byte \(byte) at \(place)")
          continue
        }
        let nibbles = expected.compactMap { $0 }
        let bytes = stride(from: 0, to: count, by: 2).map {
          UInt8(nibbles[$0] << 4 | nibbles[$0 + 1])
        }
        #expect(id == ObjectID(bytes.span))
      }
    }
  }

  @Test(arguments: ObjectFormat.allCases)
  func `nothing is read past the end`(format: ObjectFormat) {
    let digits = [UInt8](repeating: UInt8(ascii: "a"), count: format.digitCount)
    #expect(ObjectID(hexIn: digits.span, at: 0, format) != nil)
    #expect(ObjectID(hexIn: digits.span, at: 1, format) == nil)
    #expect(ObjectID(hexIn: digits.span, at: -1, format) == nil)
  }
}
