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
/// The raw values are those of `--format`.
package enum ReportFormat: String, Sendable, CaseIterable {
  /// For people.
  case text
  /// For scripts, and to be read back.
  case json
  /// For code scanning services.
  case sarif

  /// Makes the reporter of this format; only the one for people looks at `style`.
  package func reporter(style: Style = Style()) -> any Reporter {
    switch self {
    case .text: TextReporter(style: style)
    case .json: JSONReporter()
    case .sarif: SARIFReporter()
    }
  }
}
