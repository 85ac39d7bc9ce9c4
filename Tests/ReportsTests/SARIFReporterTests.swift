import Blobs
import Findings
import Git
import Reports
import Rules
import Testing

@Suite struct SARIFReporterTests {
  private func log(_ report: Report, limit: Int = 25_000) throws -> JSONValue {
    try JSONValue(try Sample.text(report, SARIFReporter(limit: limit)))
  }

  /// The only run of the log.
  private func run(_ report: Report, limit: Int = 25_000) throws -> JSONValue {
    try #require(try log(report, limit: limit)["runs"]?[0])
  }

  /// The result for a report of one finding.
  private func result(_ finding: Finding, secret: SecretRow = Sample.secret()) throws -> JSONValue {
    let report = Sample.report(findings: [finding], secrets: [secret])
    return try #require(try run(report)["results"]?[0])
  }

  private func uri(_ path: Path, layer: Layer = .history, root: String = "/srv/app") throws
    -> String?
  {
    var finding = Sample.finding("", layer: layer)
    finding.path = path
    var report = Sample.report(findings: [finding], secrets: [Sample.secret()])
    report.target.path = root
    let location = try run(report)["results"]?[0]?["locations"]?[0]?["physicalLocation"]
    return location?["artifactLocation"]?["uri"]?.string
  }

