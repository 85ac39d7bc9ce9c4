package import Git
import Glibc

/// Hooks that serve every repository of the user.
///
/// Since 2.54 git runs commands that its configuration names beside a repository's own hooks. An
/// older git has one folder of hooks in place of each repository's, `core.hooksPath`: ours then
/// holds a script for every hook that git knows, which runs the one that it stands in front of. What
/// `core.hooksPath` was before is kept in the user's configuration, and comes back.
package struct HookGlobal: Sendable {
  /// The folder of our scripts.
  package let folder: Path
  private let git: HookGit
  private let files: HookFolder
  private let templates: HookTemplates
  private let binary: Path

  /// Takes the folder that the scripts shall be in, and the absolute path of the binary.
  package init(folder: Path, templates: HookTemplates, binary: Path) {
    self.folder = folder
    self.templates = templates
    self.binary = binary
    files = HookFolder(path: folder)
    git = HookGit().outside
  }

  /// How the hooks of all repositories are reached.
  enum Way: Equatable {
    /// By `core.hooksPath`; the folder that it named before, if any.
    case folder(earlier: Path?)
    /// By `hook.<name>.command`.
    case configuration
  }

  /// How they are reached now; nil where they are not.
  func way() throws(HookError) -> Way? {
    if try git.userValue(Key.hooksPath) == folder {
      return .folder(earlier: try git.userValue(Key.earlier))
    }
    for hook in HookName.allCases where try git.userValue(Key.command(of: hook)) != nil {
      return .configuration
    }
    return nil
  }

  /// Installs or renews hooks for all repositories.
  package func install(_ hooks: [HookName]) throws(HookError) -> [HookOutcome] {
    guard binary.bytes.first == UInt8(ascii: "/") else { throw .binaryNotAbsolute(binary) }
    let configures = try git.knowsConfiguredHooks()
    let before = try way()
    if configures {
      if case .folder = before { try removeFolder() }
      return try hooks.map { hook throws(HookError) in
        HookOutcome(hook: hook, action: try configure(hook))
      }
    }
    return try installFolder(hooks, before)
  }

  /// Removes what `install` did: for some hooks, or all of it.
  package func uninstall(_ hooks: [HookName]?) throws(HookError) -> [HookOutcome] {
    switch try way() {
    case nil:
      return (hooks ?? HookName.ofWorkingRepository).map {
        HookOutcome(hook: $0, action: .unchanged)
      }
    case .configuration:
      let all = try installed()
      return try (hooks ?? all).map { hook throws(HookError) in
        let isThere = try git.userValue(Key.command(of: hook)) != nil
        if isThere { try unconfigure(hook) }
        return HookOutcome(hook: hook, action: isThere ? .removed : .unchanged)
      }
    case .folder(let earlier):
      let scanning = scanningHooks
      let chosen = hooks ?? scanning
      let rest = scanning.filter { !chosen.contains($0) }
      if rest.isEmpty {
        try removeFolder()
      } else {
        try writeScripts(scanning: rest, earlier: earlier)
      }
      return chosen.map { hook in
        HookOutcome(hook: hook, action: scanning.contains(hook) ? .removed : .unchanged)
      }
    }
  }

  /// Says of each hook whether it serves all repositories.
  package func status(_ hooks: [HookName]) throws(HookError) -> [HookStatus] {
    let way = try way()
    let scanning = scanningHooks
    return try hooks.map { hook throws(HookError) in
      switch way {
      case nil:
        return HookStatus(hook: hook, state: .absent)
      case .folder(let earlier):
        guard scanning.contains(hook) else { return HookStatus(hook: hook, state: .absent) }
        let current = isWritten(hook, script(.global, earlier))
        var problem = missing()
        if problem == nil { problem = try shadow().map { "\(Key.hooksPath) \($0)" } }
        return HookStatus(hook: hook, state: .global(current: current), problem: problem)
      case .configuration:
        guard try git.userValue(Key.command(of: hook)) != nil else {
          return HookStatus(hook: hook, state: .absent)
        }
        return HookStatus(
          hook: hook, state: .global(current: try isConfigured(hook)),
          problem: try configurationProblem(hook))
      }
    }
  }

  /// The hooks that are installed for all repositories, whether they work or not.
  package func installed() throws(HookError) -> [HookName] {
    try status(HookName.allCases).filter(\.isOurs).map(\.hook)
  }

  /// The script of a hook.
  package func place(of hook: HookName) -> Path {
    files.file(hook.rawValue)
  }

  // MARK: - By configuration

  private func configure(_ hook: HookName) throws(HookError) -> HookOutcome.Action {
    if try isConfigured(hook) { return .unchanged }
    let isNew = try git.userValue(Key.command(of: hook)) == nil
    try files.create()
    try files.put(script(.hook, nil).text(for: hook), at: place(of: hook))
    // The command first: git stops everything at an event without one.
    try git.tell(
      "config", "--global", "--replace-all", Key.command(of: hook), value: command(of: hook))
    try git.tell(
      "config", "--global", "--replace-all", Key.event(of: hook), value: Path(hook.rawValue))
    return isNew ? .installed : .renewed
  }

  private func unconfigure(_ hook: HookName) throws(HookError) {
    try git.tell("config", "--global", "--remove-section", Key.section(of: hook))
    try? files.remove(place(of: hook))
    removeEmptyFolder()
  }

  private func isConfigured(_ hook: HookName) throws(HookError) -> Bool {
    let isCommand = try git.userValue(Key.command(of: hook)) == command(of: hook)
    let isEvent = try git.userValue(Key.event(of: hook)) == Path(hook.rawValue)
    return isCommand && isEvent && isWritten(hook, script(.hook, nil))
  }

  /// What keeps git from running the command here; nil where nothing.
  private func configurationProblem(_ hook: HookName) throws(HookError) -> String? {
    if try !git.knowsConfiguredHooks() { return "this git does not know such hooks" }
    // The repository's own configuration counts, too.
    let here = HookGit()
    let isOff = ["false", "no", "off", "0"]
    if let value = try here.setting(Key.section(of: hook) + ".enabled"),
      isOff.contains(value.lowercased())
    {
      return "\(Key.section(of: hook)).enabled switches it off here"
    }
    if try here.setting(Key.command(of: hook)) != command(of: hook).text {
      return "\(Key.command(of: hook)) is another one here"
    }
    return nil
  }

  /// What git's shell is to run.
  private func command(of hook: HookName) -> Path {
    Path(bytes: shellQuoted(place(of: hook).bytes))
  }

  // MARK: - By a folder

  private func installFolder(
    _ hooks: [HookName], _ before: Way?
  ) throws(HookError) -> [HookOutcome] {
    let isThere: Bool
    let earlier: Path?
    let restored = try git.userValue(Key.hooksPath)
    if case .folder(let kept) = before {
      (isThere, earlier) = (true, kept)
    } else {
      isThere = false
      let all = try git.ask(["config", "-z", "--global", "--get-all", Key.hooksPath]).text
      guard !all.contains(0) else { throw .setting(Key.hooksPath, "is set more than once") }
      earlier = try git.path(Key.hooksPath)
      // A relative one counts from each repository: it can't be told whether it is this one.
      if let earlier, earlier.isSame(as: folder) {
        throw .setting(Key.hooksPath, "leads to \(folder.text) by another name: unset it first")
      }
    }
    let old = scanningHooks
    let changed = try writeScripts(
      scanning: HookName.allCases.filter { old.contains($0) || hooks.contains($0) },
      earlier: earlier)
    if !isThere { try takeOver(earlier: earlier, restored: restored) }
    return hooks.map { hook in
      let action: HookOutcome.Action =
        if !isThere || !old.contains(hook) {
          earlier == nil ? .installed : .installedBeside
        } else {
          changed ? .renewed : .unchanged
        }
      return HookOutcome(hook: hook, action: action)
    }
  }

  /// Has git look in our folder; where it does not, all is as before.
  private func takeOver(earlier: Path?, restored: Path?) throws(HookError) {
    if let earlier { try set(Key.earlier, earlier) }
    if let restored { try set(Key.restored, restored) }
    try set(Key.hooksPath, folder)
    guard let shadow = try shadow() else { return }
    try removeFolder()
    throw .setting(Key.hooksPath, shadow)
  }

  /// What keeps git from looking in our folder outside of any repository; nil where nothing.
  private func shadow() throws(HookError) -> String? {
    let found = try git.path(Key.hooksPath)
    if found == folder { return nil }
    let origin = try git.origin(of: Key.hooksPath) ?? "git's configuration"
    return "is set to \(found?.text ?? "nothing") in \(origin), too, and that counts"
  }

  /// Writes the scripts of all hooks, and says whether any was not as it is now.
  @discardableResult
  private func writeScripts(scanning: [HookName], earlier: Path?) throws(HookError) -> Bool {
    try files.create()
    var changed = false
    for name in HookName.knownToGit {
      let text = script(.global, earlier).text(
        named: name, scans: scanning.contains { $0.rawValue == name })
      let file = files.file(name)
      if files.read(file, limit: longestScript) == text, files.isExecutable(file) { continue }
      try files.put(text, at: file)
      changed = true
    }
    return changed
  }

  private func removeFolder() throws(HookError) {
    if try git.userValue(Key.hooksPath) == folder {
      if let value = try git.userValue(Key.restored) {
        try set(Key.hooksPath, value)
      } else {
        try git.tell("config", "--global", "--unset-all", Key.hooksPath)
      }
    }
    for key in [Key.earlier, Key.restored] where try git.userValue(key) != nil {
      try git.tell("config", "--global", "--unset-all", key)
    }
    for name in HookName.knownToGit {
      let file = files.file(name)
      guard let content = files.read(file, limit: longestScript), HookScript.recognises(content)
      else { continue }
      try files.remove(file)
    }
    removeEmptyFolder()
  }

  private func removeEmptyFolder() {
    // Where something else is in one, it stays.
    let above = Path(bytes: Array(folder.bytes.dropLast(folder.name.count + 1)))
    for empty in [folder, above] { _ = empty.withCString { unsafe rmdir($0) } }
  }

  /// The names of hooks without a script, for people; nil where all are there.
  private func missing() -> String? {
    let names = HookName.knownToGit.filter { !files.isExecutable(files.file($0)) }
    if names.isEmpty { return nil }
    return "\(folder.text) lacks \(names.joined(separator: ", "))"
  }

  /// The hooks whose scripts scan.
  private var scanningHooks: [HookName] {
    HookName.allCases.filter { hook in
      guard let content = files.read(place(of: hook), limit: longestScript) else { return false }
      return HookScript.recognises(content) && holds(content, "\nscans=yes\n")
    }
  }

  private func isWritten(_ hook: HookName, _ script: HookScript) -> Bool {
    files.read(place(of: hook), limit: longestScript) == script.text(for: hook)
      && files.isExecutable(place(of: hook))
  }

  private enum Kind {
    case hook
    case global
  }

  private func script(_ kind: Kind, _ earlier: Path?) -> HookScript {
    HookScript(
      template: kind == .hook ? templates.hook : templates.global, binary: binary,
      earlier: earlier ?? Path(""))
  }

  private func set(_ key: String, _ value: Path) throws(HookError) {
    try git.tell("config", "--global", "--replace-all", key, value: value)
  }

  /// The keys of git's configuration that are read and written.
  enum Key {
    static let hooksPath = "core.hooksPath"
    /// The folder that counted before, with `~` replaced; our scripts run its hooks.
    static let earlier = "vastguard.earlierHooksPath"
    /// What the user's own file said before, to the letter.
    static let restored = "vastguard.restoredHooksPath"

    static func section(of hook: HookName) -> String { "hook.vastguard-\(hook.rawValue)" }
    static func command(of hook: HookName) -> String { section(of: hook) + ".command" }
    static func event(of hook: HookName) -> String { section(of: hook) + ".event" }
  }
}

/// The texts from which scripts are made.
package struct HookTemplates: Sendable {
  /// A hook of its own.
  package var hook: String
  /// What is written into a script of somebody else's.
  package var block: String
  /// A hook that stands in front of a repository's own.
  package var global: String

  package init(hook: String, block: String, global: String) {
    self.hook = hook
    self.block = block
    self.global = global
  }
}
