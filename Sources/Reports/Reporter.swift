package import Findings

/// Something that writes a whole report in one format.
///
/// A reporter decides nothing: it shows every row that the report has, in an order that depends on
/// nothing but the rows, so that equal reports give equal bytes.
package protocol Reporter: Sendable {
  /// Appends the report to `output`; the caller flushes it.
  func write(_ report: Report, to output: inout OutputBuffer) throws
}

/// The formats that a report can have.
///
/// The raw values are those of `--format`; `Documentation/Reports.md` says whom each is for.
package enum ReportFormat: String, Sendable, CaseIterable {
  /// For people at a terminal.
  case text
  /// For scripts, and to be read back.
  case json
  /// The same as one record a line.
  case jsonl
  /// For code scanning services.
  case sarif
  /// What of that is in the checkout, without the history.
  case sarifTree = "sarif-tree"
  /// What of that is not, in a category of its own.
  case sarifHistory = "sarif-history"
  /// For whatever reads the reports of gitleaks.
  case gitleaks
  /// For GitLab's secret detection.
  case gitlab
  /// For the test pages of build services.
  case junit
  /// For spreadsheets.
  case csv
  /// For GitHub's annotations: workflow commands.
  case github
  /// For the summary of a GitHub step: Markdown.
  case githubSummary = "github-summary"
  /// For people, in a browser or on paper.
  case html

  /// Whether silenced findings have a place in it.
  package var showsSuppressed: Bool {
    switch self {
    case .gitleaks, .gitlab, .github: false
    default: true
    }
  }

  /// Makes the reporter of this format; only the one for people looks at `style`.
  package func reporter(style: Style = Style()) -> any Reporter {
    switch self {
    case .text: TextReporter(style: style)
    case .json: JSONReporter()
    case .jsonl: JSONLinesReporter()
    case .sarif: SARIFReporter()
    case .sarifTree: SARIFReporter(part: .tree)
    case .sarifHistory: SARIFReporter(part: .history)
    case .gitleaks: GitleaksReporter()
    case .gitlab: GitLabReporter()
    case .junit: JUnitReporter()
    case .csv: CSVReporter()
    case .github: GitHubAnnotations()
    case .githubSummary: GitHubSummary()
    case .html: HTMLReporter()
    }
  }
}
