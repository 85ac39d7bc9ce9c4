import Git

/// Proof that an installed script runs and reaches the program: it is run, and the program answers.
///
/// A variable tells script and program that nothing else is wanted. The answer has a status of its
/// own, which stops a commit: where the variable is set by mistake, nothing goes past the hooks.
package struct HookProbe: Sendable {
  /// The variable; its value is repeated in the answer.
  package static let variable = "VASTGUARD_HOOK_PROBE"
  /// The status of the program that was asked.
  package static let status = ExitStatus(rawValue: 77)

  /// What the program says when it is asked.
  package static func answer(of hook: HookName, to value: String) -> String {
    "vastguard hook \(hook.rawValue) \(value)\n"
  }

  /// Runs a script in the folder where git runs hooks, and says what is wrong; nil where it answers.
  ///
  /// Only what this program wrote itself is to be run in this way: as a program or, as Husky does,
  /// by `sh -e`.
  static func problem(
    of script: Path, for hook: HookName, in folder: Path, shell: Bool
  ) -> String? {
    let value = "\(UInt64.random(in: .min ... .max))"
    let line = #"cd "$1" && shift && exec "$@""#
    var program = HookProgram(words: ["sh", "-c", line, "sh"].map { Array($0.utf8) })
    program.words.append(folder.bytes)
    if shell { program.words += [Array("sh".utf8), Array("-e".utf8)] }
    program.words.append(script.bytes)
    program.changes[variable] = value
    guard let answer = program.run() else { return "it was run, and did not end in time" }
    let output = String(decoding: answer.output, as: UTF8.self)
    if answer.status == status.rawValue, output == Self.answer(of: hook, to: value) { return nil }
    let said = String(decoding: answer.errors, as: UTF8.self).split(separator: "\n").first
    return "it was run, and did not reach vastguard (\(said ?? "status \(answer.status)"))"
  }
}
