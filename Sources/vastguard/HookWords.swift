import Responses

extension HookStatus {
  /// What stands in the hook's place, for people.
  var words: String {
    switch state {
    case .absent: "not installed"
    case .ours(current: true, executable: true):
      keepsEarlier ? "installed; the hook that was there before runs first" : "installed"
    case .ours(current: false, executable: true):
      "installed by another version or for another path; 'vastguard hook install' renews it"
    case .ours(current: _, executable: false):
      "installed, but git does not run it: it is not executable; 'vastguard hook install' mends it"
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
    case .renewed: "renewed"
    case .unchanged: "nothing to do"
    case .removed: "removed"
    case .restored: "removed; the hook that was there before is back in its place"
    case .leftAlone: "left alone: it is not vastguard's"
    case .failed(let error): "failed: \(error)"
    }
  }
}
