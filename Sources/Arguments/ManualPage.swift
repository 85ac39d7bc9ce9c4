/// The program's page for `man`: a pure function of the declarations, in the `man` macros of roff.
package struct ManualPage {
  /// A section that no declaration has.
  package struct Section {
    let title: String
    /// Paragraphs; one that begins with a term, a tab and a text is an entry of a list.
    let paragraphs: [String]

    /// Makes a section.
    package init(title: String, paragraphs: [String]) {
      self.title = title
      self.paragraphs = paragraphs
    }
  }

  private let root: CommandDefinition
  private let version: String
  private let date: String
  private let sections: [Section]
  /// The options that many commands have, described once.
  private let common: [OptionDefinition]

  /// Describes a program.
  ///
  /// - Parameters:
  ///   - root: The program's command.
  ///   - version: Its version.
  ///   - date: The day of that version, as 2026-01-31.
  ///   - sections: What follows the commands.
  package init(root: CommandDefinition, version: String, date: String, sections: [Section]) {
    self.root = root
    self.version = version
    self.date = date
    self.sections = sections
    var counts: [OptionDefinition: Int] = [:]
    var order: [OptionDefinition] = []
    for command in CompletionCommand.all(of: root) {
      for option in command.definition.options {
        if counts[option] == nil { order.append(option) }
        counts[option, default: 0] += 1
      }
    }
    common = order.filter { counts[$0, default: 0] > 2 }
  }

  /// The page.
  package var text: String {
    let upper = root.name.uppercased()
    var lines = [
      ".TH \(upper) 1 \"\(date)\" \"\(root.name) \(version)\" \"User Commands\"",
      ".SH NAME", "\(Self.escaped(root.name)) \\- \(Self.line(Self.phrase(root.abstract)))",
      ".SH SYNOPSIS", ".B \(root.name)", ".RI [ OPTIONS ]", ".I COMMAND", ".RI [ OPTIONS ]",
      ".RI [ ARGUMENTS ]",
    ]
    lines += [".SH DESCRIPTION"] + Self.paragraphs(root.discussion)
    lines += [".SH COMMANDS"]
    lines += CompletionCommand.all(of: root).dropFirst().flatMap(command)
    lines += [".SH OPTIONS", "These may stand with every command."]
    lines += (root.options + OptionDefinition.builtIn).flatMap(option)
    lines += commonOptions
    lines += sections.flatMap(section)
    lines += Self.examples(root.examples, heading: ".SH EXAMPLES")
    return lines.map { $0 + "\n" }.joined()
  }

  private var commonOptions: [String] {
    var titles: [String?] = []
    for option in common where !titles.contains(option.groupTitle) {
      titles.append(option.groupTitle)
    }
    return titles.flatMap { title in
      [".SS \"\(title ?? "Further options")\""]
        + common.filter { $0.groupTitle == title }.flatMap(option)
    }
  }

  private func command(_ command: CompletionCommand) -> [String] {
    let definition = command.definition
    let words =
      command.path.dropFirst().map { "\\fB\(Self.escaped($0))\\fR" }
      + definition.arguments.map { argument in
        let name =
          "\\fI\(Self.escaped(argument.valueName))\\fR" + (argument.isRepeating ? " ..." : "")
        return argument.isRequired ? name : "[\(name)]"
      }
    guard definition.subcommands.isEmpty else { return [] }
    var lines = [".SS \"\(words.joined(separator: " "))\"", Self.line(definition.abstract)]
    lines += definition.discussion.isEmpty ? [] : [".PP"] + Self.paragraphs(definition.discussion)
    for argument in definition.arguments {
      let choices =
        argument.choices.isEmpty ? nil : "one of " + argument.choices.joined(separator: ", ")
      lines += [".TP", ".I \(Self.escaped(argument.valueName))"]
      lines += [
        Self.line(
          [argument.help, choices.map { "(\($0))" }].compactMap(\.self).joined(separator: " "))
      ]
    }
    lines += definition.options.filter { !common.contains($0) }.flatMap(option)
    let shared = definition.options.contains(where: common.contains)
    if shared { lines += [".PP", "Takes the common options that are described below, too."] }
    return lines + Self.examples(definition.examples, heading: nil)
  }

  private func option(_ option: OptionDefinition) -> [String] {
    let names = option.names.map { "\\fB\(Self.escaped($0))\\fR" }.joined(separator: ", ")
    let value = option.valueName.map { " \\fI\(Self.escaped($0))\\fR" } ?? ""
    var details: [String] = []
    if !option.choices.isEmpty {
      details.append("one of " + option.choices.joined(separator: ", "))
    }
    if option.isRepeating { details.append("may be repeated") }
    if let value = option.defaultValue { details.append("default: " + value) }
    if let variable = option.environmentVariable { details.append("environment: " + variable) }
    let text = option.help + (details.isEmpty ? "" : " (\(details.joined(separator: "; ")))")
    return [".TP", names + value, Self.line(text)]
  }

  private func section(_ section: Section) -> [String] {
    let paragraphs = section.paragraphs.enumerated().flatMap { number, paragraph in
      let parts = paragraph.split(separator: "\t", maxSplits: 1).map(String.init)
      if parts.count == 2 {
        return [".TP", ".B \(Self.escaped(parts[0]))", Self.line(parts[1])]
      }
      return (number == 0 ? [] : [".PP"]) + [Self.line(paragraph)]
    }
    return [".SH \"\(section.title.uppercased())\""] + paragraphs
  }

  private static func examples(_ examples: [CommandExample], heading: String?) -> [String] {
    guard !examples.isEmpty else { return [] }
    return (heading.map { [$0] } ?? [])
      + examples.flatMap { example in
        [".TP", "\\fB\(escaped(example.command))\\fR", line(example.meaning)]
      }
  }

  private static func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n").map { line(String($0)) }
  }

  /// A sentence as part of another.
  private static func phrase(_ text: String) -> String {
    let start = text.prefix(1).lowercased() + text.dropFirst()
    return start.last == "." ? String(start.dropLast()) : start
  }

  /// Lines of text; a dot or a quote at the start of one would make it a request.
  private static func line(_ text: String) -> String {
    HelpText.wrapped(escaped(text), width: 78).map { line in
      line.first == "." || line.first == "'" ? "\\&" + line : line
    }.joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "\\": "\\e"
      case "-": "\\-"
      case "\"": "\\(dq"
      case "'": "\\(aq"
      case "`": "\\(ga"
      case "^": "\\(ha"
      case "~": "\\(ti"
      case "\n": " "
      default: String(character)
      }
    }.joined()
  }
}
