import Candidates
import Foundation
import Rules
import Testing

/// Keys in texts that are encoded as a whole, in values that are, and in encodings of encodings.
@Suite struct EncodedSecretTests {
  static let contexts =
    VastSettingsContexts.assignments + VastSettingsContexts.sections
    + VastCommandContexts.commands + VastCommandContexts.shells + VastCommandContexts.files
    + VastCodeContexts.assignments + VastCodeContexts.clients + VastCodeContexts.dumps
    + VastNetworkContexts.addresses + VastNetworkContexts.headers

  @Test(arguments: Encoder.all)
  func `a key in a text that is encoded as a whole is found`(encoder: Encoder) throws {
    for context in Self.contexts {
      try expect(context, as: encoder)
    }
  }

  /// Encodings of encodings as they occur: what escapes every character is not escaped again, nor
  /// are the zeros of UTF-16 and UTF-32.
  static let pairs = Encoder.all.flatMap { outer in
    Encoder.all.compactMap { inner in
      let isPossible =
        switch inner.kind {
        case .text: true
        case .escapes: outer.isPacked || outer.hasMark
        case .utf16: outer.isPacked
        case .utf32: false
        }
      return isPossible
        ? Encoder("\(outer) of \(inner)", kind: .text) { outer.encode(inner.encode($0)) } : nil
    }
  }

  @Test(arguments: pairs)
  func `a key in an encoding of an encoding is found`(encoder: Encoder) throws {
    for context in [VastSettingsContexts.assignments[2], VastSettingsContexts.sections[2]] {
      try expect(context, as: encoder)
    }
  }

  /// The encodings in which the bytes of one character follow those of another.
  static let separable = Encoder.all.filter {
    $0.kind != .text || $0.description == "hex"
  }

  @Test(arguments: separable)
  func `the place of a key is the range that stands for it`(encoder: Encoder) throws {
    for context in Self.contexts where context.text.split(separator: "{key}").count <= 2 {
      let (text, expected) = context.filled()
      guard expected.count == 1, let range = text.range(of: expected[0].secret) else { continue }
      let start = encoder.encode(Array(text[..<range.lowerBound].utf8)).count
      let end = encoder.encode(Array(text[..<range.upperBound].utf8)).count
      var searcher = try Searcher()
      let bytes = encoder.encode(Array(text.utf8))
      let found = try searcher.candidates(in: bytes, path: context.path)
      #expect(found.map(\.secret) == [start..<end], "\(encoder): \(context)")
    }
  }

  /// Expects the same of an encoded text as of the text in clear.
  private func expect(_ context: VastContext, as encoder: Encoder) throws {
    let text = Array(context.filled().text.utf8)
    let expected = try findEncoded(text, path: context.path)
    let found = try findEncoded(encoder.encode(text), path: context.path)
    #expect(Set(found.map(\.secret)) == Set(expected.map(\.secret)), "\(encoder): \(context)")
    #expect(!expected.isEmpty)
    // Some rules know such escapes, and find a key before its text is decoded.
    guard !["HTML", "\\u"].contains(where: encoder.description.contains) else { return }
    #expect(expected.allSatisfy(found.contains), "\(encoder): \(context)")
  }
}

/// What the embedded rules find in bytes, encoded or not.
func findEncoded(_ bytes: [UInt8], path: String?) throws -> [Found] {
  var searcher = try Searcher()
  let rules = try #require(embeddedRules).rules
  return try searcher.candidates(in: bytes, path: path).map { candidate in
    let value = candidate.value ?? Array(bytes[candidate.secret])
    return Found(rules[candidate.rule].id, String(decoding: value, as: UTF8.self))
  }
}
