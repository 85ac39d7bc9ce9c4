import FoundationEssentials
import Glibc
import Rules

/// Reads rules files and writes what the binary carries of them, as Swift: run while the package is
/// built.
@main
enum CompileRules {
  static func main() {
    let files = CommandLine.arguments.dropFirst()
    guard let output = files.first, files.count > 1 else {
      stop("usage: compile-rules OUTPUT FILE...")
    }
    let images = files.dropFirst().map(image)
    let text =
      "import Rules\n\nextension RuleImage {\n" + images.joined() + "}\n"
    do {
      try Data(text.utf8).write(to: URL(filePath: output))
    } catch {
      stop("\(output): \(error)")
    }
  }

  /// The declaration of a file's image.
  private static func image(_ path: String) -> String {
    let parts = path.split(separator: "/").suffix(2)
    do {
      let bytes = try Data(contentsOf: URL(filePath: path))
      let file = try RuleFile(bytes: Array(bytes), name: parts.joined(separator: "/"))
      try file.compile()
      let image = RuleImage(of: file)
      let name = parts.last?.split(separator: ".").first ?? ""
      return "  static let \(name) = RuleImage(\n    records: \(literal(image.records)),\n"
        + "    texts: \(literal(image.texts)))\n"
    } catch {
      stop("\(error)")
    }
  }

  /// The text as Swift writes it.
  private static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": literal += "\\n"
      case "\"", "\\": literal += "\\" + String(scalar)
      default:
        let isPlain = scalar.value >= 0x20 && scalar.value != 0x7f
        literal += isPlain ? String(scalar) : "\\u{" + String(scalar.value, radix: 16) + "}"
      }
    }
    return literal + "\""
  }

  private static func stop(_ why: String) -> Never {
    // Standard output: the build shows both.
    print("error: \(why)")
    exit(1)
  }
}
