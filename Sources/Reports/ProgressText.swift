/// What a line of progress says.
package enum ProgressText {
  /// How far a scan is, how fast it is, and how long it will take at this speed.
  ///
  /// - Parameters:
  ///   - done: How many objects and files were looked at.
  ///   - total: How many there are, as far as is known; more than zero.
  ///   - seconds: How long that took.
  ///   - width: How many columns there are.
  /// - Returns: One line, cut where it has no room.
  package static func line(done: Int, total: Int, seconds: Double, width: Int) -> String {
    let done = min(done, total)
    var text =
      "scanning: \(done * 100 / max(1, total)) %, \(Wording.grouped(done)) of "
      + "\(Wording.grouped(total)) objects and files"
    if seconds > 0, done > 0 {
      let rate = Double(done) / seconds
      text += ", \(Wording.grouped(Int(rate)))/s"
      // The first second tells little about the rest.
      if seconds >= 1, done < total { text += ", \(left(Double(total - done) / rate)) left" }
    }
    return String(text.prefix(max(1, width - 1)))
  }

  private static func left(_ seconds: Double) -> String {
    guard seconds < 360_000 else { return "days" }
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
