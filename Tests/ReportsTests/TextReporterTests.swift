import Blobs
import Findings
import Git
import Reports
import Rules
import Testing

@Suite struct TextReporterTests {
  private func text(_ report: Report, style: Style = Style()) throws -> String {
    try Sample.text(report, TextReporter(style: style))
  }

  /// The last line of the report for a run that scanned so much.
  private func summary(_ change: (inout Report.Statistics) -> Void) throws -> String {
    var report = Sample.report(kind: "files")
    report.statistics = Report.Statistics()
    change(&report.statistics)
    return try text(report)
  }

  @Test func `a clean run is one calm line`() throws {
    #expect(
      try text(Sample.report())
        == "Nothing found. Scanned 1,204 commits, 3,480 blobs and 97 files: 81.1 MB in 0.81 s.\n")
  }

  @Test func `a repository without commits is called so`() throws {
    var report = Sample.report(head: nil)
    report.statistics = Report.Statistics()
    report.statistics.files = 1
    report.statistics.bytes = 12
    report.statistics.seconds = 0.001
    #expect(
      try text(report)
        == "No commits yet. Nothing found. Scanned 1 file: 12 bytes in less than 0.01 s.\n")
  }

  @Test func `a leak in many places is one block`() throws {
    var secret = Sample.secret(occurrences: 9)
    secret.lastCommit = Sample.commit("c", day: 19)
    let findings =
      (1...8).map { Sample.finding("logs/failed_\($0).txt", line: $0 * 37) } + [
        Sample.finding("", line: 3, layer: .commitMessage),
        Sample.finding("app.py", line: 12, layer: .worktree, commit: nil),
      ]
    #expect(
      try text(Sample.report(findings: findings, secrets: [secret])) == """
        critical  Vast.ai account key 4c23…a6f8
          Vast.ai API key in a URL. In 10 places. The tip of a branch or tag still has
          it.
          first seen  2024-11-03 aaaaaaaaaa by Jane Doe <jane@example.com>
          last change 2024-11-22 cccccccccc by Jane Doe <jane@example.com>

          app.py:12              work tree
          logs/failed_1.txt:37   history  aaaaaaaaaa
          logs/failed_2.txt:74   history  aaaaaaaaaa
          logs/failed_3.txt:111  history  aaaaaaaaaa
          logs/failed_4.txt:148  history  aaaaaaaaaa
          and 5 more places: 4 in history, 1 in commit messages

          What to do: Reset the key on the Keys page of the console, or let `vastguard
          reset` do it: a key that was pushed once is known. Then keep the new one out
          of the repository.

        Found 1 secret (1 critical) in 10 places. Scanned 1,204 commits, 3,480 blobs and 97 files: 81.1 MB in 0.81 s.

        """)
  }

  @Test func `the same remedy is told once, and the worst leak comes first`() throws {
    var gone = Sample.secret("0000000000000001")
    gone.redacted = "9f00…1122"
    gone.reachable = false
    gone.status = .dead
    let findings = [
      Sample.finding("old.sh", line: 2, layer: .unreachable, severity: .high, secret: gone.id),
      Sample.finding("", line: 3, layer: .commitMessage),
    ]
    #expect(
      try text(Sample.report(findings: findings, secrets: [gone, Sample.secret()])) == """
        critical  Vast.ai account key 4c23…a6f8
          Vast.ai API key in a URL. In 1 place. The tip of a branch or tag still has it.
          brought in 2024-11-03 aaaaaaaaaa by Jane Doe <jane@example.com>

          commit message, line 3  aaaaaaaaaa

          What to do: Reset the key on the Keys page of the console, or let `vastguard
          reset` do it: a key that was pushed once is known. Then keep the new one out
          of the repository.

        high  Vast.ai account key 9f00…1122
          Vast.ai API key in a URL. In 1 place. No reference leads to it, but this
          repository still keeps it. Vast.ai no longer accepts it.
          brought in 2024-11-03 aaaaaaaaaa by Jane Doe <jane@example.com>

          old.sh:2  unreachable object  aaaaaaaaaa

          What to do: as for Vast.ai account key 4c23…a6f8 above.

        Found 2 secrets (1 critical, 1 high) in 2 places. Scanned 1,204 commits, 3,480 blobs and 97 files: 81.1 MB in 0.81 s.

        """)
  }

  @Test func `what is staged is told without a history that it has not yet`() throws {
    var secret = Sample.secret()
    secret.firstCommit = nil
    secret.lastCommit = nil
    let finding = Sample.finding("app.py", line: 12, layer: .index, commit: nil)
    var report = Sample.report(kind: "staged", findings: [finding], secrets: [secret])
    report.statistics = Report.Statistics()
    report.statistics.blobs = 1
    report.statistics.bytes = 4_200
    report.statistics.seconds = 0.012
    #expect(
      try text(report) == """
        critical  Vast.ai account key 4c23…a6f8
          Vast.ai API key in a URL. In 1 place.

          app.py:12  index

          What to do: Reset the key on the Keys page of the console, or let `vastguard
          reset` do it: a key that was pushed once is known. Then keep the new one out
          of the repository.

        Found 1 secret (1 critical) in 1 place. Scanned 1 blob: 4.2 kB in 0.01 s.

        """)
  }

  @Test func `weak spots are grouped by check, each with what mends it`() throws {
    var report = Sample.report(findings: [
      Sample.weakSpot(".vast_api_key", fix: "chmod 600 .vast_api_key"),
      Sample.weakSpot("keys/vast.json", fix: "chmod 600 keys/vast.json"),
      Sample.weakSpot(".env", layer: .ignore, fix: "vastguard fix"),
      Sample.weakSpot(".vast_api_key", layer: .ignore, fix: "vastguard fix"),
    ])
    report.checks = [
      Report.Check(
        id: "ignore-missing", name: "Name of a key file that git does not ignore",
        summary: "`git add .` would take such a file along.", remedy: "Add the names.")
    ]
    #expect(
      try text(report) == """
        medium  Name of a key file that git does not ignore, 2 places
          `git add .` would take such a file along.

          .env
          .vast_api_key

          To mend it: vastguard fix

        medium  File that others can reach, 2 places
          The mode of a file or folder lets others read or change it.

          .vast_api_key   chmod 600 .vast_api_key
          keys/vast.json  chmod 600 keys/vast.json

        Found 4 weak spots. Scanned 1,204 commits, 3,480 blobs and 97 files: 81.1 MB in 0.81 s.

        """)
  }

  @Test func `a single weak spot is told in its own words`() throws {
    let report = Sample.report(findings: [Sample.weakSpot(".env", fix: "chmod 600 .env")])
    #expect(
      try text(report) == """
        medium  File that others can reach
          Others on this machine can read '.env'.

          .env

          To mend it: chmod 600 .env

        Found 1 weak spot. Scanned 1,204 commits, 3,480 blobs and 97 files: 81.1 MB in 0.81 s.

        """)
  }

  @Test func `what could not be scanned is told, though nothing was found`() throws {
    let gap = Report.Gap(what: "history before 3 commits", why: "the clone is shallow")
    #expect(
      try text(Sample.report(incomplete: [gap])) == """
        Not scanned
          history before 3 commits: the clone is shallow

        Nothing found, but 1 thing could not be scanned. Scanned 1,204 commits, 3,480 blobs and 97 files: 81.1 MB in 0.81 s.

        """)
  }

  @Test func `many gaps are told in a few lines`() throws {
    let gaps = (1...1234).map { Report.Gap(what: "blob \($0)", why: "missing") }
    let lines = try text(Sample.report(incomplete: gaps)).split(separator: "\n")
    #expect(lines.count == 13)
    #expect(lines[11] == "  and 1,224 more, all of them in the JSON report")
  }

  @Test func `what needs nothing done is told in a line and not counted`() throws {
    var safe = Sample.finding("key", layer: .worktree, severity: .info, commit: nil)
    safe.message = "Git ignores it and only its owner can read it"
    var silenced = Sample.finding("test.py", line: 5, secret: "00000000000000bb")
    silenced.suppressed = Finding.Suppression(by: "inline", reason: "a made-up key")
    let report = Sample.report(
      findings: [safe, silenced], secrets: [Sample.secret(), Sample.secret("00000000000000bb")])
    #expect(
      try text(report) == """
        Nothing to do
          Vast.ai account key 4c23…a6f8: key:1. Git ignores it and only its owner can read it.
          Vast.ai account key 4c23…a6f8: test.py:5. silenced by inline: a made-up key.

        Nothing found. Scanned 1,204 commits, 3,480 blobs and 97 files: 81.1 MB in 0.81 s.

        """)
  }

  @Test func `a silenced place of a leak comes last and says why`() throws {
    var silenced = Sample.finding("a.py", line: 5)
    silenced.suppressed = Finding.Suppression(by: "baseline", reason: "known")
    let report = Sample.report(
      findings: [silenced, Sample.finding("b.py")], secrets: [Sample.secret(occurrences: 2)])
    let lines = try text(report).split(separator: "\n")
    #expect(lines.contains("  b.py:1  history  aaaaaaaaaa"))
    #expect(lines.contains("  a.py:5  history  aaaaaaaaaa  silenced by baseline: known"))
  }

  @Test func `posture of severity info wakes nobody`() throws {
    var finding = Sample.weakSpot(".env", layer: .ignore, fix: "vastguard fix")
    finding.severity = .info
    #expect(
      try text(Sample.report(findings: [finding])) == """
        1 note of severity info in the JSON report.

        Nothing found. Scanned 1,204 commits, 3,480 blobs and 97 files: 81.1 MB in 0.81 s.

        """)
  }

  @Test func `nothing that was scanned reaches the terminal as it is`() throws {
    let evil = "\u{1B}]0;x\u{7}\n::error::\u{202E}"
    var finding = Sample.finding("x")
    finding.path = Path(bytes: Array(evil.utf8) + [0xFF])
    finding.message = evil
    finding.fix = evil
    finding.commit?.author = evil
    finding.suppressed = Finding.Suppression(by: evil, reason: evil)
    var open = finding
    open.suppressed = nil
    var secret = Sample.secret()
    secret.redacted = evil
    secret.firstCommit?.author = evil
    secret.lastCommit = Sample.commit("b")
    var weak = Sample.weakSpot(evil, fix: evil)
    weak.message = evil
    weak.rule = evil
    var report = Sample.report(
      findings: [finding, open, weak], secrets: [secret],
      incomplete: [Report.Gap(what: evil, why: evil)])
    report.rules.rules[0].name = evil
    report.rules.rules[0].remedy = evil
    let shown = try text(report)
    #expect(!shown.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(!shown.contains("\u{202E}"))
    #expect(!shown.contains("\u{7F}"))
    for line in shown.split(separator: "\n") {
      let trimmed = line.drop { $0 == " " }
      #expect(!trimmed.hasPrefix("::"))
    }
  }

  @Test func `color marks the severity, the secret and what to type`() throws {
    let report = Sample.report(
      findings: [Sample.finding("a.py"), Sample.weakSpot(".env", fix: "chmod 600 .env")],
      secrets: [Sample.secret()])
    let colored = try text(report, style: Style(color: true, width: 80))
    #expect(
      colored.hasPrefix(
        "\u{1B}[1;31mcritical\u{1B}[0m  Vast.ai account key \u{1B}[1m4c23…a6f8\u{1B}[0m\n"))
    #expect(colored.contains("To mend it: \u{1B}[1;36mchmod 600 .env\u{1B}[0m\n"))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == (try text(report)))
  }

  @Test func `sentences keep within the width`() throws {
    var secret = Sample.secret()
    secret.firstCommit = nil
    let report = Sample.report(findings: [Sample.finding("a.py")], secrets: [secret])
    let lines = try text(report, style: Style(width: 60)).split(separator: "\n").dropLast()
    #expect(lines.allSatisfy { $0.count <= 60 })
  }

  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (999_949, "999.9 kB"),
    (999_950, "1 MB"), (8_107_000_000, "8.1 GB"), (Int.max, "9223.4 PB"),
  ])
  func `sizes are told in the unit that fits`(bytes: Int, expected: String) throws {
    let line = try summary { statistics in
      statistics.files = 2
      statistics.bytes = bytes
    }
    #expect(line == "Nothing found. Scanned 2 files: \(expected) in less than 0.01 s.\n")
  }

  @Test(arguments: [
    (0.0, "less than 0.01 s"), (0.0049, "less than 0.01 s"), (0.005, "0.01 s"), (0.5, "0.5 s"),
    (0.994, "0.99 s"), (0.996, "1 s"), (12.34, "12.3 s"), (99.96, "1 min 40 s"),
    (125, "2 min 5 s"), (1e300, "16666666 min 40 s"), (-1, "less than 0.01 s"),
    (.nan, "less than 0.01 s"),
  ])
  func `times are told with as many digits as matter`(seconds: Double, expected: String) throws {
    let line = try summary { statistics in
      statistics.files = 1234567
      statistics.seconds = seconds
    }
    #expect(line == "Nothing found. Scanned 1,234,567 files: 0 bytes in \(expected).\n")
  }

  @Test(arguments: [("staged", "Nothing is staged."), ("files", "There was nothing to scan.")])
  func `a run without anything to scan says so`(kind: String, expected: String) throws {
    var report = Sample.report(kind: kind)
    report.statistics = Report.Statistics()
    #expect(try text(report) == "Nothing found. \(expected)\n")
  }
}
