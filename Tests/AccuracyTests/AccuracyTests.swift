import Corpus
import TestSupport
import Testing

/// Reads the corpus with the built program, and asks for few misses and fewer false alarms.
@Suite struct AccuracyTests {
  @Test(arguments: Item.Kind.allCases)
  func `files of a folder`(_ kind: Item.Kind) throws {
    let score = try Scores.folder.get()
    #expect(score.total(kind).recall >= kind.leastRecall, "\(score.misses(of: kind))")
    #expect(score.alarms(of: kind).share <= 0.01, "\(score.alarms(of: kind))")
  }

  @Test(arguments: Item.Kind.allCases)
  func `files that a repository tracks`(_ kind: Item.Kind) throws {
    let score = try Scores.repository.get()
    #expect(score.total(kind).recall >= kind.leastRecall, "\(score.misses(of: kind))")
    #expect(score.alarms(of: kind).share <= 0.01, "\(score.alarms(of: kind))")
  }

  @Test func `of all reports, 99 in 100 are right`() throws {
    let total = try Scores.folder.get().total()
    #expect(total.precision >= 0.99, "\(total.alarms) wrong of \(total.found + total.alarms)")
  }
}

/// Each scan is made once, whichever tests look at it.
private enum Scores {
  static let folder = Result { () throws -> Score in
    let folder = try TemporaryFolder()
    try corpus.write(to: folder)
    let report = try Tool.json("scan", "--no-cache", ".", in: folder)
    return Score(of: Scan(report), on: corpus, tracked: false)
  }

  static let repository = Result { () throws -> Score in
    let repository = try RepositoryBuilder()
    try corpus.write(to: repository)
    try repository.git("add", "--all", "--force")
    try repository.commitStaged("Adds the corpus")
    let report = try Tool.json("audit", "--no-cache", in: repository)
    return Score(of: Scan(report), on: corpus, tracked: true)
  }
}

/// Made once for all tests.
let corpus = Corpus()

extension Item.Kind {
  /// The share of secrets that has to be found.
  fileprivate var leastRecall: Double {
    switch self {
    case .plain: 0.99
    case .encoded, .contained, .vendor: 0.95
    case .trap: 1
    }
  }
}

/// Names of misses or false alarms, one a line, for the message of a failed test.
private struct Listing: CustomStringConvertible {
  var lines: [String]
  var share: Double
  var description: String { lines.map { "\n  " + $0 }.joined() }
}

extension Score {
  fileprivate func misses(of kind: Item.Kind) -> Listing {
    let missed = misses.filter { $0.item.kind == kind }
    return Listing(
      lines: missed.map { "\($0.item.group): \($0.item.name): \($0.label.path)" },
      share: 1 - total(kind).recall)
  }

  fileprivate func alarms(of kind: Item.Kind) -> Listing {
    let wrong = alarms.filter { $0.item.kind == kind }
    return Listing(
      lines: wrong.map {
        "\($0.item.group): \($0.item.name): \($0.found.rule) in \($0.found.path)"
      },
      share: Double(wrong.count) / Double(max(1, total(kind).files)))
  }
}
