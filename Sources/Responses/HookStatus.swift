/// What stands in one hook's place.
package struct HookStatus: Equatable, Sendable {
  package var hook: HookName
  package var state: State
  /// Whether a hook that was there before ours is kept beside it.
  package var keepsEarlier: Bool

  /// Who wrote the hook, and whether git runs it: one that is not executable it ignores.
  package enum State: Equatable, Sendable {
    case absent
    /// Ours; `current` where it is what `install` would write now.
    case ours(current: Bool, executable: Bool)
    case foreign(executable: Bool)
    /// It could not be looked at.
    case unknown(HookError)
  }

  /// Whether git will call us.
  package var isActive: Bool {
    if case .ours(_, executable: true) = state { true } else { false }
  }

  init(hook: HookName, state: State, keeps keepsEarlier: Bool) {
    self.hook = hook
    self.state = state
    self.keepsEarlier = keepsEarlier
  }
}

/// What installing or uninstalling did to one hook.
package struct HookOutcome: Equatable, Sendable {
  package var hook: HookName
  package var action: Action

  /// The change to the hook's file, if any.
  package enum Action: Equatable, Sendable {
    /// There was no hook; now ours is there.
    case installed
    /// Somebody else's hook was there; it is kept beside ours, which runs it first.
    case installedBeside
    /// Ours was there, but outdated or not executable; now it is as it should be.
    case renewed
    /// Nothing was to be done.
    case unchanged
    /// Ours was there; now there is no hook.
    case removed
    /// The hook that was there before ours is back.
    case restored
    /// Somebody else's hook is there; it was not touched.
    case leftAlone
    case failed(HookError)
  }
}
