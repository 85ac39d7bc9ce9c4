/// A secret in clear with what is known of it; handed on to whoever asks if it works, never printed.
package struct FoundSecret: Sendable {
  /// Its row; counts and places stand in the report's rows only.
  package let row: SecretRow
  package let value: [UInt8]
}
