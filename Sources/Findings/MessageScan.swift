import Blobs
import Candidates
import Git
import Rules

/// Scans the message of a commit that is about to be made.
package enum MessageScan {
  /// Scans the bytes that will be recorded.
  ///
  /// - Throws: `outOfMemory`, before anything was scanned.
  package static func scan(
    _ message: [UInt8], options: ScanOptions, _ report: inout Report
  ) throws(ScanError) -> Collector {
    guard var scanner = ContentScanner(options.index, options.progress),
      var collector = Collector(options.index, found: options.found)
    else { throw .outOfMemory }
    let hits = scanner.hits(in: message.span)
    collector.add(hits, at: Place(layer: .commitMessage, path: Path(""), exposure: .carried))
    report.addGaps(of: &scanner, in: "the message", rules: options.index)
    report.statistics.bytes += message.count
    return collector
  }
}
