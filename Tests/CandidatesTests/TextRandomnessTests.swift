import Candidates
import Testing

/// What `value = "random"` and `entropy` take for made up by chance, where it is no hex.
@Suite struct TextRandomnessTests {
  private func isRandom(_ text: String) -> Bool {
    Randomness.isRandom(Array(text.utf8).span)
  }

  private func made(of alphabet: String, _ count: Int) -> String {
    String((0..<count).map { _ in alphabet.randomElement() ?? "x" })
  }

  private static let letters = "abcdefghijklmnopqrstuvwxyz"
  private static let base62 = letters + letters.uppercased() + "0123456789"

  @Test(arguments: [base62, letters + letters.uppercased(), letters + "0123456789", base62 + "+/"])
  func `of texts drawn by chance hardly one in a hundred fails`(alphabet: String) {
    for (length, most) in [(20, 50), (36, 10), (80, 10)] {
      let failed = (0..<2_000).count { _ in !isRandom(made(of: alphabet, length)) }
      #expect(failed <= most, "\(length)")
    }
  }

  @Test(arguments: [
    "your_api_key_goes_here", "my-super-secret-password", "getAccessTokenFromServer",
    "correct-horse-battery-staple", "thisisaverylongsecretkey", "REPLACE_WITH_YOUR_TOKEN",
    "ieeeeightZeroTwoElevenFrameControl", "insert_your_secret_token_goes_here",
    "someFunctionNameForTesting", "proto-register-field-array",
  ])
  func `words are not random`(text: String) {
    #expect(!isRandom(text))
  }

  @Test(arguments: [
    "xxxxxxxxxxxxxxxxxxxx", "abcabcabcabcabcabcabcabc", "abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgh", "token-token-token-token",
    "aB3xK9mQaB3xK9mQaB3xK9mQaB3xK9mQaB3xK9mQ", "", "a", "aaaaaaab",
  ])
  func `patterns are not random`(text: String) {
    #expect(!isRandom(text))
  }

  @Test func `any bytes can be judged`() {
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255) }
      _ = Randomness.isRandom(bytes.span)
      let entropy = Randomness.entropy(of: bytes.span)
      #expect(entropy >= 0 && entropy <= 8)
    }
  }

  @Test(arguments: [
    ("", 0.0), ("aaaa", 0.0), ("abab", 1.0), ("abcd", 2.0), ("abcdefgh", 3.0), ("aabc", 1.5),
  ])
  func `entropy is Shannon's, in bits for each byte`(text: String, bits: Double) {
    #expect(abs(Randomness.entropy(of: Array(text.utf8).span) - bits) < 1e-9)
  }

  @Test func `all bytes once have eight bits each`() {
    let bytes = (0...255).map { UInt8($0) }
    #expect(abs(Randomness.entropy(of: bytes.span) - 8) < 1e-9)
  }
}
