import TestSupport
import Testing

/// The shells themselves complete what the declarations say.
@Suite struct CompletionTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for shell in ["bash", "zsh", "fish"] {
      let outcome = try Tool.run("completions", shell, in: folder)
      try #require(outcome.status == 0, "\(outcome.stderr)")
      try folder.write("complete.\(shell)", outcome.output)
    }
    try folder.write("a file.json", "")
  }

  private static func has(_ program: String) -> Bool {
    let outcome = try? TemporaryFolder().shell("command -v \(program)")
    return outcome?.status == 0
  }

  /// What bash offers for the words, of which the last is being typed.
  private func bash(_ words: String...) throws -> Set<String> {
    let list = words.map { "'\($0)'" }.joined(separator: " ")
    try folder.write(
      "try.bash",
      """
      source ./complete.bash
      COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1)
      _vastguard
      printf '%s\\n' "${COMPREPLY[@]}"
      """)
    let outcome = try folder.shell("bash --norc --noprofile try.bash")
    #expect(outcome.stderr.isEmpty, "\(outcome.stderr)")
    return Set(outcome.stdout.split(separator: "\n").map(String.init))
  }

  /// What fish offers at the end of a line.
  private func fish(_ line: String) throws -> Set<String> {
    let outcome = try folder.shell(
      "fish --no-config -c 'source complete.fish; complete -C \"\(line)\"'")
    #expect(outcome.stderr.isEmpty, "\(outcome.stderr)")
    return Set(
      outcome.stdout.split(separator: "\n").compactMap {
        $0.split(separator: "\t").first.map(String.init)
      })
  }

  @Test(.enabled(if: has("bash"), "bash is not installed"))
  func `bash completes commands, options and values`() throws {
    #expect(try bash("vastguard", "au") == ["audit"])
    #expect(try bash("vastguard", "hook", "") == ["install", "uninstall", "status", "run"])
    #expect(try bash("vastguard", "-C", "hook", "hook", "ins") == ["install"])
    #expect(try bash("vastguard", "audit", "--fail-on", "").isSuperset(of: ["low", "critical"]))
    #expect(try bash("vastguard", "audit", "--fail-on", "=", "hi") == ["high"])
    #expect(try bash("vastguard", "audit", "--write-b") == ["--write-baseline"])
    #expect(try bash("vastguard", "scan", "a") == ["a file.json"])
    #expect(try bash("vastguard", "audit", "--threads", "").isEmpty)
    #expect(try bash("vastguard", "completions", "") == ["bash", "zsh", "fish"])
  }

  @Test(.enabled(if: has("fish"), "fish is not installed"))
  func `fish completes commands, options and values`() throws {
    #expect(try fish("vastguard au") == ["audit"])
    #expect(try fish("vastguard hook ") == ["install", "uninstall", "status", "run"])
    #expect(try fish("vastguard -C hook hook ins") == ["install"])
    #expect(try fish("vastguard audit --fail-on ").isSuperset(of: ["low", "critical"]))
    #expect(try fish("vastguard audit --fail-on=hi").contains("--fail-on=high"))
    #expect(try fish("vastguard audit --write-b") == ["--write-baseline"])
    #expect(try fish("vastguard completions ") == ["bash", "zsh", "fish"])
  }

  @Test(.enabled(if: has("zsh"), "zsh is not installed"))
  func `zsh completes a command at its prompt`() throws {
    try folder.write(
      "try.zsh",
      """
      zmodload zsh/zpty || exit 77
      zpty shell zsh -f -i
      zpty -w shell "PS1=; autoload -Uz compinit; compinit -D -u; source ./complete.zsh; echo re''ady"
      until [[ $all == *ready* ]]; do zpty -r shell part || exit 1; all+=$part; done
      all=
      zpty -w -n shell $1$'\\t'
      for i in {1..100}; do
        zpty -r -t shell part && all+=$part
        [[ $all == *$2* ]] && exit 0
        sleep 0.1
      done
      print -r -- "$all"
      exit 1
      """)
    for (line, expected) in [
      ("vastguard aud", "audit"), ("vastguard hook unin", "uninstall"),
      ("vastguard audit --fail-on crit", "critical"),
      ("vastguard audit --write-b", "--write-baseline"),
    ] {
      let outcome = try folder.shell("zsh -f try.zsh '\(line)' '\(expected)'")
      #expect(outcome.status == 0 || outcome.status == 77, "\(line): \(outcome.stdout)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `each shell finds its script well-formed`(shell: String) throws {
    guard Self.has(shell) else { return }
    let outcome = try folder.shell("\(shell) -n complete.\(shell)")
    #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome.stderr)")
  }

  @Test func `a shell that is not known is refused`() throws {
    #expect(try Tool.run("completions", "tcsh", in: folder).status == 2)
  }
}
