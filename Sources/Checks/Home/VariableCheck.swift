import Findings
import Git
import Rules

/// Tells where a key is exported under a name that Vast.ai's client does not read.
struct VariableCheck {
  private static let other = Array("VASTAI_API_KEY".utf8)
  private static let own = Array("VAST_API_KEY".utf8)

  private var others: [(place: Path, line: Int?)] = []
  private var hasOwn = false

  /// Looks at what a shell or service reads when it starts.
  mutating func look(at place: Path, _ bytes: [UInt8]) {
    var line = 0
    for text in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      let text = text.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      if text.first == UInt8(ascii: "#") { continue }
      if Self.sets(Self.own, text) { hasOwn = true }
      if Self.sets(Self.other, text) { others.append((place, line)) }
    }
  }

  mutating func look(at environment: [String: String]) {
    if environment["VAST_API_KEY"] != nil { hasOwn = true }
    if environment["VASTAI_API_KEY"] != nil { others.append((Path("VASTAI_API_KEY"), nil)) }
  }

  /// One finding for each place, unless the name that counts is set as well.
  var findings: [Finding] {
    if hasOwn { return [] }
    return others.map { place, line in
      let name = line == nil ? "This shell's environment" : "'\(place.text)'"
      return Finding(
        HomeRules.variable, .low,
        "\(name) sets VASTAI_API_KEY; Vast.ai's client reads VAST_API_KEY only, and goes on with "
          + "its key file.", at: place, line: line,
        fix: line == nil
          ? "export VAST_API_KEY=\"$VASTAI_API_KEY\"; unset VASTAI_API_KEY"
          : "sed -i 's/\\bVASTAI_API_KEY\\b/VAST_API_KEY/' \(place.shellWord)")
    }
  }

  /// Whether a line gives the variable a value: `NAME=…`, or `set -x NAME …` as fish has it.
  private static func sets(_ name: [UInt8], _ line: ArraySlice<UInt8>) -> Bool {
    var rest = line
    while let range = rest.firstRange(of: name) {
      let before = range.lowerBound > line.startIndex ? line[range.lowerBound - 1] : 0x20
      let after = range.upperBound < line.endIndex ? line[range.upperBound] : 0x0A
      let isWord = !isNamePart(before) && before != UInt8(ascii: "$") && before != UInt8(ascii: "{")
      let isFish = after == UInt8(ascii: " ") && line.starts(with: "set ".utf8)
      if isWord, after == UInt8(ascii: "=") || isFish { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
