package import Git

/// The hooks of one repository: where they go, who else has a say, and whether they work.
package struct HookManager: Sendable {
  package let place: HookPlace
  private let global: HookGlobal
  /// The folder of the hooks that this repository itself has.
  private let own: HookInstaller
  /// Where Husky manages them.
  private let husky: HookBlockInstaller?
  /// The folder that git would look in by default, where it looks in another.
  private let shadowed: HookInstaller?
  /// What serves all repositories, and this one too.
  private let covered: Set<HookName>
  /// What would serve this one, too, if git looked there.
  private let uncovered: Set<HookName>

  /// Finds out how hooks are reached in the repository of the current folder.
  ///
  /// - Throws: A `HookError` where there is no repository, or git can't be asked.
  package init(
    global: HookGlobal, templates: HookTemplates, binary: Path
  ) throws(HookError) {
    let place = try HookPlace()
    self.place = place
    self.global = global
    // A user without a home, or with one that can't be read, has none.
    let way = (try? global.way()) ?? nil
    var folder = place.folder
    var covered: Set<HookName> = []
    if place.folder.isSame(as: global.folder) {
      // Our scripts there run what this repository has, or what was in force before.
      folder = place.repositoryFolder
      if case .folder(let earlier?) = way {
        let isAbsolute = earlier.bytes.first == UInt8(ascii: "/")
        folder = isAbsolute ? earlier : place.runFolder.appending(earlier.bytes)
      }
      covered = Set(try global.installed())
    } else if way == .configuration {
      covered = Set(try global.installed())
    }
    self.covered = covered
    uncovered = way == nil ? [] : Set(try global.installed()).subtracting(covered)
    own = HookInstaller(hooksFolder: folder, template: templates.hook, binary: binary)
    husky = place.huskyScripts.map {
      HookBlockInstaller(
        scripts: $0, wrappers: place.folder, template: templates.block, binary: binary)
    }
    let isDefault = folder.isSame(as: place.repositoryFolder)
    shadowed =
      isDefault
      ? nil
      : HookInstaller(
        hooksFolder: place.repositoryFolder, template: templates.hook, binary: binary)
  }

  /// Installs or renews hooks; none where all repositories have it.
  package func install(_ hooks: [HookName]) -> [HookOutcome] {
    hooks.flatMap { hook in
      if covered.contains(hook) { return [HookOutcome(hook: hook, action: .coveredGlobally)] }
      return husky?.install([hook]) ?? own.install([hook])
    }
  }

  /// Removes hooks; without names, all that are ours.
  package func uninstall(_ hooks: [HookName]) -> [HookOutcome] {
    let chosen = hooks.isEmpty ? withInstalled(HookName.ofWorkingRepository) : hooks
    return chosen.flatMap { hook in
      let outcomes = husky?.uninstall([hook]) ?? own.uninstall([hook])
      if let shadowed, shadowed.status([hook]).contains(where: \.isOurs) {
        return outcomes.filter { $0.action != .unchanged && $0.action != .leftAlone }
          + shadowed.uninstall([hook])
      }
      return outcomes
    }
  }

  /// Says what will run for each hook; without names, for those that are ours besides the usual.
  ///
  /// What is ours to the letter is run, to prove it.
  package func status(_ hooks: [HookName]) throws(HookError) -> [HookStatus] {
    let chosen = hooks.isEmpty ? withInstalled(HookName.ofWorkingRepository) : hooks
    let all = try chosen.map { hook throws(HookError) in try status(of: hook) }
    // A bare repository sees no commits: one without these hooks lacks nothing.
    guard place.isBare, hooks.isEmpty, all.contains(where: \.isOurs) else { return all }
    return all.filter { $0.isOurs || $0.problem != nil }
  }

  /// Whether another manager's hook, which ours runs or is run by, holds a word.
  package func mentions(_ word: String, in hook: HookName) -> Bool {
    own.mentions(word, in: hook)
  }

  private func withInstalled(_ hooks: [HookName]) -> [HookName] {
    HookName.allCases.filter { hook in
      hooks.contains(hook) || covered.contains(hook)
        || (husky?.status([hook]) ?? own.status([hook])).contains(where: \.isOurs)
        || shadowed?.status([hook]).contains(where: \.isOurs) == true
    }
  }

  private func status(of hook: HookName) throws(HookError) -> HookStatus {
    if covered.contains(hook) {
      let folder = place.runFolder
      return try global.provenStatus([hook], in: folder).first
        ?? HookStatus(hook: hook, state: .absent)
    }
    var status: HookStatus?
    if let husky {
      status = husky.status([hook]).first?
        .proven(at: husky.place(of: hook), in: place.runFolder, shell: true)
    } else {
      status = own.status([hook]).first?
        .proven(at: own.place(of: hook), in: place.runFolder, shell: false)
    }
    if status?.isOurs != true {
      let isShadowed = shadowed?.status([hook]).contains(where: \.isOurs) == true
      let found = isShadowed ? "it is in \(place.repositoryFolder.text)" : nil
      let usual = uncovered.contains(hook) ? "it is installed for all repositories" : nil
      if let elsewhere = found ?? usual {
        status?.problem =
          "\(elsewhere), but git looks in \(place.folder.text) here: core.hooksPath is set in "
          + (place.origin ?? "git's configuration")
      }
    }
    return status ?? HookStatus(hook: hook, state: .absent)
  }
}

extension HookGlobal {
  /// Says of each hook whether it serves all repositories, once its script was run.
  package func provenStatus(
    _ hooks: [HookName], in folder: Path = Path("/")
  ) throws(HookError) -> [HookStatus] {
    try status(hooks).map { $0.proven(at: place(of: $0.hook), in: folder, shell: false) }
  }
}

extension HookStatus {
  /// The same, with a problem where the script of ours does not answer.
  ///
  /// What is not ours to the letter is not run: it might be anybody's.
  fileprivate func proven(at script: Path, in folder: Path, shell: Bool) -> HookStatus {
    guard isOurs, problem == nil else { return self }
    var status = self
    status.problem =
      isCurrent ? HookProbe.problem(of: script, for: hook, in: folder, shell: shell) : reason
    return status
  }

  /// Why a hook of ours can't be relied on, told by its file alone.
  private var reason: String? {
    switch state {
    case .ours(_, executable: false), .part(_, _, executable: false):
      "git does not run it: it is not executable"
    case .part(_, reached: false, _):
      "lines of somebody else's stand before vastguard's, and may keep git from reaching them"
    case .ours(current: false, _), .part(current: false, _, _), .global(current: false):
      "it is not what this vastguard writes: by another version, for another path, or edited"
    default: nil
    }
  }
}
