import Candidates
import Rules

extension SecretRow {
  /// The row of a value that was just found.
  ///
  /// - Parameters:
  ///   - value: The secret.
  ///   - secretClass: What it is.
  ///   - place: Names the place where it was found first, the same in every run.
  init(value: [UInt8], secretClass: SecretClass, place: @autoclosure () -> String) {
    let digest = Digest.sha256(value)
    let isBeyondGuessing = Self.isBeyondGuessing(value)
    // Of a value that somebody could find by trying, nothing that is made from it is told.
    let identity = isBeyondGuessing ? digest : place()
    self.init(
      id: String(Digest.sha256("vastguard secret \(identity)").prefix(16)),
      secretClass: secretClass, redacted: Self.redacted(value),
      sha256: isBeyondGuessing ? digest : nil)
  }

  /// The value as people may see it: enough to tell which one it is, not enough to use it.
  static func redacted(_ value: [UInt8]) -> String {
    let dashes = Array("-----".utf8)
    if value.starts(with: "-----BEGIN ".utf8) {
      let label = value.dropFirst(dashes.count).firstRange(of: dashes).map {
        value[..<$0.upperBound]
      }
      return String(decoding: (label ?? []).prefix(60), as: UTF8.self) + "…"
    }
    let shown = value.count >= 32 ? 4 : value.count >= 16 ? 2 : 0
    let (first, last) = (value.prefix(shown), value.suffix(shown))
    return String(decoding: first, as: UTF8.self) + "…" + String(decoding: last, as: UTF8.self)
  }

  /// Whether the value has 128 bits of randomness or more, so that its digest gives nothing away.
  static func isBeyondGuessing(_ value: [UInt8]) -> Bool {
    if value.starts(with: "-----BEGIN ".utf8) { return value.count >= 200 }
    return value.count >= 32 && Randomness.isRandomHex(value.span)
  }
}
