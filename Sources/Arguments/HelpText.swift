/// The help text of one command: a pure function of the declarations, 80 columns wide.
package struct HelpText {
  private static let width = 80
  /// Where explanations begin; a longer label has a line to itself.
  private static let column = 30

  private let command: CommandDefinition
  private let enclosing: [CommandDefinition]
  private let name: String

  /// Describes the command to which `names` lead from the root, as far as they exist.
  package init(root: CommandDefinition, names: some Sequence<String> = []) {
    var command = root
    var enclosing: [CommandDefinition] = []
    for name in names {
      guard let next = command.subcommands.first(where: { $0.name == name }) else { break }
      enclosing.append(command)
      command = next
    }
    self.command = command
    self.enclosing = enclosing
    name = (enclosing + [command]).map(\.name).joined(separator: " ")
  }

  /// The whole text, with a line break at its end.
  package var text: String {
    var blocks = [usage, HelpText.wrapped(command.abstract, width: HelpText.width)]
    blocks.append(section("Arguments", command.arguments.map { ($0.label, $0.explanation) }))
    blocks += optionSections
    blocks.append(section("Commands", command.subcommands.map { ($0.name, [$0.abstract]) }))
    blocks.append(discussion)
    blocks.append(examples)
    return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  private var usage: [String] {
    var words = command.options.filter(\.isRequired).map(\.usage)
    words += command.arguments.map(\.usage)
    if !command.subcommands.isEmpty {
      words.append(command.defaultSubcommand == nil ? "COMMAND" : "[COMMAND]")
    }
    let line = (["Usage: \(name) [OPTIONS]"] + words).joined(separator: " ")
    return HelpText.wrapped(line, width: HelpText.width, indent: 4)
  }

  /// The options under their headings, in declaration order; those of enclosing commands last.
  private var optionSections: [[String]] {
    let inherited = enclosing.reversed().flatMap(\.options)
    let own = command.options + (inherited.isEmpty ? OptionDefinition.builtIn : [])
    var titles: [String?] = own.contains { $0.groupTitle == nil } ? [nil] : []
    for option in own where !titles.contains(option.groupTitle) {
      titles.append(option.groupTitle)
    }
    var sections = titles.map { title in
      optionSection(title ?? "Options", own.filter { $0.groupTitle == title })
    }
    if !inherited.isEmpty {
      sections.append(optionSection("Global options", inherited + OptionDefinition.builtIn))
    }
    return sections
  }

  private var discussion: [String] {
    guard !command.discussion.isEmpty else { return [] }
    let lines = command.discussion.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.flatMap { HelpText.wrapped(String($0), width: HelpText.width) }
  }

  private var examples: [String] {
    guard !command.examples.isEmpty else { return [] }
    // A command line is not wrapped, so that it can be copied.
    return ["Examples:"]
      + command.examples.flatMap { example in
        ["  \(example.command)"]
          + HelpText.wrapped(example.meaning, width: HelpText.width - 6).map { "      " + $0 }
      }
  }

  private func optionSection(_ title: String, _ options: [OptionDefinition]) -> [String] {
    section(title, options.map { ($0.label, $0.explanation) })
  }

  /// Sets a list in two columns; each paragraph of an explanation begins a new line.
  private func section(_ title: String, _ rows: [(label: String, text: [String])]) -> [String] {
    guard !rows.isEmpty else { return [] }
    var lines = ["\(title):"]
    for row in rows {
      let room = HelpText.width - HelpText.column
      var text = row.text.flatMap { HelpText.wrapped($0, width: room) }[...]
      let label = "  " + row.label
      if label.count < HelpText.column - 1, let first = text.popFirst() {
        lines.append(label + spaces(HelpText.column - label.count) + first)
      } else {
        lines.append(label)
      }
      lines += text.map { spaces(HelpText.column) + $0 }
    }
    return lines
  }

  /// Breaks a line at spaces; later lines are indented like the first, or by `indent`.
  static func wrapped(_ line: String, width: Int, indent: Int? = nil) -> [String] {
    let margin = String(line.prefix { $0 == " " })
    let laterMargin = indent.map(spaces) ?? margin
    var lines: [String] = []
    var current = ""
    for word in line.split(separator: " ") {
      if current.isEmpty {
        current = margin + word
      } else if current.count + 1 + word.count <= width {
        current += " " + word
      } else {
        lines.append(current)
        current = laterMargin + word
      }
    }
    return lines + [current]
  }
}

private func spaces(_ count: Int) -> String {
  String(repeating: " ", count: count)
}

extension ArgumentDefinition {
  fileprivate var label: String { isRepeating ? "\(valueName) ..." : valueName }

  fileprivate var usage: String { isRequired ? label : "[\(label)]" }

  fileprivate var explanation: [String] {
    [help] + details(choices: choices, defaultValue: defaultValue)
  }
}

extension OptionDefinition {
  /// The names and the value as in `-o, --output FILE`.
  ///
  /// A long name that stands alone is indented, so that long names begin in one column.
  fileprivate var label: String {
    let short = names.filter { !$0.hasPrefix("--") }
    let all = (short + names.filter { $0.hasPrefix("--") }).joined(separator: ", ")
    return (short.isEmpty ? "    " : "") + all + (valueName.map { " " + $0 } ?? "")
  }

  fileprivate var usage: String {
    (names.first ?? "") + (valueName.map { " " + $0 } ?? "")
  }

  fileprivate var explanation: [String] {
    [help]
      + details(
        choices: choices, defaultValue: defaultValue, isRepeating: isRepeating,
        variable: environmentVariable)
  }
}

/// What follows an explanation in parentheses: choices, default, environment variable.
private func details(
  choices: [String], defaultValue: String?, isRepeating: Bool = false, variable: String? = nil
) -> [String] {
  var parts: [String] = []
  if !choices.isEmpty { parts.append("one of " + choices.joined(separator: ", ")) }
  if isRepeating { parts.append("may be repeated") }
  if let defaultValue { parts.append("default: " + defaultValue) }
  if let variable { parts.append("environment: " + variable) }
  return parts.isEmpty ? [] : ["(" + parts.joined(separator: "; ") + ")"]
}
