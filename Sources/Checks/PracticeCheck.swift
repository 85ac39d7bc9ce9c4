package import Blobs
package import Findings
import Git
import Rules

/// Tells what programs and settings do with keys that lets them leak, though no key stands in them.
///
/// No rule can say this: a rule finds a value, and here there is none.
package enum PracticeCheck {
  static let commandLine = "practice-key-on-command-line"
  static let image = "practice-key-in-image"
  static let instance = "practice-key-in-instance"
  static let environment = "practice-env-to-file"
  static let hostKeys = "practice-ssh-unchecked"

  private static let sizeLimit = 1 << 20
  private static let mostFiles = 2000
  private static let texts = [".md", ".rst", ".txt", ".html", ".adoc", ".lock", ".ipynb", ".svg"]

  /// The findings in files that git tracks or would take.
  ///
  /// - Parameters:
  ///   - seen: The files of a work tree, and which of them name Vast.ai.
  ///   - root: The work tree's root; links don't lead out of it.
  /// - Returns: The findings, in order of files and lines.
  package static func findings(_ seen: RepositoryScan.Seen, _ root: FileRoot) -> [Finding] {
    let ignored = Set(seen.workTree.files.filter { $0.standing == .ignored }.map(\.entry.path))
    var findings: [Finding] = []
    for path in seen.mentioning.prefix(mostFiles) where !ignored.contains(path) {
      let name = String(decoding: path.name, as: UTF8.self).lowercased()
      if texts.contains(where: { name.hasSuffix($0) }) { continue }
      guard let file = try? root.find(path, followsLast: false), file.entry.kind == .file,
        let bytes = try? file.bytes(limit: sizeLimit), !bytes.contains(0)
      else { continue }
      findings += self.findings(in: bytes, at: path, isImage: isImage(name))
    }
    return findings
  }

  private static func isImage(_ name: String) -> Bool {
    name.hasPrefix("dockerfile") || name.hasSuffix(".dockerfile") || name.hasPrefix("containerfile")
  }

  /// The findings in one text.
  static func findings(in bytes: [UInt8], at path: Path, isImage: Bool) -> [Finding] {
    var findings: [Finding] = []
    var number = 0
    for bytes in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if bytes.count > 4096 || bytes.count < 8 { continue }
      let line = Line(bytes)
      guard !line.isComment, let found = practice(line, isImage: isImage) else { continue }
      findings.append(
        Finding(
          rule: found.id, severity: .low,
          message: "'\(path.text)', line \(number): \(found.message)", path: path,
          region: .init(line: number, column: 1, endLine: number, endColumn: 1), layer: .worktree,
          fingerprint: Collector.fingerprint(found.id, "", path, number), fix: found.fix))
    }
    return findings
  }

  private struct Practice {
    let id: String
    let message: String
    let fix: String
  }

  private static func practice(_ line: Line, isImage: Bool) -> Practice? {
    // An ENV without a value names the variable and sets none.
    let isSet = line.startsWithAny(of: ["arg "]) || line.hasReference
    if isImage, line.startsWithAny(of: ["arg ", "env "]), line.namesKey, isSet {
      return Practice(
        id: image, message: "ARG and ENV stay in the image's layers, for everyone who pulls it.",
        fix: "docker build --secret id=vast,env=VAST_API_KEY, with RUN --mount=type=secret,id=vast")
    }
    if line.has("/etc/environment"), line.has(">"), line.has("env ") || line.has("printenv") {
      return Practice(
        id: environment,
        message: "the whole environment is written to a file that every user can read.",
        fix: "env | grep -E '^(PATH|CUDA_)' >> /etc/environment")
    }
    let isOnstart = line.has("onstart") || line.has("create template") || line.has("--env")
    if isOnstart, line.namesKey || line.has("set api-key"), !line.has("container_api_key") {
      return Practice(
        id: instance,
        message: "the account's key goes to a rented instance, where the host's operator can read "
          + "it.",
        fix: "use $CONTAINER_API_KEY there, which is restricted to the instance")
    }
    let isArgument = line.has("set api-key") || line.has("set api_key")
    let isOption = line.has("--api-key") || line.has("--api_key")
    if isArgument || isOption && line.has("vast"), line.hasReference {
      return Practice(
        id: commandLine,
        message: "a key on a command line shows in process lists, histories and traces of CI.",
        fix: "export VAST_API_KEY; the client reads it without an option")
    }
    if line.has("stricthostkeychecking=no") || line.has("stricthostkeychecking no") {
      return Practice(
        id: hostKeys, message: "ssh connects to whatever answers in the place of the host.",
        fix: "ssh -o StrictHostKeyChecking=accept-new")
    }
    return nil
  }

  /// A line of a text in lower case.
  private struct Line {
    private let text: [UInt8]

    init(_ bytes: ArraySlice<UInt8>) {
      text = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        .map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    var isComment: Bool { text.starts(with: "#".utf8) || text.starts(with: "//".utf8) }

    func has(_ word: String) -> Bool { text.firstRange(of: Array(word.utf8)) != nil }

    func startsWithAny(of words: [String]) -> Bool {
      words.contains { text.starts(with: $0.utf8) }
    }

    /// Whether a variable for the account's key is named.
    var namesKey: Bool {
      ["vast_api_key", "vastai_api_key", "vast_ai_api_key", "vast_ai_key", "vast_token"]
        .contains { has($0) }
    }

    /// Whether a value is put in, and not a placeholder for people.
    var hasReference: Bool {
      text.contains(UInt8(ascii: "$")) || has("{{") || has("f\"") || has("f'") || has("%s")
    }
  }

  /// The practices as reports describe them.
  static let rules: [Report.Check] = [
    Report.Check(
      id: commandLine, name: "Key on a command line",
      summary: "Every process of a machine can read the arguments of others (proc(5), cmdline), "
        + "and shells and CI systems record them; Vast.ai's guide asks for the variable instead.",
      remedy: "Set VAST_API_KEY in the environment, which the client reads, and leave the argument "
        + "out."),
    Report.Check(
      id: image, name: "Key in an image's build",
      summary: "Build arguments and environment variables persist in the image (docs.docker.com, "
        + "build secrets).",
      remedy: "Mount the key for the one step that needs it: RUN --mount=type=secret,id=vast."),
    Report.Check(
      id: instance, name: "Account key given to an instance",
      summary: "Don't store credentials in instances, and never save a public template with them "
        + "(docs.vast.ai, security FAQ and template settings): an instance has a key of its own.",
      remedy: "Use CONTAINER_API_KEY on the instance; what needs more goes into the account's "
        + "environment variables."),
    Report.Check(
      id: environment, name: "Environment written to a file",
      summary: "/etc/environment is readable by every user, and the whole environment holds "
        + "CONTAINER_API_KEY and all other secrets (docs.vast.ai, docker environment).",
      remedy: "Write only the variables that are needed, by name."),
    Report.Check(
      id: hostKeys, name: "SSH to hosts that are not checked",
      summary: "With StrictHostKeyChecking no, ssh connects to whatever answers, changed host keys "
        + "too (ssh_config(5)).",
      remedy: "Say accept-new: a new host is accepted, a changed one is not."),
  ]
}
