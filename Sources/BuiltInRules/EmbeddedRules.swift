internal import CRules
package import Rules

/// The files of `rules/`, as they were when the binary was built.
package enum EmbeddedRules {
  /// Names and contents: of the rules about Vast.ai, and of those about other vendors.
  package static var files: [(name: String, bytes: [UInt8])] {
    (0..<vg_rule_file_count).map { index in
      let file = unsafe EmbeddedFile(vg_rule_file(index))
      return (file.name, file.bytes)
    }
  }

  static let vast = compiled(.vast)
  static let others = compiled(.others)

  private static func compiled(_ image: RuleImage) -> Result<RuleFile, RuleFileError> {
    Result { () throws(RuleFileError) in try RuleFile(image) }
  }
}

extension RuleSet {
  /// Loads rules: those about Vast.ai that the binary carries, those of `files`, and last those
  /// about other vendors that the binary carries, which are the most general.
  ///
  /// - Parameters:
  ///   - includesDefault: Whether any rule that the binary carries is wanted.
  ///   - includesOthers: Whether those about other vendors are wanted.
  ///   - includesDisabled: Whether rules with `enabled = false` are wanted, as for checking them.
  ///   - files: Names and contents of further files.
  /// - Throws: `RuleFileError` where a file is broken, two rules share an id, or no rule is left.
  package init(
    default includesDefault: Bool = true, others includesOthers: Bool = true,
    disabled includesDisabled: Bool = false, files: [(name: String, bytes: [UInt8])] = []
  ) throws(RuleFileError) {
    var all: [RuleFile] = []
    if includesDefault { all.append(try EmbeddedRules.vast.get()) }
    // The build has compiled every pattern of the project's own; a user's are not known to be sound.
    for (name, bytes) in files {
      let file = try RuleFile(bytes: bytes, name: name)
      try file.compile()
      all.append(file)
    }
    if includesDefault, includesOthers { all.append(try EmbeddedRules.others.get()) }
    try self.init(all, disabled: includesDisabled)
  }
}
