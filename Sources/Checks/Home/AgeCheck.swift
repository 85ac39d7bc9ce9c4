import Blobs
import Findings
import Git
import Rules

/// Tells which keys are older than Vast.ai advises.
enum AgeCheck {
  private static let day: Int64 = 86_400
  /// "90-day rotation is a reasonable baseline for production", says Vast.ai's guide to keys.
  private static let keyLimit: Int64 = 90
  /// A session ends after a week.
  private static let sessionLimit: Int64 = 7

  /// The findings for one key file; its age is that of its content.
  static func findings(for file: HomeFile, now: Int64) -> [Finding] {
    let days = (now - file.file.entry.modified.seconds) / day
    switch file.purpose {
    case .session where days > sessionLimit:
      return [
        Finding(
          HomeRules.session, .low,
          "'\(file.name.text)' was written \(days) days ago: the two-factor session in it has "
            + "ended, and the client still prefers it to the key.", at: file.name,
          fix: "rm -- \(file.name.shellWord)")
      ]
    case .key where days > keyLimit:
      return [
        Finding(
          HomeRules.age, .low,
          "'\(file.name.text)' was written \(days) days ago; Vast.ai advises another key every "
            + "\(keyLimit) days.", at: file.name,
          fix: "vastguard reset --any-leak --key-file \(file.name.shellWord)")
      ]
    default: return []
    }
  }
}
