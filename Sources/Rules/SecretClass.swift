/// What kind of secret a value is.
///
/// The raw values are those of the JSON report.
package struct SecretClass: RawRepresentable, Hashable, Sendable {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The classes of Vast.ai and of what stands beside its keys.
  package static let known: Set<String> = [
    "vast-account-key", "vast-session-key", "vast-instance-key", "vast-instance-token",
    "vast-host-key", "vast-2fa", "vast-webhook", "registry-credential", "ssh-private-key",
    "dotenv-secret",
  ]

  /// Whether a report may carry this class: a known one, or `other-VENDOR`.
  package var isValid: Bool {
    if Self.known.contains(rawValue) { return true }
    guard rawValue.hasPrefix("other-") else { return false }
    let vendor = rawValue.utf8.dropFirst("other-".utf8.count)
    return !vendor.isEmpty
      && vendor.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "-")
      }
  }
}
