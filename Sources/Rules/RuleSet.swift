internal import CRules
internal import Dispatch
internal import Synchronization

/// The rules in force: in order of precedence, with unique ids; immutable.
package struct RuleSet: Sendable {
  package internal(set) var rules: [Rule] = []
  /// The SHA-256 of the files that the rules came from, 64 hex digits.
  package internal(set) var digest = ""
  /// Where well-known public values come from, by the first half of their SHA-256.
  package private(set) var samples: [String: String] = [:]
  /// What files say and vastguard does not do.
  package private(set) var notes: [RuleNote] = []

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
    let embedded = includesDefault ? Self.embeddedFiles.prefix(includesOthers ? 2 : 1) : []
    // The project's own files are compiled by its tests; a user's are not known to be sound.
    let parsed = try Self.parse(Array(embedded))
    if let (file, digest) = parsed.first { add(file, digest) }
    for (name, bytes) in files {
      let file = try RuleFile(bytes: bytes, name: name)
      try file.compile()
      add(file, Digest.sha256(bytes))
    }
    for (file, digest) in parsed.dropFirst() { add(file, digest) }
    digest = Digest.sha256(digest)
    try refuseSharedIDs()
    if !includesDisabled { rules.removeAll { !$0.isEnabled } }
    guard !rules.isEmpty else {
      throw RuleFileError(file: "rules", problem: "no rule is active")
    }
  }

  /// Reads files, and computes their digests, side by side: a hook waits for it.
  private static func parse(
    _ sources: [(name: String, bytes: [UInt8])]
  ) throws(RuleFileError) -> [(file: RuleFile, digest: String)] {
    let results = Mutex<[Int: Result<RuleFile, RuleFileError>]>([:])
    let digests = Mutex<[Int: String]>([:])
    // The longest work comes first.
    DispatchQueue.concurrentPerform(iterations: 2 * sources.count) { step in
      let number = step % sources.count
      let (name, bytes) = sources[number]
      if step < sources.count {
        let result = Result { () throws(RuleFileError) in try RuleFile(bytes: bytes, name: name) }
        results.withLock { $0[number] = result }
      } else {
        let digest = Digest.sha256(bytes)
        digests.withLock { $0[number] = digest }
      }
    }
    let known = digests.withLock { $0 }
    var files: [(file: RuleFile, digest: String)] = []
    for (number, result) in results.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      files.append((try result.get(), known[number] ?? ""))
    }
    return files
  }

  private mutating func add(_ file: RuleFile, _ fileDigest: String) {
    rules += file.rules
    notes += file.notes
    for sample in file.samples { samples[sample.digestPrefix] = sample.source }
    digest += fileDigest
  }

  private func refuseSharedIDs() throws(RuleFileError) {
    var seen: [String: String] = [:]
    for rule in rules {
      guard let other = seen.updateValue(rule.origin, forKey: rule.id) else { continue }
      // The user's rule is the one that the user can change.
      let isOthers = other.hasPrefix("rules/") == false && rule.origin.hasPrefix("rules/")
      let (taken, by) = isOthers ? (other, rule.origin) : (rule.origin, other)
      throw RuleFileError(
        file: taken, rule: rule.id, problem: "the id is taken by the rule at \(by)")
    }
  }

  /// The files of `rules/`, as they were when the binary was built: the rules about Vast.ai, and
  /// those about other vendors.
  package static var embeddedFiles: [(name: String, bytes: [UInt8])] {
    (0..<vg_rule_file_count).map { index in
      let file = unsafe EmbeddedFile(vg_rule_file(index))
      return (file.name, file.bytes)
    }
  }

  /// The rule of that id.
  package func rule(_ id: String) -> Rule? {
    rules.first { $0.id == id }
  }
}
