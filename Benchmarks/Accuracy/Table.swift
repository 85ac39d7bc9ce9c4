import Corpus
import Foundation

/// A scanner's result.
struct Column {
  var name: String
  var score: Score
}

/// Scanners side by side, a line for each group of the corpus.
struct Table {
  var columns: [Column]
  var corpus: Corpus

  func printAll(misses: Bool) {
    print("seed \(corpus.seed); recall and precision in per cent, and wrong reports\n")
    let head = columns.map { Self.right($0.name, 22) }.joined()
    print(Self.left("", 34) + Self.right("files", 6) + Self.right("secrets", 8) + head)
    for kind in Item.Kind.allCases {
      for tally in columns[0].score.groups where tally.kind == kind { printRow(tally) }
      printTotal(kind)
    }
    printTotal(nil)
    let score = columns[0].score
    let total = score.total()
    print("\nclass as labelled: \(total.classed) of \(total.found)")
    for name in corpus.absent { print("left out, its program is not installed: \(name)") }
    if misses { list(score) }
  }

  private func printRow(_ tally: Score.Tally) {
    let cells = columns.map { column in
      column.score.groups.first { $0.group == tally.group }.map(Self.cell) ?? ""
    }
    print(Self.line(tally.group, tally, cells))
  }

  private func printTotal(_ kind: Item.Kind?) {
    let tally = columns[0].score.total(kind)
    let name = kind.map { "— \($0.rawValue)" } ?? "— all"
    print(Self.line(name, tally, columns.map { Self.cell($0.score.total(kind)) }) + "\n")
  }

  private func list(_ score: Score) {
    for miss in score.misses {
      print(
        "missed: \(miss.item.group): \(miss.item.name): \(miss.label.class) in \(miss.label.path)")
    }
    for alarm in score.alarms {
      let found = alarm.found
      print(
        "wrong: \(alarm.item.group): \(alarm.item.name): \(found.rule), \(found.severity) in \(found.path)"
      )
    }
    for mistake in score.mistaken {
      print(
        "mistaken: \(mistake.item.group): \(mistake.item.name): \(mistake.found.class) in \(mistake.found.path)"
      )
    }
  }

  private static func line(_ name: String, _ tally: Score.Tally, _ cells: [String]) -> String {
    left(name, 34) + right("\(tally.files)", 6) + right("\(tally.secrets)", 8)
      + cells.map { right($0, 22) }.joined()
  }

  private static func cell(_ tally: Score.Tally) -> String {
    let recall = tally.secrets == 0 ? "–" : percent(tally.recall)
    let precision = tally.found + tally.alarms == 0 ? "–" : percent(tally.precision)
    return "\(recall) \(right(precision, 6)) \(right("\(tally.alarms)", 4))"
  }

  private static func percent(_ share: Double) -> String {
    // Rounded down, so that 100 means all.
    let tenths = Int(share * 1000)
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }
}
