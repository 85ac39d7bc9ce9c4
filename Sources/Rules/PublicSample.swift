/// A value that stands in public documentation or in another tool's examples.
package struct PublicSample: Sendable {
  /// The first 32 of the 64 hex digits of the value's SHA-256: enough to know it again.
  package let digestPrefix: String
  /// Where it is known from.
  package let source: String
}

extension PublicSample: TomlReadable {
  package init(from value: TomlValue) throws {
    let table = try TomlTable(from: value)
    try table.refuseUnknownKeys(known: ["sha256_prefix", "source"])
    digestPrefix = try table.required("sha256_prefix")
    source = try table.required("source")
    let digits = "0123456789abcdef".utf8
    guard digestPrefix.utf8.count == 32, digestPrefix.utf8.allSatisfy(digits.contains) else {
      throw table.problem(
        "'sha256_prefix' must have 32 lower-case hex digits", at: "sha256_prefix")
    }
  }
}
