import Foundation
import TestSupport
import Testing

/// Where reports go, and what stands in them.
@Suite struct ReportOptionTests {
  let folder: TemporaryFolder
  let key = MadeUp.key()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("leak", assignment(key))
    try folder.write("clean", "text\n")
  }

  private func scan(_ arguments: String...) throws -> ChildProcess.Outcome {
    try Tool.run(["scan"] + arguments, in: folder)
  }

  private func kind(of text: String) -> String {
    text.contains("\"$schema\"") ? "sarif" : text.hasPrefix("{") ? "json" : "text"
  }

  @Test func `writes each format, and text by default`() throws {
    #expect(kind(of: try scan("leak").stdout) == "text")
    for format in ["text", "json", "sarif"] {
      #expect(kind(of: try scan("leak", "--format", format).stdout) == format)
      #expect(kind(of: try scan("leak", "--format=\(format)").stdout) == format)
    }
  }

  @Test func `writes several reports of one scan`() throws {
    let outcome = try scan(
      "leak", "-o", "report.txt", "--report", "json=report.json", "--report", "sarif=report.sarif")
    #expect(outcome.status == 1)
    #expect(outcome.stdout.isEmpty)
    for (name, format) in [
      ("report.txt", "text"), ("report.json", "json"), ("report.sarif", "sarif"),
    ] {
      let text = try folder.text(name)
      #expect(kind(of: text) == format)
      #expect(!text.contains(key))
      #expect(text.contains(redacted(key)))
    }
  }

  @Test func `replaces a report, also of a clean run`() throws {
    try folder.write("report.json", String(repeating: "old\n", count: 10_000))
    #expect(try scan("clean", "--format", "json", "-o", "report.json").status == 0)
    #expect(kind(of: try folder.text("report.json")) == "json")
    #expect(try folder.names() == ["clean", "leak", "report.json"])
  }

  @Test(arguments: [".", "no/such/folder/file", "clean/file", "/dev/full"])
  func `does not end as clean where a report can't be written`(file: String) throws {
    for option in [["--output", file], ["--report", "json=\(file)"]] {
      let clean = try Tool.run(["scan", "clean"] + option, in: folder)
      #expect(clean.status != 0, "\(option)")
      #expect(!clean.stderr.isEmpty)
      let leak = try Tool.run(["scan", "leak"] + option, in: folder)
      #expect(leak.status != 0, "\(option)")
      #expect(try folder.names() == ["clean", "leak"])
    }
  }

  @Test func `writes through no symbolic link to a file of others`() throws {
    try folder.write("victim", "precious\n")
    try folder.link("report", to: "victim")
    let outcome = try scan("clean", "--format", "json", "-o", "report")
    let isKept = try folder.text("victim") == "precious\n"
    #expect(isKept || outcome.status == 0)
  }

  @Test func `says the report on standard output, and nothing on standard error`() throws {
    for format in ["text", "json", "sarif"] {
      let outcome = try scan("leak", "--format", format)
      #expect(outcome.stderr.isEmpty)
    }
    #expect(try scan("leak", "--verbose").stderr.contains("threads"))
  }

  @Test func `says nothing where it is to be quiet and there is nothing to say`() throws {
    #expect(try scan("clean", "--quiet").stdout.isEmpty)
    #expect(try scan("leak", "--quiet").stdout.contains(redacted(key)))
    #expect(try scan("leak", "--quiet", "--fail-on", "critical").stdout.isEmpty)
  }

  @Test func `ends without noise where its reader goes away`() throws {
    for index in 0..<1000 { try folder.write("many/\(index)", assignment(MadeUp.key())) }
    let outcome = try folder.shell(
      "\"$TOOL\" scan many --format json 2>errors | head -c 1; cat errors",
      environment: ["TOOL": Tool.executable])
    #expect(outcome.stdout == "{")
    let status = try folder.shell(
      "{ \"$TOOL\" scan many; echo $? >status; } 2>errors | head -1; cat status errors",
      environment: ["TOOL": Tool.executable])
    #expect(status.stdout.hasSuffix("\n1\n"), "\(status.stdout)")
  }

  @Test func `does not end as clean where standard output is closed or full`() throws {
    for target in [">/dev/full", ">&-"] {
      let outcome = try folder.shell(
        "\"$TOOL\" scan clean \(target)", environment: ["TOOL": Tool.executable])
      #expect(outcome.status != 0, "\(target)")
      let leak = try folder.shell(
        "\"$TOOL\" scan leak \(target)", environment: ["TOOL": Tool.executable])
      #expect(leak.status != 0, "\(target)")
    }
  }

  @Test func `is the same from run to run but for the seconds`() throws {
    for index in 0..<50 { try folder.write("many/\(index)", assignment(key)) }
    func text() throws -> String {
      try scan("--format", "json").stdout.replacing(/"seconds" : [0-9.e-]+/, with: "")
    }
    let first = try text()
    #expect(try text() == first)
    #expect(try scan("--format", "sarif").stdout == scan("--format", "sarif").stdout)
  }

  @Test func `colors only what goes to a terminal, or where it is told to`() throws {
    let escape = "\u{1B}"
    #expect(try !scan("leak").stdout.contains(escape))
    let forced = try Tool.run(
      "scan", "leak", in: folder, environment: ["CLICOLOR_FORCE": "1"])
    #expect(forced.stdout.contains(escape))
    let refused = try Tool.run(
      "scan", "leak", in: folder, environment: ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"])
    #expect(!refused.stdout.contains(escape))
    let without = try Tool.run(
      "scan", "leak", "--no-color", in: folder, environment: ["CLICOLOR_FORCE": "1"])
    #expect(!without.stdout.contains(escape))
  }

  @Test func `a report past the limit on the size of files is told, and leaves nothing`() throws {
    let outcome = try folder.shell(
      "ulimit -f 1; '\(Tool.executable)' scan leak --format json -o report.json")
    #expect(outcome.status == 1)
    #expect(outcome.stderr.contains("report.json"))
    #expect(try folder.shell("ls -A | grep -v -e leak -e clean").stdout.isEmpty)
  }
}
