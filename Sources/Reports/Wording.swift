import Blobs
import Findings
import Rules

/// The words that the text report has for classes, layers, numbers and sizes.
enum Wording {
  /// What a secret is, such as `Vast.ai account key`.
  static func name(of secretClass: SecretClass) -> String {
    switch secretClass.rawValue {
    case "vast-account-key": return "Vast.ai account key"
    case "vast-session-key": return "Vast.ai session key"
    case "vast-instance-key": return "Vast.ai instance key"
    case "vast-instance-token": return "Vast.ai instance token"
    case "vast-host-key": return "Vast.ai host key"
    case "vast-2fa": return "Vast.ai two-factor secret"
    case "vast-webhook": return "Vast.ai webhook secret"
    case "registry-credential": return "container registry credential"
    case "ssh-private-key": return "SSH private key"
    case "dotenv-secret": return "secret in a .env file"
    case "other-generic": return "secret of no known vendor"
    case let other:
      let vendor = other.hasPrefix("other-") ? String(other.dropFirst("other-".count)) : other
      return DisplayText.of(vendor) + " secret"
    }
  }

  /// What is known of a secret from asking; nil where nobody asked.
  static func sentence(about status: SecretRow.Status) -> String? {
    switch status {
    case .unverified: nil
    case .live: "Vast.ai still accepts it."
    case .gated: "Vast.ai still knows it, but asks for a second factor."
    case .dead: "Vast.ai no longer accepts it."
    case .unknown: "Vast.ai gave no clear answer about it."
    }
  }

  /// Where one place is, such as `commit message`.
  static func name(of layer: Layer) -> String {
    switch layer {
    case .worktree: "work tree"
    case .index: "index"
    case .history: "history"
    case .unreachable: "unreachable object"
    case .commitMessage: "commit message"
    case .tagMessage: "tag message"
    case .note: "note"
    case .stash: "stash"
    case .reflog: "reflog"
    case .refName: "name of a reference"
    case .config: "git configuration"
    case .pathName: "name of a file"
    case .symlink: "symbolic link"
    case .submoduleURL: "submodule address"
    case .stdin: "standard input"
    case .file: "file"
    case .home: "home folder"
    case .ignore: "ignore rules"
    case .mode: "file mode"
    }
  }

  /// Where several places are, such as `in commit messages`.
  static func places(in layer: Layer) -> String {
    switch layer {
    case .worktree: "in the work tree"
    case .index: "in the index"
    case .history: "in history"
    case .unreachable: "in unreachable objects"
    case .commitMessage: "in commit messages"
    case .tagMessage: "in tag messages"
    case .note: "in notes"
    case .stash: "in stashes"
    case .reflog: "in reflogs"
    case .refName: "in names of references"
    case .config: "in git's configuration"
    case .pathName: "in names of files"
    case .symlink: "in symbolic links"
    case .submoduleURL: "in submodule addresses"
    case .stdin: "in standard input"
    case .file: "in files"
    case .home: "in the home folder"
    case .ignore: "in ignore rules"
    case .mode: "in file modes"
    }
  }

  /// Ends `text` with `end` in place of the full stop that it may have.
  static func sentence(_ text: String, end: String = ".") -> String {
    var text = Substring(text)
    while let last = text.last, last == "." || last.isWhitespace { text.removeLast() }
    return text + end
  }

  /// A text of a rules file on one line, fit to print.
  static func paragraph(_ text: String) -> String {
    let words = text.split(whereSeparator: \.isWhitespace)
    return DisplayText.of(words.joined(separator: " "), limit: 4000)
  }

  /// A number with its noun, such as `1 place` or `12,345 places`.
  static func count(_ number: Int, _ noun: String) -> String {
    grouped(number) + " " + noun + (number == 1 ? "" : "s")
  }

  /// A number with a comma after each three digits.
  static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var result = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }

  /// A size in decimal units, such as `8.1 GB`.
  static func size(_ bytes: Int) -> String {
    var value = Double(bytes)
    guard value >= 1000 else { return count(bytes, "byte") }
    var unit = ""
    for next in ["kB", "MB", "GB", "TB", "PB"] where value >= 999.95 || unit.isEmpty {
      value /= 1000
      unit = next
    }
    return decimal(value) + " " + unit
  }

  /// A time, such as `0.02 s`, `1.3 s` or `2 min 5 s`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0.005 else { return "less than 0.01 s" }
    if seconds < 0.995 { return "\((seconds * 100).rounded() / 100) s" }
    if seconds < 99.95 { return decimal(seconds) + " s" }
    let whole = Int(min(seconds, 1e9).rounded())
    return "\(whole / 60) min \(whole % 60) s"
  }

  /// Words as a list: `a`, `a and b`, `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  private static func decimal(_ value: Double) -> String {
    let text = "\((value * 10).rounded() / 10)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
