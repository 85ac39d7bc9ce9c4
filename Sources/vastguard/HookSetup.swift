import Arguments
import Blobs
import BuiltInRules
import Git
import Responses
import Rules

/// What the commands about hooks start from: the binary, the scripts' texts, the user's folder.
struct HookSetup {
  private let binary: Path
  private let templates: HookTemplates
  private let folder: Path?

  init(_ console: Console) throws {
    binary = try FolderWalk.resolved(Path("/proc/self/exe"))
    templates = HookTemplates(
      hook: Self.text(.hookScript), block: Self.text(.hookBlock), global: Self.text(.hookGlobal))
    let environment = console.environment
    // A relative path is to be ignored, says the XDG base directory specification.
    folder = [environment["XDG_CONFIG_HOME"], environment["HOME"].map { $0 + "/.config" }]
      .compactMap(\.self).first { $0.hasPrefix("/") }
      .map { Path($0 + "/vastguard/hooks") }
  }

  private static func text(_ file: EmbeddedFile) -> String {
    String(decoding: file.bytes, as: UTF8.self)
  }

  /// The hooks of all repositories.
  func global() throws(UsageError) -> HookGlobal {
    guard let folder else {
      throw UsageError("neither XDG_CONFIG_HOME nor HOME names a folder for the hooks")
    }
    return HookGlobal(folder: folder, templates: templates, binary: binary)
  }

  /// The hooks of the repository of the current folder.
  func manager() throws -> HookManager {
    // Where the user has no folder, nothing is in it.
    let folder = folder ?? Path("/dev/null/hooks")
    return try HookManager(
      global: HookGlobal(folder: folder, templates: templates, binary: binary),
      templates: templates, binary: binary)
  }

  /// Says what else is to be done where other managers of hooks are about.
  static func advise(_ outcomes: [HookOutcome], _ manager: HookManager, _ console: Console) {
    if outcomes.contains(where: { if case .installedWithin = $0.action { true } else { false } }) {
      console.note("husky's scripts are shared: whoever commits here then needs vastguard")
    }
    let names = outcomes.map(\.hook).filter { manager.mentions("lefthook", in: $0) }
    guard !names.isEmpty else { return }
    console.note("lefthook may write its hooks anew; so put this into lefthook.yml, too:")
    for hook in names {
      let takesInput = hook == .prePush
      console.line("  \(hook.rawValue):")
      console.line("    commands:")
      console.line("      vastguard:")
      console.line("        run: vastguard hook run \(hook.rawValue) -- {0}")
      if takesInput { console.line("        use_stdin: true") }
    }
  }
}
