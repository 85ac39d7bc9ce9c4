import Foundation

/// Private keys in the forms that programs write: whole, and nobody's.
enum PrivateKeys {
  struct Made {
    var text: String
    var severity: Severity
  }

  /// A key of the form that a gap's name tells, or nil where the name tells of no key.
  static func named(_ name: String, using dice: inout Dice) -> Made? {
    switch name {
    case "sshopen": made(openSSH(comment: "vastai-instances", using: &dice))
    case "sshuser": made(openSSH(comment: "root@vast.ai", using: &dice))
    case "sshplain": made(openSSH(comment: "build@ci.example.invalid", using: &dice))
    case "sshlocked":
      made(
        openSSH(comment: "vastai", locked: true, using: &dice), .low)
    case "sshrsa": made(pem("RSA PRIVATE", rsa(using: &dice)))
    case "sshec": made(pem("EC PRIVATE", curve(using: &dice)))
    case "sshpkcs": made(pem("PRIVATE", pkcs8(using: &dice)))
    case "sshpkcslocked": made(pem("ENCRYPTED PRIVATE", dice.bytes(1200)), .low)
    case "sshrsalocked": made(lockedRSA(using: &dice), .low)
    default: nil
    }
  }

  private static func made(_ text: String, _ severity: Severity = .medium) -> Made {
    Made(text: text, severity: severity)
  }

  /// The form of OpenSSH's file PROTOCOL.key.
  private static func openSSH(
    comment: String, locked: Bool = false, using dice: inout Dice
  ) -> String {
    let kind = field("ssh-ed25519")
    let half = field(dice.bytes(32))
    let check = dice.bytes(4)
    var inner = check + check + kind + half
    inner += field(dice.bytes(32) + half.suffix(32)) + field(comment)
    inner += (1...8).prefix((8 - inner.count % 8) % 8)
    let rounds = field(dice.bytes(16)) + [0, 0, 0, 24]
    let head =
      locked
      ? field("aes256-ctr") + field("bcrypt") + field(rounds)
      : field("none") + field("none") + field("")
    if locked { inner = dice.bytes((inner.count + 15) / 16 * 16) }
    let whole =
      Array("openssh-key-v1\0".utf8) + head + [0, 0, 0, 1] + field(kind + half) + field(inner)
    return pem("OPENSSH PRIVATE", whole, width: 70)
  }

  private static func rsa(using dice: inout Dice) -> [UInt8] {
    let numbers =
      [[0]] + [odd(257, using: &dice), [1, 0, 1], odd(256, using: &dice)]
      + (0..<5).map { _ in odd(129, using: &dice) }
    return der(0x30, numbers.flatMap { der(2, $0) })
  }

  private static func odd(_ count: Int, using dice: inout Dice) -> [UInt8] {
    [0, 0xc1] + dice.bytes(count - 3) + [UInt8(dice.number(0...127) * 2 + 1)]
  }

  private static func curve(using dice: inout Dice) -> [UInt8] {
    let name: [UInt8] = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]
    let half = der(0xa1, der(3, [0, 4] + dice.bytes(64)))
    return der(0x30, der(2, [1]) + der(4, dice.bytes(32)) + der(0xa0, name) + half)
  }

  private static func pkcs8(using dice: inout Dice) -> [UInt8] {
    let name: [UInt8] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0]
    return der(0x30, der(2, [0]) + der(0x30, name) + der(4, rsa(using: &dice)))
  }

  private static func lockedRSA(using dice: inout Dice) -> String {
    let note = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,\(dice.hex(32).uppercased())\n\n"
    return pem("RSA PRIVATE", dice.bytes(1200), note: note)
  }

  private static func pem(
    _ label: String, _ bytes: [UInt8], width: Int = 64, note: String = ""
  ) -> String {
    let lines = Encoding.wrapped(Data(bytes).base64EncodedString(), at: width)
    // In one piece, the marks would make every scanner stop at this file.
    let dashes = "-----"
    return
      "\(dashes)BEGIN \(label) KEY\(dashes)\n\(note)\(lines)\n\(dashes)END \(label) KEY\(dashes)"
  }

  private static func field(_ bytes: [UInt8]) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bytes.count >> $0) } + bytes
  }

  private static func field(_ text: String) -> [UInt8] { field(Array(text.utf8)) }

  /// A value with its tag and length (X.690).
  private static func der(_ tag: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    let count = bytes.count
    let length: [UInt8] =
      count < 128
      ? [UInt8(count)]
      : count < 256
        ? [0x81, UInt8(count)] : [0x82, UInt8(count >> 8), UInt8(truncatingIfNeeded: count)]
    return [tag] + length + bytes
  }
}
