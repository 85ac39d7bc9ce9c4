import Blobs
import Findings
import Git
import Reports
import Rules

extension Sample {
  /// A report with something of everything that a format can show.
  static var story: Report {
    var env = finding("config/.env", commit: commit("c", day: -9))
    env.presentAtHead = false
    var copy = finding("src/run me.py", line: 7, commit: commit("d", day: -8))
    copy.presentAtHead = true
    var file = finding("src/run me.py", line: 7, layer: .worktree, commit: nil)
    file.lineHash = "54703d4cd895b18:2"
    var silenced = finding("docs/setup.md", line: 4, secret: "00000000000000bb")
    silenced.suppressed = Finding.Suppression(by: "baseline", reason: "known since May")
    var key = secret(occurrences: 4)
    key.isCloned = true
    key.firstCommit = commit("c", day: -9)
    key.lastCommit = commit("e", day: -2)
    key.removals = [.init(commit: commit("e", day: -2), path: Path("config/.env"))]
    key.references = ["refs/heads/main", "refs/tags/v1"]
    key.referenceCount = 2
    var report = report(
      findings: [
        env, copy, file, finding("", line: 3, layer: .commitMessage, commit: commit("f")),
        silenced, weakSpot(".env", fix: "chmod 600 .env"),
      ], secrets: [key, secret("00000000000000bb")],
      incomplete: [Report.Gap(what: "blob 4f", why: "larger than 1 GiB")])
    report.span = 1_731_000_000...1_731_000_001
    return report
  }

  /// The story with everything that others chose replaced by a text of theirs.
  static func story(saying text: String) -> Report {
    var report = story
    for index in report.findings.indices {
      report.findings[index].path = Path(bytes: Array(text.utf8))
      report.findings[index].message = text
      report.findings[index].commit?.author = text
      report.findings[index].fix = text
      if report.findings[index].suppressed != nil {
        report.findings[index].suppressed = .init(by: text, reason: text)
      }
    }
    for index in report.secrets.indices {
      report.secrets[index].redacted = text
      report.secrets[index].firstCommit?.author = text
      report.secrets[index].references = [text, "refs/heads/" + text]
      report.secrets[index].removals = [.init(commit: commit("e"), path: Path(text))]
      report.secrets[index].removals[0].commit.author = text
    }
    report.incomplete = [Report.Gap(what: text, why: text)]
    report.target.path = text
    report.checks = [
      Report.Check(id: "key-file-mode", name: text, summary: text, remedy: text)
    ]
    return report
  }

  /// The page on the story's secret.
  static func sheet(
    saying text: String = "git@example.com:app.git", replacements: String? = nil
  ) -> IncidentSheet {
    IncidentSheet(
      secret: "00000000000000aa",
      remotes: [Remote(name: Path("origin"), address: Path(text))], replacements: replacements)
  }
}
