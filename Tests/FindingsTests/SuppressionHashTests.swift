import Findings
import Testing

/// How a line of suppressions is written for a secret.
@Suite struct SuppressionHashTests {
  @Test func `is a salt and a digest`() throws {
    let salt = SuppressionHash.madeUpSalt()
    #expect(salt.utf8.count == 16)
    #expect(salt != SuppressionHash.madeUpSalt())
    let long = try #require(SuppressionHash(salt + "." + String(repeating: "a", count: 32)))
    #expect(!long.isShort)
    let short = try #require(SuppressionHash(salt + ".abc"))
    #expect(short.isShort)
    #expect(short.text == salt + ".abc")
  }

  @Test(arguments: [
    "", ".", "a.b", "0123456789abcdef", "0123456789abcdef.", "0123456789abcdeg.abc",
  ])
  func `is nothing else`(text: String) {
    #expect(SuppressionHash(text) == nil)
  }
}
