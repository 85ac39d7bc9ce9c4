/// What a private key's armour tells without a passphrase.
struct SSHPrivateKey {
  let isEncrypted: Bool

  /// Looks at a file; nil for one that holds no private key.
  init?(_ bytes: [UInt8]) {
    let text = bytes.prefix(1 << 16)
    guard let begin = text.firstRange(of: Array("-----BEGIN ".utf8)) else { return nil }
    let rest = text[begin.upperBound...]
    guard let end = rest.firstRange(of: Array("PRIVATE KEY-----".utf8)),
      end.lowerBound - begin.upperBound < 32
    else { return nil }
    let label = rest[..<end.lowerBound]
    let body = rest[end.upperBound...]
    if label.starts(with: "OPENSSH ".utf8) {
      // By PROTOCOL.key of OpenSSH, a magic and the cipher's name come first: this is "none".
      let start = body.filter { $0 > 0x20 }.prefix(64)
      isEncrypted = !start.starts(with: "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU".utf8)
    } else {
      isEncrypted =
        label.starts(with: "ENCRYPTED ".utf8)
        || body.prefix(512).firstRange(of: Array("ENCRYPTED".utf8)) != nil
    }
  }
}
