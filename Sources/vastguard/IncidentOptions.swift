import Arguments
import Blobs
import Findings
import Git
import Reports

/// Options about the page for one leaked secret.
struct IncidentOptions: ParsableArguments {
  @Option(
    "--incident", help: "Write a Markdown page on one leaked secret: what, when, who, what to do.",
    valueName: "FILE", environment: false)
  var sheet: String?

  @Option(
    "--incident-secret",
    help: "The secret's id, or its first digits; by default the worst secret's.", valueName: "ID",
    environment: false)
  var secret: String?

  @Option(
    "--incident-replacements",
    help:
      "Write, for its owner only, the file that 'git filter-repo --replace-text' wants; it holds "
      + "the secret in clear.", valueName: "FILE", environment: false)
  var replacements: String?

  func validate() throws(UsageError) {
    if sheet == nil, secret != nil, replacements == nil {
      throw UsageError("--incident-secret goes with --incident or --incident-replacements")
    }
    if let sheet, sheet == replacements {
      throw UsageError("the page and the replacements would be written to \(quoted(sheet))")
    }
    if let secret, secret.isEmpty || !secret.allSatisfy(\.isHexDigit) || secret.count > 16 {
      throw UsageError(
        "--incident-secret takes the id of a secret", hint: "the JSON report has them, as 'id'")
    }
  }

  /// Whether anything is wanted.
  var isWanted: Bool { sheet != nil || replacements != nil }

  /// Refuses places that can't be written, before anything is scanned.
  func check(_ repository: Repository?, besides output: OutputOptions) throws {
    do {
      if let sheet, let place = try ReportFile.check(sheet) { try output.check(besides: place) }
      guard let replacements else { return }
      try ReplacementFile.check(replacements)
    } catch let error as OutputError {
      throw UsageError(error.description)
    }
    guard let replacements, let root = repository?.workTree else { return }
    let slash = replacements.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = try? FolderWalk.resolved(
      Path(slash.map { String(replacements[...$0]) } ?? "."))
    guard let folder, let root = try? FolderWalk.resolved(root) else { return }
    if folder == root || folder.bytes.starts(with: root.bytes + [UInt8(ascii: "/")]) {
      throw UsageError(
        "\(quoted(replacements)) would hold a secret, and lies in the repository",
        hint: "name a file outside of it")
    }
  }

  /// Writes what is wanted.
  ///
  /// - Returns: Whether it could be written; that there is no leaked secret is no failure.
  func write(
    _ report: Report, secrets: [FoundSecret], remotes: [Remote], _ console: Console
  ) -> Bool {
    guard let id = IncidentSheet.choice(from: report, id: secret) else {
      guard let secret else {
        console.note("no secret leaked: there is no incident to write a page on")
        return true
      }
      console.note("no secret, or more than one, has an id that begins with \(secret)")
      return false
    }
    do {
      if let replacements {
        try ReplacementFile.write(secrets.filter { $0.row.id == id }.map(\.value), to: replacements)
      }
      if let sheet {
        let reporter = IncidentSheet(secret: id, remotes: remotes, replacements: replacements)
        try ReportFile.write(report, with: reporter, to: sheet)
      }
      return true
    } catch {
      console.say(error)
      return false
    }
  }
}
