package import Git

/// Puts hooks into a hooks folder, takes them out again, and says what is there.
///
/// It works on files only. A hook that somebody else put there is never lost: it is kept as
/// `<name>.before-vastguard`, which our script runs first, and uninstalling puts it back. A
/// symbolic link in a hook's place counts as somebody else's; it is moved, never followed. One
/// hook's failure does not keep the others from being done.
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
        return HookStatus(hook: hook, state: try state(of: hook), keeps: try keepsEarlier(hook))
      } catch {
        return HookStatus(hook: hook, state: .unknown(error), keeps: false)
      }
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

  private func install(_ hook: HookName) throws(HookError) -> HookOutcome.Action {
    guard binary.bytes.first == UInt8(ascii: "/") else { throw .binaryNotAbsolute(binary) }
    switch try state(of: hook) {
    case .ours(current: true, executable: true):
      return .unchanged
    case .ours:
      try put(hook)
      return .renewed
    case .foreign:
      try putBefore(hook)
      return .installedBeside
    case .absent, .unknown:
      try folder.create()
      try put(hook)
      return .installed
    }
  }

  /// Writes our script in the hook's place, in one step.
  private func put(_ hook: HookName) throws(HookError) {
    let written = try folder.writeAside(script.text(for: hook))
    do throws(HookError) {
      try folder.move(written, to: place(of: hook))
    } catch {
      try? folder.remove(written)
      throw error
    }
  }

  /// Moves somebody else's hook aside and writes ours in its place; where that fails, it is back.
  private func putBefore(_ hook: HookName) throws(HookError) {
    let saved = savedPlace(of: hook)
    guard try folder.kind(of: saved) == .nothing else { throw .savedHookExists(saved) }
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

  private func uninstall(_ hook: HookName) throws(HookError) -> HookOutcome.Action {
    switch (try state(of: hook), try keepsEarlier(hook)) {
    case (.ours, true), (.absent, true):
      try folder.move(savedPlace(of: hook), to: place(of: hook))
      return .restored
    case (.ours, false):
      try folder.remove(place(of: hook))
      return .removed
    case (.absent, false):
      return .unchanged
    case (.foreign, _), (.unknown, _):
      return .leftAlone
    }
  }

  private func state(of hook: HookName) throws(HookError) -> HookStatus.State {
    let file = place(of: hook)
    switch try folder.kind(of: file) {
    case .nothing:
      return .absent
    case .other:
      throw .notAFile(file)
    case .link:
      return .foreign(executable: folder.isExecutable(file))
    case .file:
      let executable = folder.isExecutable(file)
      let content = folder.read(file, limit: longestScript)
      guard let content, HookScript.recognises(content) else {
        return .foreign(executable: executable)
      }
      return .ours(current: content == script.text(for: hook), executable: executable)
    }
  }

  private func keepsEarlier(_ hook: HookName) throws(HookError) -> Bool {
    try folder.kind(of: savedPlace(of: hook)) != .nothing
  }

  private func place(of hook: HookName) -> Path {
    folder.file(hook.rawValue)
  }

  private func savedPlace(of hook: HookName) -> Path {
    folder.file(hook.rawValue + ".before-vastguard")
  }
}

/// More than any script of ours will have: what is longer is somebody else's, and is not read.
private let longestScript = 1 << 16
