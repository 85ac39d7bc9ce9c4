import Blobs
import Findings
import FoundationEssentials
import Git
import Reports
import Rules
import Settings

/// What `--write-baseline` does: the file gets a line for each finding that has none.
struct BaselineWriting {
  private let file: String
  private let existing: [SuppressionEntry]

  /// Reads the file if it is there: what people wrote into it stays.
  init(_ file: String) throws {
    self.file = file
    existing =
      SettingsReader.exists(Path(file))
      ? try BaselineFile(bytes: try SettingsReader.readNamed(file), name: file).entries : []
  }

  /// The salt for new lines: that of the lines that are there.
  var salt: String {
    existing.lazy.compactMap { $0.hash?.salt }.first ?? SuppressionHash.madeUpSalt()
  }

  /// Writes the file.
  ///
  /// - Returns: Whether it could be written.
  func write(_ policy: FindingPolicy, _ console: Console, isQuiet: Bool) -> Bool {
    let known = Set(existing.map(Self.target))
    let reason = "there before \(BaselineFile.day(SettingsInForce.today))"
    let added = policy.baseline.map { entry in
      var entry = entry
      entry.reason = reason
      return entry
    }
    .filter { !known.contains(Self.target($0)) }
    let distinct = Set(added.map(Self.target)).count
    do {
      try ReportFile.write(
        text: BaselineFile(entries: existing + added).text, to: file)
    } catch {
      console.say(error)
      return false
    }
    if !isQuiet {
      console.note(
        "\(distinct) \(distinct == 1 ? "line" : "lines") written to \(file); "
          + "--baseline \(file) leaves them silent")
    }
    return true
  }

  private static func target(_ entry: SuppressionEntry) -> [String?] {
    [entry.rule, entry.path, entry.hash?.text]
  }
}
