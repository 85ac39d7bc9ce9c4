import Candidates
import Git
import Rules

/// Takes secrets out of whatever a report is going to say.
struct Redactor {
  /// The secrets by their first bytes, the longest first, so that one which holds another is not
  /// left in pieces.
  private let secrets: [[UInt8]: [(value: [UInt8], shown: [UInt8])]]
  private static let headLength = 4

  /// Prepares to replace each secret by the form that people may see.
  init(_ secrets: [[UInt8]: String]) {
    let pairs = secrets.map { (value: $0.key, shown: Array($0.value.utf8)) }
    self.secrets = Dictionary(grouping: pairs) { Array($0.value.prefix(Self.headLength)) }
      .mapValues { $0.sorted { $0.value.count > $1.value.count } }
  }

  /// Takes time for the length of the text, however many secrets there are.
  func redacted(_ bytes: [UInt8]) -> [UInt8] {
    if secrets.isEmpty { return bytes }
    var clean: [UInt8] = []
    var place = 0
    while place < bytes.count {
      let rest = bytes[place...]
      if let secret = secrets[Array(rest.prefix(Self.headLength))]?.first(where: {
        rest.starts(with: $0.value)
      }) {
        clean += secret.shown
        place += secret.value.count
      } else {
        clean.append(bytes[place])
        place += 1
      }
    }
    return clean
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

  func redacted(_ finding: Finding) -> Finding {
    var finding = finding
    finding.message = redacted(finding.message)
    finding.path = Path(bytes: redacted(finding.path.bytes))
    finding.commit = finding.commit.map(redacted)
    finding.fix = finding.fix.map(redacted)
    return finding
  }
}

extension SecretRow {
  /// The row of a value that was just found.
  init(value: [UInt8], secretClass: SecretClass) {
    let digest = Digest.sha256(value)
    self.init(
      // Not the value's own digest, which is told only where nobody can try all values.
      id: String(Digest.sha256("vastguard secret \(digest)").prefix(16)),
      secretClass: secretClass, redacted: Self.redacted(value),
      sha256: Self.isBeyondGuessing(value) ? digest : nil)
  }

  /// The value as people may see it: enough to tell which one it is, not enough to use it.
  static func redacted(_ value: [UInt8]) -> String {
    if value.starts(with: "-----BEGIN ".utf8) {
      let line = value.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\\") }
      return String(decoding: line.prefix(60), as: UTF8.self) + "…"
    }
    let shown = value.count >= 32 ? 4 : value.count >= 16 ? 2 : 0
    let (first, last) = (value.prefix(shown), value.suffix(shown))
    return String(decoding: first, as: UTF8.self) + "…" + String(decoding: last, as: UTF8.self)
  }

  /// Whether the value has 128 bits of randomness or more, so that its digest gives nothing away.
  private static func isBeyondGuessing(_ value: [UInt8]) -> Bool {
    if value.starts(with: "-----BEGIN ".utf8) { return value.count >= 200 }
    return value.count >= 32 && Randomness.isRandomHex(value.span)
  }
}
