import Blobs
import Findings
import Git
import Responses
import Rules
import Testing

@Suite struct VerdictTests {
  private func report(_ severities: Severity..., gaps: Int = 0, suppressed: Bool = false) -> Report
  {
    var report = Report(
      tool: Report.Tool(name: "vastguard", version: "0"),
      rules: Report.RulesInForce(digest: "", rules: []),
      target: Report.Target(kind: "repository", path: "."))
    report.incomplete = (0..<gaps).map { Report.Gap(what: "blob \($0)", why: "missing") }
    report.findings = severities.map { severity in
      Finding(
        rule: "rule", severity: severity, message: "", path: Path("file"), layer: .worktree,
        fingerprint: "",
        suppressed: suppressed ? Finding.Suppression(by: "baseline", reason: "") : nil)
    }
    return report
  }

  private func status(
    _ report: Report, failOn: Severity = .low, _ policy: Verdict.Policy = Verdict.Policy()
  ) -> Int32 {
    Verdict(on: report, failOn: failOn).exitStatus(policy).rawValue
  }

  @Test func `is 0 where all was scanned and nothing found`() {
    #expect(status(report()) == 0)
  }

  @Test func `is 1 with findings, whether or not all was scanned`() {
    #expect(status(report(.low)) == 1)
    #expect(status(report(.critical, gaps: 1)) == 1)
  }

  @Test func `is 3 without findings where something was not scanned`() {
    #expect(status(report(gaps: 1)) == 3)
    #expect(status(report(.info, gaps: 1)) == 3)
  }

  @Test(arguments: Severity.allCases)
  func `counts findings from the limit up, and never info`(limit: Severity) {
    for severity in Severity.allCases {
      let counts = severity >= limit && severity != .info
      #expect(status(report(severity), failOn: limit) == (counts ? 1 : 0))
    }
  }

  @Test func `does not count what is suppressed`() {
    #expect(status(report(.critical, suppressed: true)) == 0)
    #expect(Verdict(on: report(.critical, .low)).counted == 2)
  }

  @Test func `tells findings with another status when asked to`() {
    #expect(status(report(.high), Verdict.Policy(exitCode: 42)) == 42)
    #expect(status(report(), Verdict.Policy(exitCode: 42)) == 0)
    #expect(status(report(gaps: 1), Verdict.Policy(exitCode: 42)) == 3)
  }

  @Test(arguments: [Verdict.Policy(exitZero: true), Verdict.Policy(exitCode: 0)])
  func `lets findings pass when asked to, but never gaps`(policy: Verdict.Policy) {
    #expect(status(report(.high), policy) == 0)
    #expect(status(report(.high, gaps: 1), policy) == 3)
    #expect(status(report(gaps: 1), policy) == 3)
  }

  @Test func `puts gaps before findings when everything must be scanned`() {
    let policy = Verdict.Policy(requireComplete: true)
    #expect(status(report(.high), policy) == 1)
    #expect(status(report(.high, gaps: 1), policy) == 3)
    #expect(status(report(gaps: 1), policy) == 3)
    #expect(status(report(), policy) == 0)
  }
}
