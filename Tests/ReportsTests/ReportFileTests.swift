import Findings
import Foundation
import Reports
import TestSupport
import Testing

@Suite struct ReportFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func path(_ name: String) -> String {
    folder.path(name)
  }

  private func content(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  private func mode(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  private func write(_ text: String = "new", to name: String) throws {
    try ReportFile.write(Sample.report(), with: Fixed(text: text), to: path(name))
  }

  @Test func `a new file holds the report, and nothing lies beside it`() throws {
    try write(to: "report.json")
    #expect(try content("report.json") == "new")
    #expect(try names == ["report.json"])
  }

  @Test func `a new file has the mode that the umask leaves`() throws {
    try write(to: "report.json")
    #expect(FileManager.default.createFile(atPath: path("other"), contents: nil))
    #expect(try mode("report.json") == mode("other").map { $0 & 0o644 })
  }

  @Test(arguments: [0o600, 0o664])
  func `a file that is replaced keeps its mode`(mode: Int) throws {
    #expect(
      FileManager.default.createFile(
        atPath: path("report.json"), contents: Data("old".utf8),
        attributes: [.posixPermissions: mode]))
    try write(to: "report.json")
    #expect(try content("report.json") == "new")
    #expect(try self.mode("report.json") == mode)
  }

  @Test func `a name as long as a name can be`() throws {
    let name = String(repeating: "n", count: 255)
    try write(to: name)
    #expect(try names == [name])
  }

  @Test func `a symbolic link is refused, and what it leads to stays as it was`() throws {
    try folder.write("target", "precious")
    try FileManager.default.createSymbolicLink(
      atPath: path("report.json"), withDestinationPath: "target")
    let error = #expect(throws: OutputError.self) { try write(to: "report.json") }
    #expect(error?.reason == "it is a symbolic link; name the file itself")
    #expect(try content("target") == "precious")
    #expect(try names == ["report.json", "target"])
  }

  @Test func `a folder is refused`() throws {
    try FileManager.default.createDirectory(atPath: path("out"), withIntermediateDirectories: false)
    let error = #expect(throws: OutputError.self) { try write(to: "out") }
    #expect(error?.reason == "it is a folder; name a file in it")
  }

  @Test func `a named pipe is refused`() throws {
    let made = unsafe mkfifo(path("pipe"), 0o600)
    #expect(made == 0)
    let error = #expect(throws: OutputError.self) { try write(to: "pipe") }
    #expect(error?.reason == "it is not a regular file")
  }

  @Test func `a folder that is not there is an error`() throws {
    let error = #expect(throws: OutputError.self) { try write(to: "no/report.json") }
    #expect(error?.reason == "No such file or directory")
  }

  @Test func `a report that fails half-way leaves the old file and nothing else`() throws {
    try write("old", to: "report.json")
    #expect(throws: Failing.Failure.self) {
      try ReportFile.write(Sample.report(), with: Failing(), to: path("report.json"))
    }
    #expect(try content("report.json") == "old")
    #expect(try names == ["report.json"])
  }

  @Test func `a device is written in place, and its errors are told`() throws {
    try ReportFile.write(Sample.report(), with: Fixed(text: "x"), to: "/dev/null")
    #expect(throws: OutputError(name: "/dev/full", code: ENOSPC)) {
      try ReportFile.write(Sample.report(), with: Fixed(text: "x"), to: "/dev/full")
    }
  }

  private struct Fixed: Reporter {
    let text: String

    func write(_ report: Report, to output: inout OutputBuffer) throws {
      try output.append(text)
    }
  }

  private struct Failing: Reporter {
    struct Failure: Error {}

    func write(_ report: Report, to output: inout OutputBuffer) throws {
      try output.append([UInt8](repeating: 0x61, count: 1 << 20))
      throw Failure()
    }
  }
}
