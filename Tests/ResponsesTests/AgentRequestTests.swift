import Git
import Responses
import Testing

/// What an agent is about to do is told from its hook's JSON.
@Suite struct AgentRequestTests {
  private func request(_ json: String) throws -> AgentRequest {
    try AgentRequest(reading: Array(json.utf8))
  }

  private func texts(_ tool: String, _ input: String) throws -> [AgentText] {
    try request(
      """
      {"hook_event_name": "PreToolUse", "cwd": "/r", "tool_name": "\(tool)", "tool_input": \(input)}
      """
    ).texts.filter { $0.name != "tool_input" }
  }

  private func file(_ path: String, _ name: String, _ content: AgentText.Content) -> AgentText {
    AgentText(file: Path(path), name: name, content: content)
  }

  private func argument(_ name: String, _ text: String) -> AgentText {
    AgentText(file: nil, name: name, content: .argument(Array(text.utf8)))
  }

  @Test func `a write is the whole of a file`() throws {
    let expected = [file("/r/a", "content", .whole(Array("x".utf8)))]
    #expect(try texts("Write", #"{"file_path": "/r/a", "content": "x"}"#) == expected)
    #expect(
      try texts("mcp__files__write", #"{"path": "/r/a", "content": "x"}"#) == expected)
  }

  @Test(arguments: [
    ("Edit", #"{"file_path": "/r/a", "old_string": "o", "new_string": "n"}"#),
    ("MultiEdit", #"{"file_path": "/r/a", "edits": [{"old_string": "o", "new_string": "n"}]}"#),
    ("StrReplace", #"{"path": "/r/a", "old_string": "o", "new_string": "n"}"#),
    ("mcp__files__edit_file", #"{"path": "/r/a", "edits": [{"oldText": "o", "newText": "n"}]}"#),
  ])
  func `an edit is known by its shape`(tool: String, input: String) throws {
    let texts = try texts(tool, input)
    try #require(texts.count == 1)
    #expect(texts[0].file == Path("/r/a"))
    guard case .edits(let edits) = texts[0].content else {
      Issue.record("no edits")
      return
    }
    #expect(edits.map(\.old) == [Array("o".utf8)] && edits.map(\.new) == [Array("n".utf8)])
    #expect(!edits[0].isEverywhere)
  }

  @Test func `a cell of a notebook is part of a file`() throws {
    #expect(
      try texts("NotebookEdit", #"{"notebook_path": "/r/a.ipynb", "new_source": "x"}"#)
        == [file("/r/a.ipynb", "new_source", .part(Array("x".utf8)))])
  }

  @Test func `a command is itself, and what it writes from here-documents`() throws {
    let command = "cat > 'a b' <<-'E'\\nx\\n\\tE\\ntee -a c <<D <<<w\\ny\\nD\\n"
    let texts = try texts("Bash", #"{"command": "\#(command)"}"#)
    #expect(texts.count == 3)
    #expect(texts[1] == file("a b", "command", .part(Array("x\n".utf8))))
    #expect(texts[2] == file("c", "command", .part(Array("y\n".utf8))))
  }

  @Test func `all other members are arguments`() throws {
    #expect(
      try texts("WebFetch", #"{"url": "u", "more": [{"a": "x", "n": 1}], "none": null}"#)
        == [argument("url", "u"), argument("a", "x")])
  }

  @Test func `a tool that reads has nothing to look at, but a server's of its name has`() throws {
    #expect(try texts("Read", #"{"file_path": "/r/a"}"#).isEmpty)
    let server = try request(
      #"{"hook_event_name": "beforeMCPExecution", "tool_name": "Read", "tool_input": "{\"a\": \"x\"}"}"#
    )
    #expect(server.texts.first == argument("a", "x"))
  }

  @Test(arguments: [
    (#"{"hook_event_name": "beforeShellExecution", "command": "x"}"#, "command"),
    (#"{"hook_event_name": "beforeSubmitPrompt", "prompt": "x"}"#, "prompt"),
    (#"{"hook_event_name": "UserPromptSubmit", "prompt": "x"}"#, "prompt"),
    (#"{"hook_event_name": "brandNewEvent", "command": "x"}"#, "command"),
    (#"{"tool_input": {"a": "x"}}"#, "a"),
  ])
  func `events of all kinds are looked at`(json: String, name: String) throws {
    #expect(try request(json).texts.first == argument(name, "x"))
  }

  @Test func `what is read is shown to the model`() throws {
    #expect(
      try request(
        #"{"hook_event_name": "beforeReadFile", "file_path": "/r/a", "content": "x"}"#
      ).texts == [file("/r/a", "content", .read(Array("x".utf8)))])
  }

  @Test(arguments: ["Stop", "SessionStart", "PostToolUse", "afterFileEdit", "stop", "Unheard"])
  func `other events have nothing to look at`(name: String) throws {
    #expect(try request(#"{"hook_event_name": "\#(name)", "cwd": "/r"}"#).texts.isEmpty)
  }

  @Test(arguments: [
    "", "hello", "[]", "null", "7", "{}", #"{"hook_event_name": 7}"#,
    #"{"hook_event_name": "PreToolUse", "tool_name": "Write"}"#,
    #"{"hook_event_name": "PreToolUse", "tool_name": "Write", "tool_input": 7}"#,
    #"{"hook_event_name": "beforeShellExecution", "cmd": "x"}"#,
    #"{"hook_event_name": "beforeReadFile", "file_path": "/r/a"}"#,
    #"{"hook_event_name": "PreToolUse", "hook_event_name": "Stop"}"#,
  ])
  func `what can't be understood is an error`(json: String) {
    #expect(throws: AgentRequestError.self) { try request(json) }
  }

  @Test func `relative names begin in the agent's folder`() throws {
    let json = #"{"hook_event_name": "Stop", "cwd": "", "workspace_roots": ["/a", "b", "/c"]}"#
    #expect(try request(json).folders == [Path("/a"), Path("/c")])
  }
}
