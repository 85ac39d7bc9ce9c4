import Foundation
import TestSupport
import Testing

/// A marker that silences nothing is told, wherever it stands in the files that are scanned.
@Suite struct IdleMarkerTests {
  private static let rule = "vast-key-assignment"
  let folder: TemporaryFolder
  let key = MadeUp.key()

  init() throws {
    folder = try TemporaryFolder()
  }

  /// What is said on standard error of a file with this content.
  private func said(_ text: String, _ options: String...) throws -> String {
    try folder.write("file", text)
    return try Tool.run(["scan", "file"] + options, in: folder).stderr
  }

  static let markers = [
    ("vastguard:allow \(rule) sample", "rule '\(rule)' finds no value beside it"),
    ("vastguard:allow vast-key-asignment sample", "there is no rule 'vast-key-asignment'"),
    ("vastguard:allow \(rule)", "it gives no reason"),
    ("vastguard:allow \(rule) \u{a0}\u{3000}\u{200b}", "it gives no reason"),
    ("vastguard:allow", "it names no rule; write 'vastguard:allow RULE reason'"),
    ("vastguard:allow: \(rule) sample", "it names no rule"),
    ("VASTGUARD:ALLOW \(rule) sample", "write 'vastguard:allow RULE reason'"),
    ("vastguard: allow \(rule) sample", "write 'vastguard:allow RULE reason'"),
  ]

  @Test(arguments: markers)
  func `is told with its line, far from any secret`(marker: String, why: String) throws {
    let text = "one\n# \(marker)\n\nthree\n"
    #expect(try said(text).contains("file:2: the marker silences nothing: \(why)"))
    #expect(try said(text, "--quiet").isEmpty)
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
  func `is told in UTF-16, too`(encoding: String.Encoding) throws {
    let text = "one\r\n# vastguard:allow \(Self.rule) sample\r\n"
    let bytes = "\u{FEFF}\(text)".data(using: encoding) ?? Data()
    try folder.write("file", Array(bytes))
    let outcome = try Tool.run("scan", "file", in: folder)
    #expect(outcome.stderr.contains("file:2: the marker silences nothing"))
  }

  @Test(arguments: [
    "# xvastguard:allow r x", "# vastguard:allowed r x", "vastguard allows", "# gitleaks:allow",
    "\u{0}\u{1}vastguard:allow \(rule) x",
  ])
  func `is not seen where there is none`(text: String) throws {
    #expect(try said(text + "\n").isEmpty)
  }

  @Test func `is not one that silences something`() throws {
    let told = try said("# vastguard:allow \(Self.rule) sample\n\(assignment(key))")
    #expect(told.contains("1 finding is silenced") && !told.contains("silences nothing"))
  }

  @Test func `is told of the work tree by an audit, and of new lines by staged`() throws {
    let repository = try RepositoryBuilder()
    let marker = "# vastguard:allow \(Self.rule) sample\n"
    try repository.write("old", marker)
    try repository.commit("One")
    #expect(try Tool.run("audit", in: repository).stderr.contains("old:1: the marker silences"))
    try repository.write("old", marker + "two\n")
    try repository.write("new", "one\n" + marker)
    try repository.git("add", ".")
    let staged = try Tool.run("staged", in: repository).stderr
    #expect(staged.contains("new:2: the marker silences nothing"))
    #expect(!staged.contains("old:1"))
  }

  @Test func `is not told where markers don't count`() throws {
    let repository = try RepositoryBuilder()
    try repository.write("old", "# vastguard:allow \(Self.rule) sample\n")
    try repository.commit("One")
    let outcome = try Tool.run("audit", "--no-new-suppressions", in: repository)
    #expect(!outcome.stderr.contains("marker"))
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian])
  func `that stands beside a secret in wide text silences it`(encoding: String.Encoding) throws {
    let marker = "# vastguard:allow \(Self.rule) für Kurse"
    for text in ["\(assignment(key).dropLast())  \(marker)\r\n", "\(marker)\r\n\(assignment(key))"]
    {
      let bytes = "\u{FEFF}first\r\n\(text)".data(using: encoding) ?? Data()
      try folder.write("file", Array(bytes))
      let report = try folder.report(["scan", "file", "--show-suppressed"])
      #expect(report.status == 0)
      #expect(try report.place(of: key).suppressed?.reason == "für Kurse")
    }
  }

  @Test(arguments: ["", "x", "xy"])
  func `that base64 holds with the secret silences it`(before: String) throws {
    let text = before + "\n\(assignment(key).dropLast())  # vastguard:allow \(Self.rule) sample\n"
    let encoded = Data(text.utf8).base64EncodedString(options: [.lineLength64Characters])
    try folder.write("file", "data:\n\(encoded)\n")
    let report = try folder.report(["scan", "file"])
    #expect(report.status == 0)
    #expect(report.findings.isEmpty)
  }
}
