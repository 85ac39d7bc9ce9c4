import Git

/// Takes secrets out of whatever a report is going to say.
struct Redactor {
  private let secrets: [[UInt8]: [UInt8]]
  /// The lengths of the secrets, the longest first, so that one which holds another is not left in
  /// pieces.
  private let lengths: [Int]
  /// The first bytes of the secrets: most places of a text are passed over for theirs.
  private let heads: Set<UInt32>

  /// Prepares to replace each secret by the form that people may see.
  init(_ secrets: [[UInt8]: String]) {
    self.secrets = secrets.mapValues { Array($0.utf8) }
    lengths = Set(secrets.keys.map(\.count)).sorted(by: >)
    heads = Set(secrets.keys.map { Self.head(of: $0, at: 0) })
  }

  /// Replaces the secrets in a text; takes as long for many secrets as for one of each length.
  func redacted(_ bytes: [UInt8]) -> [UInt8] {
    if secrets.isEmpty { return bytes }
    var clean: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if heads.contains(Self.head(of: bytes, at: place)),
        let (length, shown) = secret(in: bytes, at: place)
      {
        clean += shown
        place += length
      } else {
        clean.append(bytes[place])
        place += 1
      }
    }
    return clean
  }

  private func secret(in bytes: [UInt8], at place: Int) -> (length: Int, shown: [UInt8])? {
    for length in lengths where place + length <= bytes.count {
      if let shown = secrets[Array(bytes[place..<(place + length)])] { return (length, shown) }
    }
    return nil
  }

  /// Up to four bytes as a number.
  private static func head(of bytes: [UInt8], at place: Int) -> UInt32 {
    bytes[place..<min(place + 4, bytes.count)].reduce(0) { $0 << 8 | UInt32($1) }
  }

  func redacted(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let clean = redacted(bytes)
    return clean == bytes ? text : String(decoding: clean, as: UTF8.self)
  }

  func redacted(_ gap: Report.Gap) -> Report.Gap {
    Report.Gap(what: redacted(gap.what), why: redacted(gap.why))
  }

  func redacted(_ commit: Finding.CommitSummary) -> Finding.CommitSummary {
    var commit = commit
    commit.author = redacted(commit.author)
    return commit
  }

  func redacted(_ removal: SecretRow.Removal) -> SecretRow.Removal {
    SecretRow.Removal(
      commit: redacted(removal.commit), path: Path(bytes: redacted(removal.path.bytes)))
  }

  /// Cleans all of a finding but its path.
  func redacted(_ finding: Finding) -> Finding {
    var finding = finding
    finding.message = redacted(finding.message)
    finding.commit = finding.commit.map(redacted)
    finding.fix = finding.fix.map(redacted)
    return finding
  }
}
