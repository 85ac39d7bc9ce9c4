package import Git
import JSON

/// What a coding agent's hook tells on standard input before the agent does something.
///
/// Claude Code's form is described at <https://code.claude.com/docs/en/hooks>, Cursor's at
/// <https://cursor.com/docs/hooks>. Cursor runs hooks of Claude Code's settings too
/// (<https://cursor.com/docs/reference/third-party-hooks>). Both are read alike: what tells them
/// apart matters for the answer only.
package struct AgentRequest: Equatable, Sendable {
  package let event: AgentEvent
  /// The tool's name, such as `Write`; nil where the event has none.
  package let tool: String?
  /// The folders that names of files are about, the first of which relative ones begin in.
  package let folders: [Path]
  /// What to look at; empty where there is nothing that could be stopped.
  package let texts: [AgentText]

  /// Tools that only read what is there already.
  private static let readers: Set<String> = ["Read", "Grep", "Glob", "LS", "NotebookRead"]

  /// Reads the JSON of a hook.
  ///
  /// - Throws: `AgentRequestError` where it can't be told what the agent is about to do, so that
  ///   it must not go on unseen.
  package init(reading bytes: [UInt8]) throws(AgentRequestError) {
    let object: JSONValue
    do throws(JSONProblem) {
      object = try JSONValue(reading: bytes)
    } catch {
      throw AgentRequestError(bytes.isEmpty ? "it is empty" : error.description)
    }
    guard case .object = object else { throw AgentRequestError("it is no JSON object") }
    event = try AgentEvent(object)
    tool = object["tool_name"]?.bytes.map { String(decoding: $0, as: UTF8.self) }
    folders = Self.folders(object)
    let isReader = tool.map(Self.readers.contains) ?? false
    texts = isReader && event.namesOwnTool ? [] : try Self.texts(object, event)
  }

  private static func texts(
    _ object: JSONValue, _ event: AgentEvent
  ) throws(AgentRequestError) -> [AgentText] {
    switch event.subject {
    case .nothing: return []
    case .tool: return AgentTextList.texts(of: try input(object))
    case .command:
      if let command = object["command"]?.bytes { return AgentTextList.texts(ofCommand: command) }
      guard event.form == .status else { throw missing("command", event) }
      return AgentTextList.texts(of: object)
    case .reading:
      guard let content = object["content"]?.bytes else { throw missing("content", event) }
      let file = object["file_path"]?.bytes.map(Path.init(bytes:))
      return [AgentText(file: file, name: "content", content: .read(content))]
    case .prompt(let member):
      guard let prompt = object[member]?.bytes else { throw missing(member, event) }
      return [AgentText(file: nil, name: member, content: .argument(prompt))]
    }
  }

  /// What the tool is given; Cursor gives a server's tool its input as a text of JSON.
  private static func input(_ object: JSONValue) throws(AgentRequestError) -> JSONValue {
    switch object["tool_input"] {
    case .object?, .list?: return object["tool_input"] ?? .null
    case .text(let text)?: return (try? JSONValue(reading: text)) ?? .text(text)
    default: throw AgentRequestError("it has no 'tool_input'")
    }
  }

  private static func missing(_ member: String, _ event: AgentEvent) -> AgentRequestError {
    AgentRequestError("'\(event.name)' has no '\(member)'")
  }

  private static func folders(_ object: JSONValue) -> [Path] {
    var folders = [object["cwd"]?.bytes].compactMap(\.self)
    if case .list(let roots)? = object["workspace_roots"] { folders += roots.compactMap(\.bytes) }
    return folders.filter { $0.first == UInt8(ascii: "/") }.map(Path.init(bytes:))
  }
}

/// Why it can't be told what a coding agent is about to do.
package struct AgentRequestError: Error, Equatable, CustomStringConvertible {
  let why: String

  init(_ why: String) {
    self.why = why
  }

  package var description: String {
    "stopped, because the input of the agent's hook can't be understood: \(why)"
  }
}
