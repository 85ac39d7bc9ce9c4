import Findings
import Git
import Rules

/// The parts of an SSH client's settings that are about hosts of Vast.ai.
///
/// Read as `ssh_config(5)` describes them: a block begins with `Host` or `Match` and ends with the
/// next; what stands before all blocks counts for every host.
struct SSHSettings {
  /// One setting of a block.
  private struct Setting {
    let keyword: String
    let value: String
    /// Counted from 1.
    let line: Int
  }

  private struct Block {
    var header: Setting?
    var settings: [Setting] = []

    /// Whether it is about hosts of Vast.ai by name.
    var isForVast: Bool {
      let names = header.map { SSHSettings.words($0.value) } ?? []
      return names.contains { SSHSettings.namesVast($0.lowercased()) && !$0.hasPrefix("!") }
        || settings.contains {
          $0.keyword == "hostname" && SSHSettings.namesVast($0.value.lowercased())
        }
    }

    /// Whether it counts for hosts of Vast.ai among all others.
    var isForAll: Bool {
      guard let header else { return true }
      let words = SSHSettings.words(header.value)
      return words.contains(header.keyword == "host" ? "*" : "all")
    }
  }

  private var blocks: [Block] = [Block()]

  init(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      guard let (keyword, value) = Self.setting(line) else { continue }
      let setting = Setting(keyword: keyword, value: value, line: number + 1)
      if keyword == "host" || keyword == "match" {
        blocks.append(Block(header: setting))
      } else {
        blocks[blocks.count - 1].settings.append(setting)
      }
    }
  }

  /// A keyword in lower case and its value; nil for a comment or an empty line.
  private static func setting(_ line: ArraySlice<UInt8>) -> (keyword: String, value: String)? {
    let text = String(decoding: line, as: UTF8.self)
    let content = text.drop { $0.isWhitespace }
    guard let first = content.first, first != "#" else { return nil }
    let keyword = content.prefix { !$0.isWhitespace && $0 != "=" }
    var value = content.dropFirst(keyword.count).drop { $0.isWhitespace }
    if value.first == "=" { value = value.dropFirst().drop { $0.isWhitespace } }
    while let last = value.last, last.isWhitespace { value = value.dropLast() }
    return (keyword.lowercased(), String(value))
  }

  /// The words of a value, quotes taken off.
  private static func words(_ value: String) -> [String] {
    value.split { $0.isWhitespace || $0 == "," || $0 == "=" }
      .map { $0.filter { $0 != "\"" } }
  }

  /// Whether a name in lower case is one of Vast.ai's: `ssh4.vast.ai`, `vast-gpu`, `id_vastai`.
  static func namesVast(_ name: String) -> Bool {
    var rest = Array(name.utf8)[...]
    let vast = Array("vast".utf8)
    func isLetter(_ byte: UInt8?) -> Bool { byte.map { (0x61...0x7A).contains($0) } ?? false }
    while let range = rest.firstRange(of: vast) {
      let before = range.lowerBound > 0 ? Array(name.utf8)[range.lowerBound - 1] : nil
      let tail = rest[range.upperBound...]
      let isWord =
        !isLetter(tail.first) || tail.starts(with: "ai".utf8) || tail.starts(with: "key".utf8)
      if isWord, !isLetter(before) || before == UInt8(ascii: "2") { return true }
      rest = tail
    }
    return false
  }

  private static func isOff(_ setting: Setting) -> Bool {
    setting.keyword == "stricthostkeychecking"
      && ["no", "off"].contains(words(setting.value).first?.lowercased())
  }

  /// The lines in blocks of Vast.ai's hosts that switch the check of host keys off.
  var uncheckedLines: [Int] {
    blocks.filter { $0.header != nil && $0.isForVast }.flatMap { $0.settings.filter(Self.isOff) }
      .map(\.line)
  }

  /// What weakens connections to hosts of Vast.ai.
  func findings(at place: Path) -> [Finding] {
    var findings: [Finding] = []
    for block in blocks where block.isForVast || block.isForAll {
      let name = block.header.map { "'\($0.keyword == "host" ? "Host" : "Match") \($0.value)'" }
      let whom = name.map { "in the block \($0) of '\(place.text)'" } ?? "in '\(place.text)'"
      for setting in block.settings {
        if let finding = Self.finding(setting, whom, at: place) { findings.append(finding) }
      }
      if block.isForVast, let header = block.header,
        !block.settings.contains(where: { $0.keyword == "identitiesonly" })
      {
        findings.append(
          Finding(
            HomeRules.identities, .info,
            "Every key of your agent is offered to the rented hosts of the block \(name ?? "") of "
              + "'\(place.text)'; 'IdentitiesOnly yes' offers the one that is meant.",
            at: place, line: header.line,
            fix: "sed -i '\(header.line)a\\  IdentitiesOnly yes' \(place.shellWord)"))
      }
    }
    return findings
  }

  private static func finding(_ setting: Setting, _ whom: String, at place: Path) -> Finding? {
    let word = words(setting.value).first?.lowercased() ?? ""
    let sed = "sed -i '\(setting.line)s/"
    let end = "/' \(place.shellWord)"
    switch setting.keyword {
    case "stricthostkeychecking" where isOff(setting):
      return Finding(
        HomeRules.hostKeys, .low,
        "StrictHostKeyChecking \(word) \(whom): whoever stands in the network's way can pass for "
          + "the rented host.", at: place, line: setting.line,
        fix: sed + "\\(.*[[:space:]=]\\)[^[:space:]].*/\\1accept-new" + end)
    case "userknownhostsfile" where setting.value.contains("/dev/null"):
      return Finding(
        HomeRules.knownHosts, .low,
        "UserKnownHostsFile /dev/null \(whom): no host's key is remembered, so that a changed one "
          + "goes unnoticed.", at: place, line: setting.line,
        fix: "sed -i \(setting.line)d \(place.shellWord)")
    case "forwardagent" where !["no", ""].contains(word):
      return Finding(
        HomeRules.agent, .low,
        "ForwardAgent \(word) \(whom): the operator of a rented host can sign in elsewhere with "
          + "your keys while you are connected.", at: place, line: setting.line,
        fix: sed + "\\(.*[[:space:]=]\\)[^[:space:]].*/\\1no" + end)
    default: return nil
    }
  }
}
