package import Git

/// Puts hooks into a hooks folder, takes them out again, and says what is there.
///
/// It works on files only. A hook that somebody else put there is never lost: it is kept as
/// `<name>.before-vastguard`, which our script runs first, and uninstalling puts it back. Lines that
/// somebody added to a hook of ours are theirs, and are treated in the same way. A symbolic link in
/// a hook's place counts as somebody else's; it is moved, never followed. One hook's failure does
/// not keep the others from being done.
package struct HookInstaller: Sendable {
  private let folder: HookFolder
  private let script: HookScript
  private let binary: Path

  /// Takes the hooks folder, the script's template, and the absolute path of the binary that the
  /// hooks shall run.
  ///
  /// The folder need not exist yet.
  package init(hooksFolder: Path, template: String, binary: Path) {
    folder = HookFolder(path: hooksFolder)
    script = HookScript(template: template, binary: binary)
    self.binary = binary
  }

  /// Installs or renews hooks, and says of each what was done; the second time changes nothing.
  package func install(_ hooks: [HookName]) -> [HookOutcome] {
    hooks.map { hook in outcome(hook) { () throws(HookError) in try install(hook) } }
  }

  /// Removes hooks that are ours, and puts back what was there before.
  package func uninstall(_ hooks: [HookName]) -> [HookOutcome] {
    hooks.map { hook in outcome(hook) { () throws(HookError) in try uninstall(hook) } }
  }

  /// Says what stands in each hook's place.
  package func status(_ hooks: [HookName]) -> [HookStatus] {
    hooks.map { hook in
      do throws(HookError) {
        return HookStatus(
          hook: hook, state: try look(at: hook).state, keeps: try keepsEarlier(hook))
      } catch {
        return HookStatus(hook: hook, state: .unknown(error))
      }
    }
  }

  /// The file of a hook.
  package func place(of hook: HookName) -> Path {
    folder.file(hook.rawValue)
  }

  /// Whether somebody else's hook, in its place or kept beside ours, holds a word.
  package func mentions(_ word: String, in hook: HookName) -> Bool {
    [place(of: hook), savedPlace(of: hook)].contains { file in
      let content = folder.read(file, limit: longestScript, links: true) ?? []
      return HookMarks(in: content) == .none && holds(content, word)
    }
  }

  private func install(_ hook: HookName) throws(HookError) -> HookOutcome.Action {
    guard binary.bytes.first == UInt8(ascii: "/") else { throw .binaryNotAbsolute(binary) }
    try healEarlier(hook)
    let found = try look(at: hook)
    switch found.state {
    case .ours(current: true, executable: true):
      return .unchanged
    case .ours:
      try folder.put(script.text(for: hook), at: place(of: hook))
      return .renewed
    case .part:
      return try separate(found.marks, hook)
    case .foreign:
      if found.marks != .none { throw .linkToOurs(place(of: hook)) }
      try putBefore(hook)
      return .installedBeside
    case .absent, .global, .unknown:
      try folder.create()
      try folder.put(script.text(for: hook), at: place(of: hook))
      return .installed
    }
  }

  /// Takes our own script, or lines of it, out of what is kept aside: it would run itself.
  private func healEarlier(_ hook: HookName) throws(HookError) {
    let saved = savedPlace(of: hook)
    guard try folder.kind(of: saved) == .file,
      let content = folder.read(saved, limit: longestScript)
    else { return }
    switch HookMarks(in: content) {
    case .none: return
    case .whole: try folder.remove(saved)
    case .part(_, let rest, _):
      try folder.put(rest, at: saved, mode: folder.mode(of: saved))
    case .broken: throw .brokenMarks(saved)
    }
  }

  /// Makes two hooks of one that holds our lines and somebody else's: theirs, kept aside, and ours.
  private func separate(
    _ marks: HookMarks, _ hook: HookName
  ) throws(HookError) -> HookOutcome.Action {
    guard case .part(_, let rest, _) = marks else { throw .brokenMarks(place(of: hook)) }
    let saved = savedPlace(of: hook)
    guard try folder.kind(of: saved) == .nothing else { throw .savedHookExists(saved) }
    let mode = try folder.mode(of: place(of: hook))
    try folder.put(rest, at: saved, mode: mode)
    try folder.put(script.text(for: hook), at: place(of: hook))
    return .installedBeside
  }

  /// Moves somebody else's hook aside and writes ours in its place; where that fails, it is back.
  private func putBefore(_ hook: HookName) throws(HookError) {
    let saved = savedPlace(of: hook)
    if try folder.kind(of: saved) != .nothing, try !isRenewal(hook) {
      throw .savedHookExists(saved)
    }
    let written = try folder.writeAside(script.text(for: hook))
    do throws(HookError) {
      try folder.move(place(of: hook), to: saved)
      do throws(HookError) {
        try folder.move(written, to: place(of: hook))
      } catch {
        try? folder.move(saved, to: place(of: hook))
        throw error
      }
    } catch {
      try? folder.remove(written)
      throw error
    }
  }

  /// Whether the hook in place is a later version of the one that is kept aside: the same bytes, or
  /// written by the same manager of hooks.
  private func isRenewal(_ hook: HookName) throws(HookError) -> Bool {
    guard try folder.kind(of: place(of: hook)) == .file,
      try folder.kind(of: savedPlace(of: hook)) == .file,
      let new = folder.read(place(of: hook), limit: longestScript),
      let old = folder.read(savedPlace(of: hook), limit: longestScript)
    else { return false }
    let managers = ["call_lefthook", "File generated by pre-commit"]
    return new == old || managers.contains { holds(new, $0) && holds(old, $0) }
  }

  private func uninstall(_ hook: HookName) throws(HookError) -> HookOutcome.Action {
    let found = try look(at: hook)
    switch (found.state, try keepsEarlier(hook)) {
    case (.ours, true), (.absent, true):
      try folder.move(savedPlace(of: hook), to: place(of: hook))
      return .restored
    case (.ours, false):
      try folder.remove(place(of: hook))
      return .removed
    case (.part, let keeps):
      return try cut(found.marks, hook, keeps: keeps)
    case (.absent, false):
      return .unchanged
    case (.foreign, _), (.global, _), (.unknown, _):
      return .leftAlone
    }
  }

  /// Takes our lines out of a file that holds somebody else's.
  private func cut(
    _ marks: HookMarks, _ hook: HookName, keeps: Bool
  ) throws(HookError) -> HookOutcome.Action {
    let file = place(of: hook)
    guard case .part(_, let rest, _) = marks else { throw .brokenMarks(file) }
    if HookMarks.isEmpty(rest) {
      if keeps {
        try folder.move(savedPlace(of: hook), to: file)
        return .restored
      }
      try folder.remove(file)
      return .removed
    }
    try folder.put(rest, at: file, mode: folder.mode(of: file))
    return keeps ? .cutBeside(savedPlace(of: hook)) : .cut
  }

  /// What stands in a hook's place, and what of it is ours.
  private func look(
    at hook: HookName
  ) throws(HookError) -> (state: HookStatus.State, marks: HookMarks) {
    let file = place(of: hook)
    let kind = try folder.kind(of: file)
    switch kind {
    case .nothing: return (.absent, .none)
    case .other: throw .notAFile(file)
    case .link, .file: break
    }
    let executable = folder.isExecutable(file)
    guard let content = folder.read(file, limit: longestScript, links: kind == .link) else {
      return (.foreign(executable: executable), .none)
    }
    let marks = HookMarks(in: content)
    if kind == .link { return (.foreign(executable: executable), marks) }
    let own = script.text(for: hook)
    switch marks {
    case .none: return (.foreign(executable: executable), marks)
    case .whole: return (.ours(current: content == own, executable: executable), marks)
    case .part(let part, _, let reached):
      let current = own.dropFirst(own.count - part.count).elementsEqual(part)
      return (.part(current: current, reached: reached, executable: executable), marks)
    case .broken: throw .brokenMarks(file)
    }
  }

  private func outcome(
    _ hook: HookName, _ body: () throws(HookError) -> HookOutcome.Action
  ) -> HookOutcome {
    do throws(HookError) {
      return HookOutcome(hook: hook, action: try body())
    } catch {
      return HookOutcome(hook: hook, action: .failed(error))
    }
  }

  private func keepsEarlier(_ hook: HookName) throws(HookError) -> Bool {
    try folder.kind(of: savedPlace(of: hook)) != .nothing
  }

  private func savedPlace(of hook: HookName) -> Path {
    folder.file(hook.rawValue + ".before-vastguard")
  }
}

/// More than any script of ours will have: what is longer is somebody else's, and is not read.
let longestScript = 1 << 16

/// Whether a script holds a word.
func holds(_ content: [UInt8], _ word: String) -> Bool {
  String(decoding: content, as: UTF8.self).contains(word)
}
