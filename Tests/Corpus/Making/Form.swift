/// A file as people write it, with gaps for what differs from one to the next.
///
/// A gap is `«name»`. The same name gives the same text in all of a file, its path too; digits at
/// the name's end make another one of the same sort: `«key»`, `«key2»`. Sorts are listed in
/// ``Gap``. `«name=one|other»` chooses, and `«name»` repeats the choice; a name that begins with
/// `_` writes nothing where it is chosen. Filters follow after slashes, the innermost first:
/// `«key/base64»`. A text of several lines ends with a line's end.
struct Form: Sendable {
  var name: String
  var path: String
  var text: String
  var onlyWhenTracked = false
  /// The class to report, where it differs from that of the gap's sort.
  var `class`: String?

  init(
    _ name: String, _ path: String, onlyWhenTracked: Bool = false, as class: String? = nil,
    _ text: String
  ) {
    self.name = name
    self.path = path
    self.text = text
    self.onlyWhenTracked = onlyWhenTracked
    self.class = `class`
  }
}

/// A form with its gaps filled.
struct Filled {
  var path: String
  var text: String
  var labels: [Label]
}

extension Form {
  /// Fills the gaps.
  func filled(using dice: inout Dice) -> Filled {
    var filling = Filling(dice: dice)
    var text = filling.fill(text)
    if text.contains("\n") && text.last?.isNewline == false { text += "\n" }
    let path = filling.fill(path)
    dice = filling.dice
    let labels = filling.secrets.map { secret in
      Label(
        value: secret.value, class: `class` ?? secret.class, severity: secret.severity, path: path,
        isRequired: secret.isRequired)
    }
    return Filled(path: path, text: text, labels: labels)
  }
}

/// What has been put into the gaps of one file so far.
private struct Filling {
  var dice: Dice
  private(set) var secrets: [Gap.Secret] = []
  private var texts: [String: String] = [:]

  init(dice: Dice) { self.dice = dice }

  mutating func fill(_ text: String) -> String {
    var filled = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "«"), let end = Self.end(of: start, in: rest) {
      filled += rest[..<start] + self.text(for: rest[rest.index(after: start)..<end])
      rest = rest[rest.index(after: end)...]
    }
    return filled + rest
  }

  /// Where a gap ends; choices may hold gaps of their own.
  private static func end(of start: String.Index, in text: Substring) -> String.Index? {
    var depth = 0
    for index in text.indices[start...] {
      if text[index] == "«" { depth += 1 }
      if text[index] == "»" { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }

  private mutating func text(for gap: Substring) -> String {
    if let equals = gap.firstIndex(of: "="), !gap[..<equals].contains("/") {
      let choice = fill(dice.pick(Self.choices(gap[gap.index(after: equals)...])))
      texts[String(gap[..<equals])] = choice
      return gap.first == "_" ? "" : choice
    }
    let parts = gap.split(separator: "/")
    let text = value(of: String(parts.first ?? ""))
    return parts.dropFirst().reduce(text) { Encoding.named(String($1), $0) }
  }

  /// Choices stand between bars, or between broken bars where bars are part of them.
  private static func choices(_ text: Substring) -> [String] {
    let bar: Character = text.contains("¦") ? "¦" : "|"
    var choices = [""]
    var depth = 0
    for character in text {
      if character == "«" { depth += 1 }
      if character == "»" { depth -= 1 }
      if character == bar && depth == 0 {
        choices.append("")
      } else {
        choices[choices.count - 1].append(character)
      }
    }
    return choices
  }

  private mutating func value(of name: String) -> String {
    if let known = texts[name] { return known }
    let made = Gap(name, texts: texts).make(using: &dice)
    texts[name] = made.text
    secrets += made.secrets
    return made.text
  }
}
