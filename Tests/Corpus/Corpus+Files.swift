import Foundation
package import TestSupport

extension Corpus {
  /// Writes all files into a place.
  package func write(to place: some Place) throws {
    for item in items { try place.write(item.path, item.bytes) }
  }

  /// What the files hold, as JSON: for each its kind, group, name, path and secrets.
  package func labels() throws -> [UInt8] {
    let rows = items.map { item in
      Row(
        kind: item.kind.rawValue, group: item.group, name: item.name, path: item.path,
        onlyWhenTracked: item.onlyWhenTracked, onlyVast: item.onlyVast,
        secrets: item.secrets.map { label in
          Row.Secret(
            path: label.path, alsoAt: label.alsoAt, value: label.value, class: label.class,
            severity: label.severity.rawValue, sha256: Digest.sha256(label.value.utf8),
            isRequired: label.isRequired)
        })
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(rows))
  }

  private struct Row: Encodable {
    var kind: String
    var group: String
    var name: String
    var path: String
    var onlyWhenTracked: Bool
    var onlyVast: Bool
    var secrets: [Secret]

    struct Secret: Encodable {
      var path: String
      var alsoAt: [String]
      var value: String
      var `class`: String
      var severity: String
      var sha256: String
      var isRequired: Bool
    }
  }
}

extension Scan {
  /// What a report of the tool says; paths are relative to the corpus' folder.
  package init(_ report: ToolReport) {
    let secrets = Dictionary(report.secrets.map { ($0.id, $0) }) { first, _ in first }
    findings = report.findings.compactMap { finding in
      guard let secret = finding.secret.flatMap({ secrets[$0] }) else { return nil }
      let proof: Proof
      if let digest = secret.sha256 {
        proof = .sha256(digest)
      } else {
        let ends = secret.redacted.split(separator: "…", maxSplits: 1).map(String.init)
        proof = .ends(ends.first ?? "", ends.count > 1 ? ends[1] : "")
      }
      return Found(
        path: finding.path, secret: proof, class: secret.class,
        severity: Severity(rawValue: finding.severity) ?? .info, rule: finding.rule)
    }
  }
}
