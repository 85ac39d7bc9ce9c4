import Foundation
import TestSupport
import Testing

/// `hook run agent` stops a coding agent that would put a secret into a file or a command, and
/// stays out of its way else.
@Suite struct AgentHookTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
  }

  private func run(_ event: String, _ more: [String: Any]) throws -> ChildProcess.Outcome {
    let members: [String: Any] = ["hook_event_name": event, "cwd": repository.path]
    let json = try JSONSerialization.data(withJSONObject: members.merging(more) { $1 })
    return try Tool.run(["hook", "run", "agent"], in: repository, standardInput: Array(json))
  }

  private func use(_ tool: String, _ input: [String: Any]) throws -> ChildProcess.Outcome {
    try run("PreToolUse", ["tool_name": tool, "tool_input": input])
  }

  private func object(_ outcome: ChildProcess.Outcome) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any],
      "\(outcome.stdout)\(outcome.stderr)")
  }

  /// The reason for which Claude Code is told to deny.
  private func denial(
    _ outcome: ChildProcess.Outcome, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    #expect(outcome.status == 0, "\(outcome.stderr)", sourceLocation: sourceLocation)
    let answer = try #require(
      try object(outcome)["hookSpecificOutput"] as? [String: String],
      sourceLocation: sourceLocation)
    #expect(answer["hookEventName"] == "PreToolUse", sourceLocation: sourceLocation)
    #expect(answer["permissionDecision"] == "deny", sourceLocation: sourceLocation)
    let reason = try #require(
      answer["permissionDecisionReason"], sourceLocation: sourceLocation)
    #expect(reason.contains(redacted(key)), "\(reason)", sourceLocation: sourceLocation)
    #expect(!outcome.stdout.contains(key), sourceLocation: sourceLocation)
    #expect(!outcome.stderr.contains(key), sourceLocation: sourceLocation)
    return reason
  }

  private func expectSilence(
    _ outcome: ChildProcess.Outcome, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == 0, sourceLocation: sourceLocation)
    #expect(outcome.stdout == "", sourceLocation: sourceLocation)
    #expect(outcome.stderr == "", sourceLocation: sourceLocation)
  }

  @Test func `stops a write, and says what, where and how to go on`() throws {
    let file = repository.path + "/conf.sh"
    let reason = try denial(
      use("Write", ["file_path": file, "content": "set -e\n" + assignment(key)]))
    #expect(reason.contains("Write was stopped"))
    #expect(reason.contains("in conf.sh, line 2"))
    #expect(reason.contains("vast-key-assignment"))
    #expect(reason.contains("$VAST_API_KEY"))
    #expect(!repository.exists("conf.sh"))
  }

  @Test func `lets a reference to a variable pass without a word`() throws {
    expectSilence(
      try use("Write", ["file_path": "conf.sh", "content": "VAST_API_KEY=$KEY\n"]))
    expectSilence(try use("Bash", ["command": "VAST_API_KEY=$KEY vastai show user"]))
  }

  @Test(arguments: ["Read", "Grep", "Glob"])
  func `lets tools that read pass`(tool: String) throws {
    expectSilence(try use(tool, ["file_path": "conf.sh", "pattern": key]))
  }

  @Test func `rules about paths hold for a new file`() throws {
    let reason = try denial(
      use("Write", ["file_path": "/nowhere/.vast_api_key", "content": key + "\n"]))
    #expect(reason.contains("in /nowhere/.vast_api_key, line 1"))
    expectSilence(try use("Write", ["file_path": "/nowhere/digest.txt", "content": key + "\n"]))
  }

  @Test func `a key in a file's name counts`() throws {
    _ = try denial(use("Write", ["file_path": "VAST_API_KEY=\(key)", "content": "x"]))
  }

  @Test func `an edit is seen in the context of its file`() throws {
    try repository.write("conf.yml", "vast_api_key: >-\n  none\n")
    let reason = try denial(
      use("Edit", ["file_path": "conf.yml", "old_string": "  none", "new_string": "  " + key]))
    #expect(reason.contains("in conf.yml, line 2"))
  }

  @Test func `a name that is put before an old value counts`() throws {
    try repository.write("conf", "\(key)\n")
    _ = try denial(
      use(
        "Edit",
        [
          "file_path": "conf", "old_string": String(key.prefix(8)),
          "new_string": "VAST_API_KEY=" + key.prefix(8),
        ]))
  }

  @Test func `what stood in a file before is not reported, but a further copy is`() throws {
    try repository.write("conf", assignment(key) + "one\nlast\n")
    expectSilence(
      try use("Edit", ["file_path": "conf", "old_string": "one", "new_string": "two"]))
    expectSilence(
      try use("Edit", ["file_path": "conf", "old_string": key, "new_string": "$KEY"]))
    expectSilence(
      try use("Write", ["file_path": "conf", "content": "# new\n" + assignment(key)]))
    let reason = try denial(
      use("Edit", ["file_path": "conf", "old_string": "last\n", "new_string": assignment(key)]))
    #expect(reason.contains("in conf, line 3"))
  }

  @Test func `several edits follow each other`() throws {
    try repository.write("conf", "a\n")
    let edits = [
      ["old_string": "a", "new_string": "VAST_API_KEY="],
      ["old_string": "KEY=", "new_string": "KEY=" + key],
    ]
    _ = try denial(use("MultiEdit", ["file_path": "conf", "edits": edits]))
  }

  @Test func `an edit of a file that is not there is looked at all the same`() throws {
    _ = try denial(
      use("Edit", ["file_path": "none", "old_string": "x", "new_string": assignment(key)]))
  }

  @Test func `a file that git ignores and nobody else can read may hold the key`() throws {
    try repository.write(".gitignore", ".env\n")
    let input = ["file_path": repository.path + "/.env", "content": assignment(key)]
    _ = try denial(use("Write", input))
    try repository.write(".env", "")
    try repository.chmod(".env", 0o600)
    expectSilence(try use("Write", input))
    try repository.git("add", "--force", ".env")
    _ = try denial(use("Write", input))
  }

  @Test(arguments: [
    "export VAST_API_KEY=@ && make", "vastai set api-key @", "echo @ > ~/.vast_api_key",
    "curl 'https://console.vast.ai/api/v0/instances/?api_key=@'",
    "cat > .env <<'EOF'\nVAST_API_KEY=@\nEOF\n", "git commit -m VAST_API_KEY=@",
  ])
  func `stops commands`(command: String) throws {
    let reason = try denial(use("Bash", ["command": command.replacing("@", with: key)]))
    #expect(reason.contains("Bash was stopped"))
  }

  @Test func `a here-document is seen as the file that it becomes`() throws {
    let reason = try denial(
      use("Bash", ["command": "cat > etc/vast.yml <<EOF\napi_key: \(key)\nEOF\n"]))
    #expect(reason.contains("in etc/vast.yml, line 1"))
  }

  @Test func `stops a server's tool, whatever its members are called`() throws {
    _ = try denial(
      use("mcp__env__set", ["entries": [["name": "VAST_API_KEY", "value": key]]]))
  }

  @Test(arguments: ["beforeShellExecution", "beforeMCPExecution", "preToolUse"])
  func `answers Cursor in its form`(event: String) throws {
    func answer(_ text: String) throws -> [String: Any] {
      let input: Any = event == "preToolUse" ? ["command": text] : #"{"text": "\#(text)"}"#
      let outcome = try run(
        event,
        ["cursor_version": "2.4", "command": text, "tool_name": "Shell", "tool_input": input])
      #expect(outcome.status == 0 && outcome.stderr == "" && !outcome.stdout.contains(key))
      return try object(outcome)
    }
    let refusal = try answer("export VAST_API_KEY=" + key)
    #expect(refusal["permission"] as? String == "deny")
    for name in ["user_message", "agent_message"] {
      #expect((refusal[name] as? String)?.contains(redacted(key)) == true)
    }
    #expect(try answer("ls") as? [String: String] == ["permission": "allow"])
  }

  @Test func `keeps a prompt and a file with a key from the model`() throws {
    let prompt = try run("beforeSubmitPrompt", ["prompt": assignment(key), "workspace_roots": []])
    #expect(try object(prompt)["continue"] as? Bool == false)
    let file = try run(
      "beforeReadFile", ["file_path": "/r/conf", "content": assignment(key), "workspace_roots": []])
    #expect(try object(file)["permission"] as? String == "deny")
    let claude = try run("UserPromptSubmit", ["prompt": assignment(key)])
    #expect(try object(claude)["decision"] as? String == "block")
  }

  @Test(arguments: ["Stop", "SessionStart", "PostToolUse"])
  func `lets events pass that stop nothing`(event: String) throws {
    let more = event == "PostToolUse" ? "tool_input" : "last_assistant_message"
    expectSilence(try run(event, [more: ["command": assignment(key)]]))
  }

  @Test func `stops an event that it does not know, by status 2`() throws {
    let outcome = try run("BrandNew", ["tool_input": ["command": assignment(key)]])
    #expect(outcome.status == 2 && outcome.stdout == "")
    #expect(outcome.stderr.hasPrefix("vastguard: Stopped: "))
    #expect(outcome.stderr.contains(redacted(key)) && !outcome.stderr.contains(key))
  }

  @Test(arguments: ["", "hello", "[]", "null", "{", "{\"hook_event_name\":\"PreToolUse\"}"])
  func `lets nothing pass that it does not understand`(input: String) throws {
    let outcome = try Tool.run("hook", "run", "agent", standardInput: input)
    #expect(outcome.status == 2 && outcome.stdout == "")
    #expect(outcome.stderr.contains("can't be understood"))
  }

  @Test func `lets nothing pass that is too large`() throws {
    let outcome = try Tool.run(
      "hook", "run", "agent", "--max-blob-size", "1K",
      standardInput: String(repeating: " ", count: 1025))
    #expect(outcome.status == 2 && outcome.stderr.contains("standard input has more than"))
  }

  @Test func `the settings in the README are the products' JSON and name this command`() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../README.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let blocks = text.components(separatedBy: "```json\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    let hooks = try blocks.map { block in
      let object = try JSONSerialization.jsonObject(with: Data(block.utf8)) as? [String: Any]
      return try #require(object?["hooks"] as? [String: [[String: Any]]])
    }
    try #require(hooks.count == 2)
    let claude = try #require(hooks[0]["PreToolUse"]?.first?["hooks"] as? [[String: Any]])
    let cursor = try #require(hooks[1]["preToolUse"])
    #expect(hooks[1]["beforeShellExecution"] != nil && hooks[1]["beforeMCPExecution"] != nil)
    for hook in claude + cursor {
      #expect(hook["command"] as? String == "vastguard hook run agent")
    }
  }
}
