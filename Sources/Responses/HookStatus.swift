package import Git

/// What stands in one hook's place.
package struct HookStatus: Equatable, Sendable {
  package var hook: HookName
  package var state: State
  /// Whether a hook that was there before ours is kept beside it.
  package var keepsEarlier: Bool
  /// What keeps it from working, found by looking around it and by running it; nil where nothing.
  package var problem: String?

  /// Who wrote the hook, and whether git runs it: one that is not executable it ignores.
  package enum State: Equatable, Sendable {
    case absent
    /// Ours; `current` where it is what `install` would write now.
    case ours(current: Bool, executable: Bool)
    /// Somebody else's with a part of ours in it; `reached` where only comments stand before that.
    case part(current: Bool, reached: Bool, executable: Bool)
    /// Ours, in the folder or configuration that serves all repositories.
    case global(current: Bool)
    case foreign(executable: Bool)
    /// It could not be looked at.
    case unknown(HookError)
  }

  /// Whether git will call us.
  package var isActive: Bool {
    guard problem == nil else { return false }
    return switch state {
    case .ours(_, executable: true), .part(_, reached: true, executable: true), .global: true
    default: false
    }
  }

  /// Whether it is ours, or holds a part of ours, be it in order or not.
  package var isOurs: Bool {
    switch state {
    case .ours, .part, .global: true
    default: false
    }
  }

  /// Whether it is, byte for byte, what `install` would write now, so that it is safe to run.
  package var isCurrent: Bool {
    switch state {
    case .ours(current: true, executable: true), .global(current: true),
      .part(current: true, reached: true, executable: true):
      true
    default: false
    }
  }

  package init(
    hook: HookName, state: State, keeps keepsEarlier: Bool = false, problem: String? = nil
  ) {
    self.hook = hook
    self.state = state
    self.keepsEarlier = keepsEarlier
    self.problem = problem
  }
}

/// What installing or uninstalling did to one hook.
package struct HookOutcome: Equatable, Sendable {
  package var hook: HookName
  package var action: Action

  package init(hook: HookName, action: Action) {
    self.hook = hook
    self.action = action
  }

  /// The change to the hook's file, if any.
  package enum Action: Equatable, Sendable {
    /// There was no hook; now ours is there.
    case installed
    /// Somebody else's hook was there; it is kept beside ours, which runs it first.
    case installedBeside
    /// Our lines stand at the top of a script that is somebody else's, or may become it.
    case installedWithin(Path)
    /// Ours was there, but outdated or not executable; now it is as it should be.
    case renewed
    /// Nothing was to be done.
    case unchanged
    /// What serves all repositories serves this one, too.
    case coveredGlobally
    /// Ours was there; now there is no hook.
    case removed
    /// The hook that was there before ours is back.
    case restored
    /// Our lines were taken out of somebody else's file.
    case cut
    /// The same, and an earlier hook is still kept aside, which nothing runs now.
    case cutBeside(Path)
    /// Somebody else's hook is there; it was not touched.
    case leftAlone
    case failed(HookError)
  }
}
