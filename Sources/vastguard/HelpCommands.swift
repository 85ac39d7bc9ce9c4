import Arguments
import Responses

extension CompletionShell: ArgumentValue {}

/// Prints what has a shell complete command lines.
struct CompletionsCommand: Action {
  static let configuration = CommandConfiguration(
    name: "completions", abstract: "Prints a script that has a shell complete command lines.",
    examples: [
      ("source <(vastguard completions bash)", "Completes in this bash; a line for ~/.bashrc."),
      (
        "vastguard completions zsh > \"${fpath[1]}/_vastguard\"",
        "Completes in every zsh from now on."
      ),
      (
        "vastguard completions fish > ~/.config/fish/completions/vastguard.fish",
        "Completes in every fish from now on."
      ),
    ])

  @Argument(help: "The shell.", valueName: "SHELL")
  var shell: CompletionShell

  func perform(_ console: Console) throws -> ExitStatus {
    console.printText(Vastguard.definition.completions(for: shell))
  }
}

/// Prints the manual page.
struct ManualCommand: Action {
  static let configuration = CommandConfiguration(
    name: "manual", abstract: "Prints the manual page.",
    examples: [("vastguard manual | man -l -", "Shows it.")])

  func perform(_ console: Console) throws -> ExitStatus {
    let page = ManualPage(
      root: Vastguard.definition, version: Vastguard.version, date: Vastguard.date,
      sections: Self.sections)
    return console.printText(page.text)
  }

  private static let sections = [
    ManualPage.Section(
      title: "Exit status",
      paragraphs: [
        "0\tEverything asked for was scanned, and nothing that counts was found.",
        "1\tSomething that counts was found; --exit-code names another status.",
        "2\tThe command line or the configuration is wrong; nothing was scanned.",
        "3\tNothing that counts was found, but something could not be scanned.",
        "130, 143\tThe scan was interrupted or terminated; what was found so far is told.",
      ]),
    ManualPage.Section(
      title: "Environment",
      paragraphs: [
        "VASTGUARD_...\tGives an option, as its description says; the command line beats it.",
        "NO_COLOR\tIf it is not empty, nothing is colored.",
        "CLICOLOR_FORCE\tIf it is neither empty nor 0, and NO_COLOR does not say otherwise, what goes "
          + "to a file or pipe is colored, too.",
        "XDG_CONFIG_HOME, XDG_CACHE_HOME\tThe folders of settings and of what may be lost.",
        "GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE and their like\tName the repository, as for git.",
      ]),
    ManualPage.Section(
      title: "Files",
      paragraphs: [
        ".vastguard.toml\tThe project's configuration, at the root of the work tree.",
        "~/.config/vastguard/config.toml\tThe user's own.",
        ".git/vastguard/\tWhat an audit learned of packs, for the next one.",
      ]),
    ManualPage.Section(title: "See also", paragraphs: ["git(1), githooks(5), gitignore(5)"]),
  ]
}
