import Findings
import Rules

/// What the text report says of the findings of one check.
struct WeakSpotBlock {
  let check: Report.Check
  let places: PlaceList
  let style: Style

  var severity: Severity { places.findings.first?.severity ?? .info }

  var lines: [String] {
    let title =
      style.paint(severity.rawValue, .severity(severity)) + "  " + Wording.paragraph(check.name)
      + (places.findings.count > 1 ? ", \(Wording.count(places.findings.count, "place"))" : "")
    var lines = style.wrap(explanation, indent: 2) + [""]
    if let commonFix {
      lines += places.lines(style: style) { _ in "" }
      lines += ["", "To mend it: " + style.paint(commonFix, .command)]
    } else {
      lines += places.lines(style: style) { finding in finding.fix.map { DisplayText.of($0) } ?? ""
      }
      if !check.remedy.isEmpty {
        lines += [""] + style.wrap("What to do: " + Wording.paragraph(check.remedy), indent: 2)
      }
    }
    return [title] + lines.map { $0.isEmpty ? "" : "  " + $0 }
  }

  /// The finding's own words where there is one only, else what all have in common.
  private var explanation: String {
    let only = places.findings.count == 1 ? places.findings.first?.message : nil
    return Wording.sentence(only.map { DisplayText.of($0) } ?? Wording.paragraph(check.summary))
  }

  /// The one command that mends every place, where there is one.
  private var commonFix: String? {
    guard let fix = places.findings.first?.fix,
      places.findings.allSatisfy({ $0.fix == fix })
    else { return nil }
    return DisplayText.of(fix)
  }
}
