import Rules
import Testing

/// The vectors are those of RFC 4231, the key of the third longer than a block.
@Suite struct KeyedDigestTests {
  private func prefix(_ message: [UInt8], key: [UInt8]) -> String {
    String(Digest.hmac(message, key: key).prefix(32))
  }

  @Test func `is HMAC-SHA256`() {
    let long = "Test Using Larger Than Block-Size Key - Hash Key First"
    #expect(
      prefix(Array("Hi There".utf8), key: Array(repeating: 0x0b, count: 20))
        == "b0344c61d8db38535ca8afceaf0bf12b")
    #expect(
      prefix(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
        == "5bdcc146bf60754e6a042426089575c7")
    #expect(
      prefix(Array(long.utf8), key: Array(repeating: 0xaa, count: 131))
        == "60e431591ee0b67f0d8a26aacbf5b77f")
  }
}
