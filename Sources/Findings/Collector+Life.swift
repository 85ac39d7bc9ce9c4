import Git

/// What became of secrets in commits, and where they can be reached from.
extension Collector {
  /// How much of a secret's life its row tells.
  private static let (mostRemovals, mostReferences) = (100, 20)

  /// Tells a secret's row of a commit that took it away from a path.
  mutating func noteRemoval(
    of secret: [UInt8], from path: Path, commit: Finding.CommitSummary
  ) {
    guard let count = secrets[secret]?.removals.count, count < Self.mostRemovals else { return }
    let removal = SecretRow.Removal(commit: commit, path: located(path))
    secrets[secret]?.removals.append(removal)
  }

  /// Tells a secret's row from which references it can be reached.
  mutating func noteReferences(to secret: [UInt8], _ names: [Path]) {
    guard !names.isEmpty, let known = secrets[secret]?.references else { return }
    let prefix = base.map { $0.folder.text + ": " } ?? ""
    let room = Self.mostReferences - known.count
    let names = names.filter { !known.contains(prefix + $0.text) }
    let told = names.prefix(max(0, room)).map { prefix + $0.text }
    secrets[secret]?.references += told
    secrets[secret]?.referenceCount += names.count
  }

  /// Tells of the findings in commits whether the tree that is checked out holds them.
  mutating func notePresence(_ isPresent: (Path, ObjectID) -> Bool) {
    for index in findings.indices where findings[index].presentAtHead == nil {
      let finding = findings[index]
      guard finding.commit != nil, let blob = finding.blob, !finding.path.bytes.isEmpty else {
        continue
      }
      findings[index].presentAtHead = isPresent(finding.path, blob)
    }
  }
}
