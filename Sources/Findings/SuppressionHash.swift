import Rules

/// What stands for a secret in a file of suppressions: a digest with a key of its own.
///
/// The key is a salt that stands before the digest, so that a line says all by itself and can be
/// moved from file to file. A digest of a value that nobody can guess gives nothing away. Of one that
/// can be guessed, all that is kept is a dozen bits, and they hold for one path only: too few to
/// confirm a guess, enough to notice another value.
package struct SuppressionHash: Sendable, Hashable {
  /// Sixteen hex digits.
  package let salt: String
  /// The first hex digits of the digest: 32, or 3 for a value that could be guessed.
  package let digest: String

  private static let saltLength = 16
  private static let fullLength = 32
  private static let shortLength = 3

  /// Reads `SALT.DIGEST`; nil where it is none.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts[0].count == Self.saltLength,
      [Self.fullLength, Self.shortLength].contains(parts[1].count),
      parts.joined().utf8.allSatisfy(Self.isHexDigit)
    else { return nil }
    (salt, digest) = (parts[0], parts[1])
  }

  /// Makes the hash of a secret.
  ///
  /// - Parameters:
  ///   - secret: The value.
  ///   - rule: The id of the rule that finds it.
  ///   - path: The path of the file, if the value could be guessed; else nil.
  ///   - salt: Sixteen hex digits.
  init(of secret: [UInt8], rule: String, path: String?, salt: String) {
    let scope = "vastguard suppression 1\0\(rule)\0" + (path.map { "\($0)\0" } ?? "")
    let digest = Digest.hmac(Array(scope.utf8) + secret, key: Array(salt.utf8))
    self.salt = salt
    self.digest = String(digest.prefix(path == nil ? Self.fullLength : Self.shortLength))
  }

  /// Whether it holds for one path only.
  package var isShort: Bool { digest.count == Self.shortLength }

  /// The form in which it is written.
  package var text: String { "\(salt).\(digest)" }

  /// A salt made by chance.
  package static func madeUpSalt() -> String {
    Digest.hex((0..<(saltLength / 2)).map { _ in UInt8.random(in: .min ... .max) })
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    default: false
    }
  }
}
