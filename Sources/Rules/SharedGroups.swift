/// The parts of patterns that the rules of a file share: the groups of its `[define]` table.
///
/// A pattern gets those that it uses, and what those use: compiling one that nothing asks for takes
/// time at each start.
struct SharedGroups: Sendable, TomlReadable {
  private struct Group: Sendable {
    let name: String
    /// The definition as PCRE2 takes it.
    let text: String
    let uses: [String]
  }

  private let groups: [Group]

  /// Nothing to share.
  init() { groups = [] }

  init(from value: TomlValue) throws {
    let table = try TomlTable(from: value)
    groups = try table.names.map { name in
      let body: String = try table.required(name)
      guard Self.isName(name) else {
        throw table.problem("'\(name)' is no name of a group", at: name)
      }
      // A comment at its end reaches up to a line end.
      return Group(name: name, text: "(?<\(name)>\(body)\n)", uses: Self.uses(in: body))
    }
  }

  /// What has to stand behind a pattern that it may use the groups it names; empty where it names
  /// none.
  func definitions(for pattern: String) -> [String] {
    var pending = Self.uses(in: pattern)
    var used: Set<String> = []
    while let name = pending.popLast() {
      guard used.insert(name).inserted else { continue }
      pending += groups.first { $0.name == name }?.uses ?? []
    }
    let texts = groups.filter { used.contains($0.name) }.map(\.text)
    return texts.isEmpty ? [] : ["(?xi)(?(DEFINE)"] + texts + [")"]
  }

  /// The names that stand in `(?&name)`.
  private static func uses(in pattern: String) -> [String] {
    // Byte by byte: splitting the text took a tenth of a start.
    let text = Array(pattern.utf8)
    let begin = Array("(?&".utf8)
    var names: [String] = []
    var place = 0
    while place + begin.count < text.count {
      guard text[place] == begin[0], text[place + 1] == begin[1], text[place + 2] == begin[2] else {
        place += 1
        continue
      }
      place += begin.count
      guard let end = text[place...].firstIndex(of: UInt8(ascii: ")")) else { break }
      names.append(String(decoding: text[place..<end], as: UTF8.self))
      place = end
    }
    return names
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return text.unicodeScalars.count <= 32 && !("0"..."9").contains(first)
      && text.unicodeScalars.allSatisfy {
        $0 == "_" || ("0"..."9").contains($0) || ("a"..."z").contains($0)
          || ("A"..."Z").contains($0)
      }
  }
}
