import Rules
import Testing

@Suite struct SeverityTests {
  @Test func `severities have an order`() {
    #expect(Severity.allCases == [.info, .low, .medium, .high, .critical])
    #expect(Severity.allCases.sorted() == Severity.allCases)
    #expect(Severity.info < .low)
    #expect(!(Severity.high < .high))
    #expect(Severity.critical > .medium)
  }

  @Test(arguments: [
    (Severity.critical, 0, Severity.critical), (.critical, 1, .high), (.critical, 2, .medium),
    (.critical, 3, .low), (.critical, 4, .low), (.critical, 1000, .low), (.high, 1, .medium),
    (.medium, 1, .low), (.medium, 2, .low), (.low, 0, .low), (.low, 1, .low),
  ])
  func `a severity is lowered step by step to low`(from: Severity, steps: Int, to: Severity) {
    #expect(from.lowered(by: steps) == to)
  }

  @Test func `info stays info`() {
    #expect(Severity.info.lowered(by: 0) == .info)
    #expect(Severity.info.lowered(by: 3) == .info)
  }
}

@Suite struct SecretClassTests {
  @Test(arguments: [
    "vast-account-key", "vast-session-key", "vast-instance-key", "vast-instance-token",
    "vast-host-key", "vast-2fa", "vast-webhook", "registry-credential", "ssh-private-key",
    "dotenv-secret", "other-generic", "other-github", "other-a-1",
  ])
  func `a report may carry these classes`(name: String) {
    #expect(SecretClass(rawValue: name).isValid)
  }

  @Test(arguments: [
    "", "vast", "vast-account-keys", "Vast-Account-Key", "other", "other-", "other-GitHub",
    "other-a b", "other-é", "another-one", "other-a\n",
  ])
  func `and none of these`(name: String) {
    #expect(!SecretClass(rawValue: name).isValid)
  }
}

@Suite struct DigestTests {
  // The examples of FIPS 180-2, appendix B, and the digest of nothing; split, for 64 hex digits in
  // one piece look like a key.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb924" + "27ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223" + "b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039" + "a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `SHA-256 is that of the standard`(text: String, digest: String) {
    #expect(Digest.sha256(text) == digest)
    #expect(Digest.sha256(Array(text.utf8)) == digest)
  }

  // The test suite of RFC 1321, and the check value of the catalogue of CRCs.
  @Test(arguments: [
    ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
    ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
  ])
  func `MD5 is that of the standard`(text: String, digest: String) {
    #expect(Digest.md5(Array(text.utf8)) == digest)
  }

  @Test func `CRC-32 is that of gzip`() {
    #expect(Digest.crc32("".utf8) == 0)
    #expect(Digest.crc32("123456789".utf8) == 0xcbf4_3926)
  }

  @Test func `hex digits are in lower case and in order`() {
    #expect(Digest.hex([] as [UInt8]) == "")
    #expect(Digest.hex([0x00, 0x0f, 0xa5, 0xff]) == "000fa5ff")
  }
}
