import Findings
import Git
import Glibc
import Responses

/// What a hook says when it stops something: what to do about it, and how to go on knowingly.
struct HookRefusal {
  let hook: HookName
  let arguments: [String]

  /// Says it on standard error.
  func explain(_ status: ExitStatus, _ console: Console) {
    let what = hook == .prePush || hook == .preReceive ? "push" : "commit"
    switch status {
    case .incomplete:
      say("\(what) stopped: something could not be scanned; see above", console)
    case .usage:
      say("\(what) stopped: nothing was scanned", console)
    case .interrupted, .terminated:
      say("\(what) stopped: the scan was interrupted", console)
    default:
      say("\(what) stopped: \(remedy), and reset a key that left this machine", console)
    }
    if let skip { say("to go on all the same, knowingly: \(skip)", console) }
  }

  private var remedy: String {
    switch hook {
    case .preCommit, .preMergeCommit:
      return "unstage what is named above ('\(unstage) FILE')"
    case .commitMsg:
      let file = Path(arguments.first ?? ".git/COMMIT_EDITMSG").shellWord
      return "take what is named above out of the message ('git commit --edit --file \(file)')"
    case .prePush, .preReceive:
      return "take what is named above out of the commits"
    }
  }

  /// The command that unstages: before the first commit there is nothing to restore from.
  private var unstage: String {
    let repository = try? Repository.open(with: .current)
    let isUnborn = repository.map { (try? $0.head()) == .some(nil) } ?? false
    return isUnborn ? "git rm --cached" : "git restore --staged"
  }

  private var skip: String? {
    switch hook {
    case .preCommit, .commitMsg: "git commit --no-verify"
    case .preMergeCommit: "git merge --no-verify"
    case .prePush: "git push --no-verify"
    case .preReceive: nil
    }
  }

  /// Names the first findings to GitLab, which shows a person who pushes through its pages nothing
  /// but such lines.
  func name(_ report: Report, _ console: Console) {
    let shown = 10
    for finding in report.findings.prefix(shown) {
      let line = finding.region.map { ":\($0.line)" } ?? ""
      let commit = finding.commit.map { " in commit \($0.id)" } ?? ""
      sayToGitLab("\(finding.message): \(finding.path.text)\(line)\(commit)", console)
    }
    let rest = report.findings.count - shown
    if rest > 0 { sayToGitLab("and \(rest) more", console) }
    for gap in report.incomplete.prefix(shown) {
      sayToGitLab("not scanned: \(gap.what): \(gap.why)", console)
    }
  }

  private func say(_ text: String, _ console: Console) {
    console.note(text)
    sayToGitLab(text, console)
  }

  private func sayToGitLab(_ text: String, _ console: Console) {
    let environment = console.environment
    guard hook == .preReceive, environment["GL_ID"] != nil || environment["GL_PROTOCOL"] != nil
    else { return }
    console.line("GL-HOOK-ERR: vastguard: \(text)")
  }
}
