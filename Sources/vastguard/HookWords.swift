import Git
import Responses

extension HookStatus {
  /// What stands in the hook's place, for people.
  var words: String {
    if let problem {
      return isOurs
        ? "installed, but \(problem); '\(installation)' mends it"
        : "not installed where git looks: \(problem)"
    }
    return stateWords
  }

  private var installation: String {
    if case .global = state { return "vastguard hook install --global" }
    return "vastguard hook install"
  }

  private var stateWords: String {
    switch state {
    case .absent: "not installed"
    case .ours:
      keepsEarlier ? "installed; the hook that was there before runs first" : "installed"
    case .part: "installed, at the top of a script of somebody else's"
    case .global: "installed for all repositories, beside the hook that each has"
    case .foreign(executable: true):
      "another hook is there; 'vastguard hook install' keeps it and runs it first"
    case .foreign(executable: false):
      "another hook is there, which git does not run: it is not executable"
    case .unknown(let error): "can't be told: \(error)"
    }
  }
}

extension HookOutcome {
  /// What was done, for people.
  var words: String {
    switch action {
    case .installed: "installed"
    case .installedBeside: "installed; the hook that was there before is kept and runs first"
    case .installedWithin(let file): "installed, at the top of \(file.text)"
    case .renewed: "renewed"
    case .unchanged: "nothing to do"
    case .coveredGlobally: "nothing to do: it is installed for all repositories"
    case .removed: "removed"
    case .restored: "removed; the hook that was there before is back in its place"
    case .cut: "removed; the other lines of the file stay"
    case .cutBeside(let saved):
      "removed; the other lines of the file stay, and so does \(saved.text), which nothing runs now"
    case .leftAlone: "left alone: it is not vastguard's"
    case .failed(let error): "failed: \(error)"
    }
  }
}
