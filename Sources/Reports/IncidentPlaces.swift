import Blobs
import Findings
import Git

/// The places of a secret as a list to tick off, by where git or the machine keeps them.
struct IncidentPlaces {
  /// How many places of a layer are listed.
  private static let maximum = 100

  let places: PlaceList

  var text: String {
    let groups = Dictionary(grouping: places.findings, by: \.layer)
    let sections = Layer.allCases.compactMap { layer in
      groups[layer].map { section(layer, $0) }
    }
    return "## Every place that still holds it\n\n" + sections.joined(separator: "\n")
  }

  private func section(_ layer: Layer, _ findings: [Finding]) -> String {
    let shown = findings.prefix(Self.maximum).map { finding in
      let commit = finding.commit.map { " in \(MarkdownText.code($0.shortID))" }
      let blob = finding.commit == nil ? finding.blob.map { " (blob \(Self.short($0)))" } : nil
      return "- [ ] \(MarkdownText.code(PlaceList.name(of: finding)))\(commit ?? blob ?? "")\n"
    }
    let more = findings.count - shown.count
    let name = Wording.name(of: layer)
    return "### \(name.prefix(1).uppercased() + name.dropFirst())\n\n" + shown.joined()
      + (more > 0 ? "\nAnd \(Wording.count(more, "more place")), in the JSON report.\n" : "")
      + "\n\(Self.cleaning(layer))\n"
  }

  private static func short(_ id: ObjectID) -> String {
    MarkdownText.code(String(id.description.prefix(10)))
  }

  /// How a layer is cleaned, once the secret works no more.
  private static func cleaning(_ layer: Layer) -> String {
    switch layer {
    case .worktree, .file, .stdin, .home:
      "Take it out of the file; let the file that keeps the new one be ignored by git."
    case .index: "`git rm --cached -- FILE`, or stage the file again without it."
    case .history, .symlink, .pathName, .commitMessage, .submoduleURL:
      "Goes with the history, in the step on `git filter-repo` below."
    case .tagMessage: "Goes with the history; or delete the tag and make it anew."
    case .note: "`git notes remove COMMIT`, or with the history."
    case .stash:
      "`git stash drop` for each stash that has it, then the last step on this clone below."
    case .reflog: "`git reflog expire --expire=now --all`"
    case .unreachable: "`git gc --prune=now`, after the reflogs have been emptied."
    case .refName: "Rename or delete the branch or tag, here and on every remote."
    case .config: "`git config` or an editor: take it out of git's own settings."
    case .ignore, .mode: "`vastguard fix`"
    }
  }
}
