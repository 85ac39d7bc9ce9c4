import Blobs
package import Findings
import Git
import Rules
import Synchronization

/// Writes findings as JSON lines while the scan still runs.
///
/// What a scan finds later can turn a part of an earlier path or author into a secret. So a finding
/// is written at once only where its words can't hold one; the others wait for the end, when all
/// secrets are known.
package final class JSONLinesStream: Sendable {
  private struct State: ~Copyable {
    var output: OutputBuffer
    var told: Set<String> = []
    var failure: (any Error)?
  }

  private let state: Mutex<State>

  /// Makes a stream to a descriptor that stays the caller's, and writes the first record.
  ///
  /// Errors, which call the output `name`, are told by `finish`.
  package init(_ report: Report, descriptor: CInt, name: String) {
    var output = OutputBuffer(descriptor: descriptor, name: name)
    var failure: (any Error)?
    do {
      try JSONLinesReporter.writeStart(of: report, to: &output)
      try output.flush()
    } catch {
      failure = error
    }
    state = Mutex(State(output: output, failure: failure))
  }

  /// Takes a finding that was just made.
  package func add(_ finding: Finding) {
    guard Self.isPlain(finding) else { return }
    let row = JSONReport.FindingRow(finding, tellsLineHash: false)
    state.withLock { state in
      guard state.failure == nil, state.told.insert(Self.key(of: finding)).inserted else { return }
      do {
        try state.output.append(try JSONLine.line(.finding, row))
        try state.output.flush()
      } catch {
        state.failure = error
      }
    }
  }

  /// Writes what was not written yet, and the last record.
  ///
  /// - Throws: What went wrong since the stream began.
  package func finish(_ report: Report) throws {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      let rows = HeldRows(report)
      try rows.forEachFinding { finding, secret in
        guard !state.told.contains(Self.key(of: finding)) else { return }
        try state.output.append(try JSONLine.line(.finding, JSONRows.row(finding, secret)))
      }
      try JSONLinesReporter.writeRest(of: rows, to: &state.output)
      try state.output.flush()
    }
  }

  /// What a finding is, whatever the end of the scan adds to it.
  private static func key(of finding: Finding) -> String {
    let region = finding.region.map { "\($0.line):\($0.column):\($0.endLine):\($0.endColumn)" }
    return [
      finding.fingerprint, finding.layer.rawValue, finding.blob?.description ?? "",
      finding.commit?.id.description ?? "", region ?? "",
    ].joined(separator: " ")
  }

  /// Whether no word of a finding looks like one that was made up by chance or by a person who
  /// needed a password.
  private static func isPlain(_ finding: Finding) -> Bool {
    [finding.path.bytes, Array((finding.commit?.author ?? "").utf8)].allSatisfy { text in
      let words = text.split { byte in
        !(isDigit(byte) || isLetter(byte) || byte >= 0x80)
      }
      return words.allSatisfy { word in
        word.count < 8 || (word.count < 20 && word.allSatisfy(isLetter))
      }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
