/// How a repository names its objects.
package enum ObjectFormat: Sendable, CaseIterable {
  case sha1, sha256

  /// The number of bytes in an id.
  package var byteCount: Int { self == .sha1 ? 20 : 32 }

  /// The number of hex digits in an id.
  package var digitCount: Int { 2 * byteCount }
}
