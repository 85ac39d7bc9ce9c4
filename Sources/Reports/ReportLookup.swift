import Blobs
import Findings
import Rules

/// What a report's rows refer to.
extension Report {
  /// The check that made a finding.
  ///
  /// One that the report does not describe is described by what it
  /// looked at, never by the finding's own words: they differ from finding to finding.
  func check(of finding: Finding) -> Check {
    if let check = checks.first(where: { $0.id == finding.rule }) { return check }
    // A rule about paths finds weak spots, too.
    if let rule = rule(of: finding) {
      return Check(id: rule.id, name: rule.name, summary: rule.summary, remedy: rule.remedy)
    }
    let (name, summary) =
      switch finding.layer {
      case .ignore:
        (
          "File name that no ignore rule covers",
          "Git would take a file of such a name along, and with it the key that it may hold."
        )
      case .mode:
        (
          "File that others can reach",
          "The mode of a file or folder lets others read or change it."
        )
      default:
        ("Weak spot", "A setting or a habit lets credentials leak.")
      }
    return Check(id: finding.rule, name: name, summary: summary, remedy: "")
  }

  /// The rule of a finding; nil for a check.
  func rule(of finding: Finding) -> Rule? {
    rules.rules.first { $0.id == finding.rule }
  }
}
