import Blobs
import Findings
import Git
import Rules

/// What is to be done about a secret, in its order: first that it works no more, then that it is
/// nowhere.
struct IncidentSteps {
  let secret: SecretRow
  let places: PlaceList
  let report: Report
  let remotes: [Remote]
  let replacements: String?

  var text: String {
    let steps = [reset, misuse, renew] + (isInHistory ? [history, clone] : []) + [outside, proof]
    return "## What to do, in this order\n\n"
      + steps.enumerated().map { "\($0.offset + 1). \($0.element)\n" }.joined()
  }

  private var isOfVast: Bool { secret.secretClass.rawValue.hasPrefix("vast-") }
  private var isInHistory: Bool { places.findings.contains { !$0.isInTree } }

  private var reset: String {
    let remedy = places.findings.first.map { report.remedy(of: $0) } ?? ""
    let words = remedy.isEmpty ? "" : " " + MarkdownText.of(Wording.paragraph(remedy), limit: 4000)
    let command =
      isOfVast
      ? " `vastguard reset` shows its plan and asks before it touches a key; the console's Keys page "
        + "does the same by hand."
      : " Revoke it where it was issued."
    return "**Make it worthless first.** Nothing else below takes back what somebody copied."
      + command
      + words
  }

  private var misuse: String {
    let since = secret.firstCommit.flatMap { Timestamp.day($0.time) }
    let from = since.map { "since \($0)" } ?? "since it was written down"
    return isOfVast
      ? "**Look for misuse** \(from): instances, charges, API keys, SSH keys and team members that "
        + "nobody here made. Report what you find to Vast.ai."
      : "**Look for misuse** \(from) in the logs of the service that it belongs to."
  }

  private var renew: String {
    "**Put the new one elsewhere**: in a secret store, in the environment, or in a file with mode "
      + "0600 that git ignores. `vastguard fix` adds the missing ignore rules, and "
      + "`vastguard hook install` stops the next one."
  }

  private var history: String {
    let file = replacements.map { Self.word($0) } ?? "replacements.txt"
    let made =
      replacements == nil
      ? "`vastguard audit --incident-replacements replacements.txt`, with a path outside of the "
        + "repository, writes the file, for the user's eyes only."
      : "The file is written already, for the user's eyes only."
    let messages = needsMessages ? " --replace-message \(file)" : ""
    let code = [
      "git clone --mirror URL cleaned.git", "cd cleaned.git",
      "git filter-repo --sensitive-data-removal --replace-text \(file)\(messages)",
      "git push --force --mirror URL", "shred -u \(file)",
    ]
    return
      "**Rewrite the history**, in a fresh clone, once nobody pushes any more. \(made) It holds "
      + "the secret in clear: delete it afterwards. It replaces the secret as it stands in files; where "
      + "it is encoded or in an archive, take the whole file out with `--invert-paths --path FILE`.\n\n"
      + "   ```sh\n" + code.map { "   \($0)\n" }.joined() + "   ```\n"
  }

  private var needsMessages: Bool {
    places.findings.contains { [.commitMessage, .tagMessage].contains($0.layer) }
  }

  private var clone: String {
    "**Clean every clone**, this one too: clone anew, or\n\n   ```sh\n   git fetch --prune --tags --force\n"
      + "   git stash list\n   git reflog expire --expire=now --all\n   git gc --prune=now\n   ```\n\n"
      + "   Old branches, stashes and linked work trees bring the old commits back with the next push."
  }

  private var outside: String {
    let host =
      remotes.isEmpty
      ? "" : " Ask the host of the remote to drop cached pages and references of merge requests."
    return "**Then the places outside**: forks, mirrors and backups; logs, caches and artefacts of "
      + "builds; container images; shared notebooks; chats and tickets; running instances that have it "
      + "in their environment.\(host)"
  }

  private var proof: String {
    "**Prove it**: `vastguard audit` on a fresh clone finds nothing"
      + (isOfVast ? ", and `vastguard verify` says that the key is dead." : ".")
  }

  /// A path as a word of a shell's line within Markdown.
  private static func word(_ path: String) -> String {
    let shown = DisplayText.of(path)
    let plain = shown.utf8.allSatisfy { byte in
      byte >= 0x80 || "/._-+=:,@%".utf8.contains(byte) || (0x30...0x39).contains(byte)
        || (0x61...0x7A).contains(byte | 0x20)
    }
    return plain ? shown : "'" + shown.replacing("'", with: "'\\''").replacing("`", with: "") + "'"
  }
}