  @Test func `a result, whole`() throws {
    var finding = Sample.finding("docs/set up.md", line: 4)
    finding.presentAtHead = false
    finding.lineHash = "54703d4cd895b18:2"
    let (a, b) = (String(repeating: "a", count: 40), String(repeating: "b", count: 40))
    #expect(
      try result(finding)
        == JSONValue(
          """
          {
            "level": "error",
            "locations": [{
              "physicalLocation": {
                "artifactLocation": {"uri": "docs/set%20up.md", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 4, "startColumn": 9, "endLine": 4, "endColumn": 73}
              }
            }],
            "message": {
              "text": "A Vast.ai account key in a URL (value '4c23…a6f8', commit 'aaaaaaaaaaaa')."
            },
            "partialFingerprints": {
              "primaryLocationLineHash": "54703d4cd895b18:2",
              "vastguard/v1": "\(finding.fingerprint)"
            },
            "properties": {
              "authorDate": "2024-11-03T12:00:00Z", "blob": "\(b)", "commit": "\(a)",
              "layer": "history", "presentAtHead": false, "redacted": "4c23…a6f8",
              "secret": "00000000000000aa", "severity": "critical"
            },
            "ruleId": "vast-key-in-url",
            "ruleIndex": 0
          }
          """))
  }

  @Test func `the log around the results, whole`() throws {
    let digest = String(repeating: "9a", count: 32)
    #expect(
      try Sample.text(Sample.report(), SARIFReporter()) == """
        {
          "$schema" : "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
          "runs" : [
            {
              "automationDetails" : {
                "id" : "vastguard/"
              },
              "columnKind" : "utf16CodeUnits",
              "invocations" : [
                {
                  "executionSuccessful" : true,
                  "toolExecutionNotifications" : [

                  ]
                }
              ],
              "originalUriBaseIds" : {
                "%SRCROOT%" : {
                  "description" : {
                    "text" : "The root of the repository, or the folder of the scan."
                  }
                }
              },
              "properties" : {
                "head" : "\(String(repeating: "a", count: 40))",
                "rulesDigest" : "\(digest)"
              },
              "results" : [

              ],
              "tool" : {
                "driver" : {
                  "fullName" : "vastguard 1.2.3, scanner for leaked Vast.ai credentials",
                  "informationUri" : "https://github.com/vastguard/vastguard",
                  "name" : "vastguard",
                  "notifications" : [
                    {
                      "id" : "not-scanned",
                      "shortDescription" : {
                        "text" : "Something could not be scanned."
                      }
                    },
                    {
                      "id" : "results-left-out",
                      "shortDescription" : {
                        "text" : "There were more results than a run may hold."
                      }
                    }
                  ],
                  "rules" : [
                    {
                      "defaultConfiguration" : {
                        "level" : "error"
                      },
                      "fullDescription" : {
                        "text" : "Vast.ai API key in a URL: whoever has it can rent machines on the account."
                      },
                      "help" : {
                        "markdown" : "**What to do.** \(Sample.remedy)\\n\\n- <https://docs.vast.ai/keys>",
                        "text" : "\(Sample.remedy) See https://docs.vast.ai/keys."
                      },
                      "helpUri" : "https://docs.vast.ai/keys",
                      "id" : "vast-key-in-url",
                      "name" : "VastKeyInUrl",
                      "properties" : {
                        "precision" : "high",
                        "security-severity" : "9.5",
                        "tags" : [
                          "security",
                          "external/cwe/cwe-798",
                          "vast-account-key"
                        ]
                      },
                      "shortDescription" : {
                        "text" : "Vast.ai API key in a URL."
                      }
                    }
                  ],
                  "semanticVersion" : "1.2.3",
                  "version" : "1.2.3"
                }
              }
            }
          ],
          "version" : "2.1.0"
        }

        """)
  }

  @Test func `every log is as the standard and the collectors want it`() throws {
    var hostile = Sample.finding("[click](https://example.com)/a:b ?#%.md", line: 7)
    hostile.message = "A key in '[click](https://example.com)\u{1B}[2J'..."
    var report = Sample.report(
      findings: [
        hostile, Sample.finding("./b", line: 5), Sample.finding("b", line: 2),
        Sample.finding("b", line: 10),
        Sample.finding("", layer: .commitMessage), Sample.weakSpot(".env", fix: "chmod 600 .env"),
        Sample.weakSpot("a b", layer: .ignore, fix: nil),
      ], secrets: [Sample.secret()], incomplete: [Report.Gap(what: "blob 4f", why: "too large.")])
    report.rules.rules += Sample.rules("2fa", name: String(repeating: "🔑", count: 900))
    report.rules.rules += Sample.rules("x", name: "", severity: .info)
    report.rules.rules[2].id = "Capital"
    #expect(SARIFCheck(try log(report)).problems == [])
    report.findings[1].suppressed = Finding.Suppression(by: "inline", reason: "a test key")
    #expect(SARIFCheck(try log(report)).problems == [])
    #expect(SARIFCheck(try log(Sample.report())).problems == [])
  }

  @Test(arguments: [
    ("src/a-b_c~1.md", "src/a-b_c~1.md"),
    ("debian:12/x", "debian%3A12/x"),
    ("a b/[c]?#%.md", "a%20b/%5Bc%5D%3F%23%25.md"),
    ("grün", "gr%C3%BCn"),
    ("outer.zip!inner/@file", "outer.zip!inner/@file"),
    ("a\n::b", "a%0A%3A%3Ab"),
    ("./a//b/", "a/b"),
    ("../../a", "a"),
    ("/etc/x", "etc/x"),
    ("/srv/app/src/x", "src/x"),
    ("/srv/apple/x", "srv/apple/x"),
  ])
  func `an address is relative and percent-encoded`(path: String, expected: String) throws {
    #expect(try uri(Path(path)) == expected)
  }

  @Test func `an address is made from bytes, UTF-8 or not`() throws {
    #expect(try uri(Path(bytes: [0x61, 0xFF, 0x2F, 0x80])) == "a%FF/%80")
  }

  @Test(arguments: [
    (Layer.commitMessage, ".git/commit-message"), (.refName, ".git/ref-name"), (.stdin, "stdin"),
  ])
  func `what has no path gets an address that stays the same`(layer: Layer, expected: String)
    throws
  {
    #expect(try uri(Path(""), layer: layer) == expected)
  }

  @Test func `a finding about a file itself stands at its start`() throws {
    let result = try result(Sample.weakSpot(".env", fix: nil))
    #expect(
      result["locations"]?[0]?["physicalLocation"]?["region"]
        == (try JSONValue(#"{"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}"#)))
  }

  @Test func `without the text of the line its hash is made from the fingerprint`() throws {
    let finding = Sample.finding("a")
    let result = try result(finding)
    #expect(
      result["partialFingerprints"]?["primaryLocationLineHash"]?.string == finding.fingerprint
        .prefix(16) + ":1")
  }

  @Test func `the hash of a line with a secret that can be guessed is not told`() throws {
    var finding = Sample.finding("a")
    finding.lineHash = "54703d4cd895b18:2"
    var secret = Sample.secret()
    secret.sha256 = nil
    let result = try result(finding, secret: secret)
    #expect(
      result["partialFingerprints"]?["primaryLocationLineHash"]?.string == finding.fingerprint
        .prefix(16) + ":1")
  }

  @Test(arguments: [
    (Severity.critical, "error"), (.high, "error"), (.medium, "warning"), (.low, "note"),
    (.info, "note"),
  ])
  func `the level follows from the place's severity`(severity: Severity, level: String) throws {
    #expect(try result(Sample.finding("a", severity: severity))["level"]?.string == level)
  }

  @Test func `what was not scanned is told, and the run is no success`() throws {
    let gap = Report.Gap(what: "blob 4f", why: "larger than 1 GiB")
    let invocation = try run(Sample.report(incomplete: [gap]))["invocations"]?[0]
    #expect(invocation?["executionSuccessful"] == .bool(false))
    let notification = invocation?["toolExecutionNotifications"]?[0]
    #expect(
      notification
        == (try JSONValue(
          """
          {
            "descriptor": {"id": "not-scanned"},
            "level": "error",
            "message": {"text": "Not scanned: 'blob 4f' (larger than 1 GiB)."}
          }
          """)))
  }

  @Test func `gaps beyond the first thousand are counted`() throws {
    let gaps = (1...1003).map { Report.Gap(what: "blob \($0)", why: "missing") }
    let invocation = try run(Sample.report(incomplete: gaps))["invocations"]?[0]
    let notifications = invocation?["toolExecutionNotifications"]?.elements ?? []
    #expect(notifications.count == 1001)
    #expect(notifications.last?["message"]?["text"]?.string == "Not scanned: '3' more places.")
  }

  @Test func `beyond the limit the worst results stay, and the rest is counted`() throws {
    let report = Sample.report(
      findings: [
        Sample.finding("c", severity: .critical), Sample.finding("a", severity: .low),
        Sample.finding("d", severity: .medium), Sample.finding("b", severity: .high),
      ], secrets: [Sample.secret()])
    let run = try run(report, limit: 2)
    #expect(run["results"]?.elements.compactMap { $0["level"]?.string } == ["error", "error"])
    let invocation = run["invocations"]?[0]
    #expect(invocation?["executionSuccessful"] == .bool(true))
    #expect(
      invocation?["toolExecutionNotifications"]?[0]?["message"]?["text"]?.string
        == "Left out: '2' results, the least severe; a run may hold '2'."
        + " The formats 'sarif-tree' and 'sarif-history' split them.")
  }

  @Test func `suppressions stand on every result or on none`() throws {
    var report = Sample.report(
      findings: [Sample.finding("a"), Sample.finding("b"), Sample.finding("c")],
      secrets: [Sample.secret()])
    #expect(try run(report)["results"]?[0]?["suppressions"] == nil)
    report.findings[1].suppressed = Finding.Suppression(by: "inline", reason: "a test key")
    report.findings[2].suppressed = Finding.Suppression(by: "baseline", reason: "known")
    let results = try run(report)["results"]
    #expect(results?[0]?["suppressions"] == .array([]))
    #expect(
      results?[1]?["suppressions"]
        == (try JSONValue(
          #"[{"justification": "inline: a test key", "kind": "inSource", "status": "accepted"}]"#)))
    #expect(results?[2]?["suppressions"]?[0]?["kind"]?.string == "external")
  }

  @Test func `a check is described by its own texts`() throws {
    var report = Sample.report(findings: [Sample.weakSpot(".env", fix: "chmod 600 .env")])
    report.checks = [
      Report.Check(
        id: "key-file-mode", name: "Key file that others can read",
        summary: "Everybody on the machine can read it.", remedy: "Take the permission away.")
    ]
    let rule = try run(report)["tool"]?["driver"]?["rules"]?[1]
    #expect(rule?["id"]?.string == "key-file-mode")
    #expect(rule?["name"]?.string == "KeyFileMode")
    #expect(rule?["shortDescription"]?["text"]?.string == "Key file that others can read.")
    #expect(rule?["help"]?["text"]?.string == "Take the permission away.")
    #expect(rule?["properties"]?["security-severity"]?.string == "5.5")
  }

  @Test func `a rule for information has no score, since collectors take any for a weakness`()
    throws
  {
    var report = Sample.report()
    report.rules.rules = Sample.rules("for-tests", name: "For tests", severity: .info)
    let rule = try run(report)["tool"]?["driver"]?["rules"]?[0]
    #expect(rule?["properties"]?["security-severity"] == nil)
    #expect(rule?["defaultConfiguration"]?["level"]?.string == "note")
  }

  @Test func `the log does not depend on the order in which things were found`() throws {
    var report = Sample.report(
      findings: (1...20).map { Sample.finding("f\($0 % 3)", line: $0 % 5) } + [
        Sample.weakSpot("x", fix: "x"), Sample.weakSpot("y", layer: .ignore, fix: "y"),
      ], secrets: [Sample.secret()])
    let text = try Sample.text(report, SARIFReporter(limit: 15))
    report.findings.reverse()
    #expect(try Sample.text(report, SARIFReporter(limit: 15)) == text)
  }
}
