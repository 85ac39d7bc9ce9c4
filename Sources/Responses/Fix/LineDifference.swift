/// What changes between two texts, line by line, as `diff -u` shows it.
package enum LineDifference {
  /// Lines around a change that are shown with it.
  private static let context = 3

  private struct Row {
    let mark: String
    let text: [UInt8]
    /// The number of the next line of either text.
    let old: Int
    let new: Int
  }

  /// The hunks, without the two lines that name the files.
  package static func hunks(from before: [UInt8], to after: [UInt8]) -> [[UInt8]] {
    let rows = rows(lines(before), lines(after))
    let changed = rows.indices.filter { rows[$0].mark != " " }
    var hunks: [Range<Int>] = []
    for index in changed {
      let range = max(0, index - context)..<min(rows.count, index + context + 1)
      if let last = hunks.last, range.lowerBound <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks.flatMap { hunk -> [[UInt8]] in
      let shown = rows[hunk]
      let (old, new) = (shown.count { $0.mark != "+" }, shown.count { $0.mark != "-" })
      let first = rows[hunk.lowerBound]
      let head =
        "@@ -\(old == 0 ? first.old : first.old + 1),\(old)"
        + " +\(new == 0 ? first.new : first.new + 1),\(new) @@"
      return [Array(head.utf8)] + shown.map { Array($0.mark.utf8) + $0.text }
    }
  }

  private static func lines(_ text: [UInt8]) -> [[UInt8]] {
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map(Array.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func rows(_ old: [[UInt8]], _ new: [[UInt8]]) -> [Row] {
    let difference = new.difference(from: old)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var rows: [Row] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        rows.append(Row(mark: "-", text: old[left], old: left, new: right))
        left += 1
      } else if right < new.count, inserted.contains(right) {
        rows.append(Row(mark: "+", text: new[right], old: left, new: right))
        right += 1
      } else {
        rows.append(Row(mark: " ", text: old[left], old: left, new: right))
        (left, right) = (left + 1, right + 1)
      }
    }
    return rows
  }
}
