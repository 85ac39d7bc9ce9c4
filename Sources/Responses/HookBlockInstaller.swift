package import Git

/// Puts our lines at the top of scripts that a manager of hooks keeps for its user, as Husky does.
///
/// Husky writes the folder that git looks in, `.husky/_`, anew whenever it likes; what it runs from
/// there are the scripts one folder up, by `sh -e`. Those are the user's own, so that nothing but
/// what stands between our marks is ever written or taken out.
package struct HookBlockInstaller: Sendable {
  private let folder: HookFolder
  private let wrappers: HookFolder
  private let script: HookScript
  private let binary: Path

  /// Takes the folder of the user's scripts, the one of Husky's, the block's template, and the
  /// absolute path of the binary.
  package init(scripts: Path, wrappers: Path, template: String, binary: Path) {
    folder = HookFolder(path: scripts)
    self.wrappers = HookFolder(path: wrappers)
    script = HookScript(template: template, binary: binary)
    self.binary = binary
  }

  /// Installs or renews our lines, and says of each hook what was done.
  package func install(_ hooks: [HookName]) -> [HookOutcome] {
    hooks.map { hook in
      do throws(HookError) {
        return HookOutcome(hook: hook, action: try install(hook))
      } catch {
        return HookOutcome(hook: hook, action: .failed(error))
      }
    }
  }

  /// Takes our lines out again; a script that holds nothing else goes.
  package func uninstall(_ hooks: [HookName]) -> [HookOutcome] {
    hooks.map { hook in
      do throws(HookError) {
        return HookOutcome(hook: hook, action: try uninstall(hook))
      } catch {
        return HookOutcome(hook: hook, action: .failed(error))
      }
    }
  }

  /// Says what stands in each hook's place, and whether Husky leads there.
  package func status(_ hooks: [HookName]) -> [HookStatus] {
    hooks.map { hook in
      do throws(HookError) {
        let state = try state(of: hook)
        return HookStatus(hook: hook, state: state, problem: problem(of: hook))
      } catch {
        return HookStatus(hook: hook, state: .unknown(error))
      }
    }
  }

  /// The script of a hook.
  package func place(of hook: HookName) -> Path {
    folder.file(hook.rawValue)
  }

  private func install(_ hook: HookName) throws(HookError) -> HookOutcome.Action {
    guard binary.bytes.first == UInt8(ascii: "/") else { throw .binaryNotAbsolute(binary) }
    if hook == .preReceive { throw .notRun(by: "husky") }
    let file = place(of: hook)
    let block = script.text(for: hook)
    guard let content = try content(of: hook) else {
      try folder.create()
      try folder.put(block, at: file)
      return .installedWithin(file)
    }
    let mode = try folder.mode(of: file)
    switch HookMarks(in: content) {
    case .none:
      try folder.put(HookMarks.adding(block, to: content), at: file, mode: mode)
      return .installedWithin(file)
    case .whole:
      try folder.put(block, at: file, mode: mode)
      return .renewed
    case .part(block, _, isReached: true):
      return .unchanged
    case .part(_, let rest, _):
      try folder.put(HookMarks.adding(block, to: rest), at: file, mode: mode)
      return .renewed
    case .broken:
      throw .brokenMarks(file)
    }
  }

  private func uninstall(_ hook: HookName) throws(HookError) -> HookOutcome.Action {
    let file = place(of: hook)
    guard let content = try content(of: hook) else { return .unchanged }
    switch HookMarks(in: content) {
    case .none: return .leftAlone
    case .broken: throw .brokenMarks(file)
    case .part(_, let rest, _) where !rest.isEmpty:
      try folder.put(rest, at: file, mode: folder.mode(of: file))
      return .cut
    case .whole, .part:
      try folder.remove(file)
      return .removed
    }
  }

  private func state(of hook: HookName) throws(HookError) -> HookStatus.State {
    guard let content = try content(of: hook) else { return .absent }
    switch HookMarks(in: content) {
    case .none: return .foreign(executable: true)
    case .broken: throw .brokenMarks(place(of: hook))
    case .whole: return .part(current: false, reached: true, executable: true)
    case .part(let part, _, let reached):
      return .part(current: part == script.text(for: hook), reached: reached, executable: true)
    }
  }

  /// The bytes of a hook's script, or nil where there is none.
  private func content(of hook: HookName) throws(HookError) -> [UInt8]? {
    let file = place(of: hook)
    switch try folder.kind(of: file) {
    case .nothing: return nil
    case .link, .other: throw .notAFile(file)
    case .file: break
    }
    guard let content = folder.read(file, limit: longestUserScript) else { throw .notAFile(file) }
    return content
  }

  private func problem(of hook: HookName) -> String? {
    let wrapper = wrappers.file(hook.rawValue)
    if wrappers.isExecutable(wrapper) { return nil }
    return "git would run \(wrapper.text), which is missing or not executable: run husky"
  }
}

private let longestUserScript = 1 << 22
