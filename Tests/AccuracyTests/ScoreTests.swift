import Corpus
import Testing

/// How findings are held against labels.
@Suite struct ScoreTests {
  @Test func `a scan that finds all scores all`() {
    let found = corpus.items.flatMap(\.secrets).map { label in
      Scan.Found(path: label.path, secret: .clear(label.value), class: label.class)
    }
    let total = Score(of: Scan(findings: found), on: corpus, tracked: true).total()
    #expect(total.recall == 1)
    #expect(total.precision == 1)
    #expect(total.classed == total.found)
  }

  @Test func `a scan that finds nothing has no false alarms`() {
    let score = Score(of: Scan(findings: []), on: corpus, tracked: false)
    #expect(score.total().found == 0)
    #expect(score.total().precision == 1)
  }

  @Test func `the value counts, not the place alone`() throws {
    let label = try #require(corpus.items.first?.secrets.first)
    let wrong = Scan.Found(path: label.path, secret: .clear("other"), class: label.class)
    let score = Score(of: Scan(findings: [wrong]), on: corpus, tracked: false)
    #expect(score.total().found == 0)
    #expect(score.alarms.count == 1)
  }

  @Test func `a value in another file is a false alarm`() throws {
    let label = try #require(corpus.items.first?.secrets.first)
    let trap = try #require(corpus.items.first { $0.kind == .trap })
    let wrong = Scan.Found(path: trap.path, secret: .clear(label.value), class: label.class)
    let score = Score(of: Scan(findings: [wrong]), on: corpus, tracked: false)
    #expect(score.total(.trap).alarms == 1)
  }

  @Test func `a low severity is no false alarm, but for weak classes`() throws {
    let trap = try #require(corpus.items.first { $0.kind == .trap && !$0.onlyVast })
    func alarms(_ class: String, _ severity: Severity) -> Int {
      let found = Scan.Found(
        path: trap.path, secret: .clear("x"), class: `class`, severity: severity)
      return Score(of: Scan(findings: [found]), on: corpus, tracked: false).alarms.count
    }
    #expect(alarms("vast-account-key", .low) == 0)
    #expect(alarms("vast-account-key", .medium) == 1)
    #expect(alarms("vast-instance-token", .low) == 1)
    #expect(alarms("vast-instance-token", .info) == 0)
  }
}
