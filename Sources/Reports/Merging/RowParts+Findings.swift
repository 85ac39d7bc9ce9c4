import Blobs
import Findings
import Git
import Rules

/// Findings as rows of a sorted file.
extension PartWriter {
  mutating func add(_ finding: Finding) {
    add(finding.rule)
    add(finding.severity.rawValue)
    add(finding.message)
    add(finding.secret)
    add(finding.path.bytes)
    add(finding.region == nil ? false : true)
    if let region = finding.region {
      for number in [region.line, region.column, region.endLine, region.endColumn] { add(number) }
    }
    add(finding.layer.rawValue)
    add(finding.blob?.description)
    add(finding.commit)
    add(finding.fingerprint)
    add(finding.suppressed?.by)
    add(finding.suppressed?.reason)
    add(finding.fix)
    add(finding.presentAtHead)
    add(finding.lineHash)
  }

  mutating func add(_ commit: Finding.CommitSummary?) {
    add(commit?.id.description)
    guard let commit else { return }
    add(commit.author)
    add(commit.time)
  }

  /// Adds all of a secret.
  mutating func add(_ secret: SecretRow) {
    add(secret.id)
    add(secret.secretClass.rawValue)
    add(secret.redacted)
    add(secret.sha256)
    add(secret.occurrences)
    add(secret.status.rawValue)
    add(secret.reachable)
    add(secret.isCloned)
    add(secret.firstCommit)
    add(secret.lastCommit)
    add(secret.removals.count)
    for removal in secret.removals {
      add(removal.commit)
      add(removal.path.bytes)
    }
    add(secret.references.count)
    for name in secret.references { add(name) }
    add(secret.referenceCount)
  }

  mutating func add(_ event: Timeline.Event) {
    add(event.kind.rawValue)
    add(event.commit)
    add(event.path.bytes)
    add(event.layer?.rawValue)
  }
}

/// The same, read again.
extension PartReader {
  private static func known<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Damage() }
    return value
  }

  private mutating func id() throws -> ObjectID? {
    guard let text = try optionalString() else { return nil }
    return try Self.known(ObjectID(hex: text))
  }

  mutating func finding() throws -> Finding {
    let rule = try string()
    let severity = try Self.known(Severity(rawValue: try string()))
    let message = try string()
    let secret = try optionalString()
    let path = Path(bytes: try text())
    var region: Finding.Region?
    if try boolean() == true {
      region = Finding.Region(
        line: try number(), column: try number(), endLine: try number(), endColumn: try number())
    }
    let layer = try Self.known(Layer(rawValue: try string()))
    let (blob, commit, fingerprint) = (try id(), try commit(), try string())
    let (by, reason) = (try optionalString(), try optionalString())
    return Finding(
      rule: rule, severity: severity, message: message, secret: secret, path: path,
      region: region, layer: layer, blob: blob, commit: commit, fingerprint: fingerprint,
      suppressed: by.map { Finding.Suppression(by: $0, reason: reason ?? "") },
      fix: try optionalString(), presentAtHead: try boolean(), lineHash: try optionalString())
  }

  mutating func commit() throws -> Finding.CommitSummary? {
    guard let id = try id() else { return nil }
    return Finding.CommitSummary(id: id, author: try string(), time: try number())
  }

  mutating func secret() throws -> SecretRow {
    var row = SecretRow(
      id: try string(), secretClass: SecretClass(rawValue: try string()), redacted: try string(),
      sha256: try optionalString(), occurrences: try number(),
      status: try Self.known(SecretRow.Status(rawValue: try string())),
      reachable: try boolean() == true)
    row.isCloned = try boolean() == true
    row.firstCommit = try commit()
    row.lastCommit = try commit()
    for _ in 0..<max(0, try number()) {
      row.removals.append(
        SecretRow.Removal(commit: try Self.known(try commit()), path: Path(bytes: try text())))
    }
    for _ in 0..<max(0, try number()) { row.references.append(try string()) }
    row.referenceCount = try number()
    return row
  }

  mutating func event() throws -> Timeline.Event {
    Timeline.Event(
      kind: try Self.known(Timeline.Kind(rawValue: try string())),
      commit: try Self.known(try commit()),
      path: Path(bytes: try text()), layer: try optionalString().flatMap(Layer.init))
  }
}
