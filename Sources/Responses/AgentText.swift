package import Git
import JSON

/// A text that a coding agent is about to write, run or send.
package struct AgentText: Equatable, Sendable {
  /// The file that it is for, as the agent names it; nil where it is for none.
  package let file: Path?
  /// What it is called in the agent's request, such as `command`.
  package let name: String
  package let content: Content

  /// What becomes of the text.
  package enum Content: Equatable, Sendable {
    /// It is used as it is: a command, an argument, a prompt.
    case argument([UInt8])
    /// It takes the place of all that is in the file.
    case whole([UInt8])
    /// It becomes part of the file.
    case part([UInt8])
    /// It was read from the file.
    case read([UInt8])
    /// It takes the place of parts of the file.
    case edits([Edit])
  }

  /// One replacement in a file.
  package struct Edit: Equatable, Sendable {
    package let old: [UInt8]
    package let new: [UInt8]
    /// Whether every occurrence is replaced, not only the first.
    package let isEverywhere: Bool
  }

  package init(file: Path?, name: String, content: Content) {
    self.file = file
    self.name = name
    self.content = content
  }
}

/// Collects the texts in what a tool is given, by the shape of it and not by the tool's name: a
/// server's tools have any.
struct AgentTextList {
  private(set) var texts: [AgentText] = []
  /// The members that are no file's content, one a line, so that a name and its value stand together.
  private var rest: [UInt8] = []

  private static let paths = [
    "file_path", "notebook_path", "path", "target_file", "filePath", "filename",
  ]
  private static let contents = ["content", "contents", "file_text", "text"]
  private static let old = ["old_string", "old_str", "oldText", "oldString", "old_text"]
  private static let new = ["new_string", "new_str", "newText", "newString", "new_text"]
  private static let commands = ["command", "cmd", "script"]

  /// The texts of a tool's input.
  static func texts(of input: JSONValue) -> [AgentText] {
    var list = AgentTextList()
    list.add(input, name: "tool_input")
    if !list.rest.isEmpty {
      list.texts.append(AgentText(file: nil, name: "tool_input", content: .argument(list.rest)))
    }
    return list.texts
  }

  /// The texts of a command: itself, and the files that it writes from here-documents.
  static func texts(ofCommand command: [UInt8]) -> [AgentText] {
    [AgentText(file: nil, name: "command", content: .argument(command))]
      + HereDocument.all(in: command).map {
        AgentText(file: Path(bytes: $0.file), name: "command", content: .part($0.body))
      }
  }

  /// What a path can have at most; what is longer names no file.
  private static let longestPath = 4096
  /// What is longer is no name to show.
  private static let longestName = 80

  private mutating func add(_ value: JSONValue, name: String) {
    switch value {
    case .text(let text):
      note(name, text)
      let name = name.utf8.count > Self.longestName ? "tool_input" : name
      if Self.commands.contains(name) {
        texts += Self.texts(ofCommand: text)
      } else {
        texts.append(AgentText(file: nil, name: name, content: .argument(text)))
      }
    case .list(let values):
      note(name, [])
      for value in values { add(value, name: name) }
    case .object(let members):
      note(name, [])
      let used = addFile(value)
      for member in members where !used.contains(member.name) {
        add(member.value, name: String(decoding: member.name, as: UTF8.self))
      }
    case .number(let digits): note(name, digits)
    case .boolean, .null: note(name, [])
    }
  }

  /// Adds what an object says of a file.
  ///
  /// - Returns: The names of the members that are dealt with.
  private mutating func addFile(_ object: JSONValue) -> Set<[UInt8]> {
    var used: Set<[UInt8]> = []
    func member(_ names: [String]) -> [UInt8]? {
      for name in names {
        guard let bytes = object[name]?.bytes else { continue }
        used.insert(Array(name.utf8))
        return bytes
      }
      return nil
    }
    let file = member(Self.paths.filter { object[$0]?.bytes.map(Self.isPath) ?? false })
      .map(Path.init(bytes:))
    var edits: [AgentText.Edit] = []
    if let edit = Self.edit(object) {
      edits = [edit]
      used.formUnion((Self.old + Self.new).map { Array($0.utf8) })
    }
    if case .list(let values)? = object["edits"] {
      let listed = values.compactMap(Self.edit)
      if listed.count == values.count {
        edits += listed
        used.insert(Array("edits".utf8))
      }
    }
    if !edits.isEmpty {
      texts.append(AgentText(file: file, name: "new_string", content: .edits(edits)))
    }
    guard file != nil else { return used }
    if let content = member(Self.contents) {
      texts.append(AgentText(file: file, name: "content", content: .whole(content)))
    } else if let source = member(["new_source"]) {
      texts.append(AgentText(file: file, name: "new_source", content: .part(source)))
    } else if edits.isEmpty {
      texts.append(AgentText(file: file, name: "file_path", content: .part([])))
    }
    return used
  }

  private static func isPath(_ text: [UInt8]) -> Bool {
    !text.isEmpty && text.count <= longestPath
  }

  private static func edit(_ object: JSONValue) -> AgentText.Edit? {
    let olds = old.compactMap { object[$0]?.bytes }
    let news = new.compactMap { object[$0]?.bytes }
    guard olds.count == 1, news.count == 1 else { return nil }
    return AgentText.Edit(
      old: olds[0], new: news[0], isEverywhere: object["replace_all"] == .boolean(true))
  }

  private mutating func note(_ name: String, _ text: [UInt8]) {
    rest += Array("\"\(name)\": \"".utf8)
    rest += text
    rest += Array("\",\n".utf8)
  }
}
