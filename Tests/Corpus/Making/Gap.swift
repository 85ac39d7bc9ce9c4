import Foundation

/// What a gap of a form is filled with, known by its name.
///
/// Secrets: `key` (an account's), `session`, `instance`, `halves` (an instance's key whose second
/// half follows from `id`), `token` (an instance's), `host`, `machine`, `webhook`, `registry`, `code`
/// (two-factor), `totp`, `derived`, `ssh…`, and those of ``OtherVendors``. Else what `ordinary` lists.
struct Gap {
  private let name: String
  private let sort: String
  private let texts: [String: String]

  init(_ name: String, texts: [String: String]) {
    self.name = name
    sort = String(name.reversed().drop { $0.isNumber }.reversed())
    self.texts = texts
  }

  /// A secret that went into a file.
  struct Secret {
    var value: String
    var `class`: String
    var severity: Severity
    var isRequired = true
  }

  struct Made {
    var text: String
    var secrets: [Secret] = []
  }

  func make(using dice: inout Dice) -> Made {
    if let vast = vast(using: &dice) { return vast }
    if let key = PrivateKeys.named(name, using: &dice) {
      return secret(key.text, "ssh-private-key", key.severity)
    }
    if let token = OtherVendors.named(name, using: &dice) {
      // The id of a key pair is no secret, yet many name it.
      let secret = Secret(value: token, class: "other", severity: .low, isRequired: name != "akia")
      return Made(text: token, secrets: [secret])
    }
    return Made(text: ordinary(using: &dice))
  }

  private func secret(_ text: String, _ class: String, _ severity: Severity = .medium) -> Made {
    Made(text: text, secrets: [Secret(value: text, class: `class`, severity: severity)])
  }

  private func vast(using dice: inout Dice) -> Made? {
    switch sort {
    case "key", "derived": secret(dice.key(), "vast-account-key")
    case "session": secret(dice.key(), "vast-session-key")
    case "instance": secret(dice.key(), "vast-instance-key", .low)
    case "halves": secret(halves(using: &dice), "vast-instance-key", .low)
    case "token": secret(dice.key(), "vast-instance-token", .low)
    case "host", "machine": secret(dice.key(), "vast-host-key")
    case "webhook": secret(dice.key(), "vast-webhook", .low)
    case "whsec": secret("whsec_" + dice.text(32, of: Alphabet.alphanumeric), "vast-webhook", .low)
    case "registry":
      secret(
        "dckr_pat_" + dice.text(27, of: Alphabet.url), "registry-credential", .low)
    case "password": secret(password(using: &dice), "registry-credential", .low)
    case "code": secret(code(using: &dice), "vast-2fa", .low)
    case "totp": secret(dice.text(32, of: Alphabet.base32), "vast-2fa", .low)
    default: nil
    }
  }

  private func halves(using dice: inout Dice) -> String {
    let other = Digest.md5(dice.bytes(400))
    return other + Digest.md5("C.\(texts["id"] ?? "")".utf8)
  }

  private func password(using dice: inout Dice) -> String {
    dice.text(1, of: Alphabet.upper) + dice.text(14, of: Alphabet.alphanumeric)
      + dice.text(1, of: Alphabet.digits) + dice.text(4, of: Alphabet.lower)
  }

  private func code(using dice: inout Dice) -> String {
    let letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    return (0..<3).map { _ in dice.text(4, of: letters) }.joined(separator: "-")
  }

  /// Text that is no secret: digests, numbers, names.
  private func ordinary(using dice: inout Dice) -> String {
    switch sort {
    case "sha": dice.hex(64)
    case "SHA": dice.hex(64).uppercased()
    case "git": dice.hex(40)
    case "short": dice.hex(7)
    case "md": dice.hex(32)
    case "long": dice.hex(128)
    case "sri": Data(dice.bytes(64)).base64EncodedString()
    case "gosum": Data(dice.bytes(32)).base64EncodedString()
    case "blob": Data(dice.bytes(90)).base64EncodedString()
    case "public":
      "AAAAC3NzaC1lZDI1NTE5AAAAI" + Data(dice.bytes(32)).base64EncodedString().dropLast()
    case "uuid": uuid(using: &dice)
    case "log": log(using: &dice)
    case "script": script(using: &dice)
    case "id": "\(dice.number(11_000_000...48_000_000))"
    case "num": "\(dice.number(100...99_999))"
    case "days": "\(dice.number(10...28))"
    case "port": "\(dice.number(20_000...60_000))"
    case "ip": (0..<4).map { _ in "\(dice.number(11...240))" }.joined(separator: ".")
    case "epoch": "\(dice.number(1_690_000_000...1_760_000_000))"
    case "date": "202\(dice.number(3...6))-0\(dice.number(1...9))-\(dice.number(10...28))"
    case "time": "\(dice.number(10...23)):\(dice.number(10...59)):\(dice.number(10...59))"
    case "word": dice.pick(Names.words)
    case "user": dice.pick(Names.people)
    case "gpu": dice.pick(Names.graphics)
    case "NAME": dice.pick(Names.variables)
    case "field": dice.pick(Names.fields)
    case "ident": dice.pick(Names.identifiers)
    default: preconditionFailure("no sort of gap: \(name)")
    }
  }

  private func uuid(using dice: inout Dice) -> String {
    [8, 4, 4, 4, 12].map { dice.hex($0) }.joined(separator: "-")
  }

  /// Some 100 kB of a log in which nothing is secret.
  private func log(using dice: inout Dice) -> String {
    (0..<1200).map { line in
      let time = "2025-03-12T10:\(10 + line % 50):00Z"
      return "\(time) INFO step \(dice.number(1...9999)) loss 0.\(line) id=\(dice.hex(32))\n"
    }.joined()
  }

  /// A long line of minified script.
  private func script(using dice: inout Dice) -> String {
    (0..<1500).map { number in
      let name = dice.text(3, of: Alphabet.lower)
      return "function \(name)(e,t){return e.\(dice.pick(Names.words))(t|\(number))}"
    }.joined(separator: ";")
  }
}
