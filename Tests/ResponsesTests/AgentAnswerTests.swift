import Responses
import Testing

/// An answer has the form that the event asks for.
@Suite struct AgentAnswerTests {
  private func event(_ name: String, more: String = "") throws -> AgentEvent {
    try AgentRequest(
      reading: Array(
        """
        {"hook_event_name": "\(name)", "tool_input": {}, "command": "", "prompt": "", "content": ""
        \(more)}
        """.utf8)
    ).event
  }

  private let fromCursor = #", "cursor_version": "2.4""#

  @Test(arguments: ["PreToolUse", "PermissionRequest", "UserPromptSubmit", "Stop", "Unheard"])
  func `Claude Code goes on by its own rules where nothing is said`(name: String) throws {
    let answer = AgentAnswer.allowing(try event(name))
    #expect(answer.output == nil && answer.message == nil && answer.status == .clean)
  }

  @Test(arguments: [
    ("preToolUse", #"{"permission":"allow"}"#), ("PreToolUse", #"{"permission":"allow"}"#),
    ("beforeShellExecution", #"{"permission":"allow"}"#),
    ("beforeMCPExecution", #"{"permission":"allow"}"#),
    ("beforeReadFile", #"{"permission":"allow"}"#), ("beforeSubmitPrompt", #"{"continue":true}"#),
    ("UserPromptSubmit", #"{"continue":true}"#), ("afterFileEdit", "{}"), ("postToolUse", "{}"),
  ])
  func `Cursor is told to proceed`(name: String, output: String) throws {
    let answer = AgentAnswer.allowing(try event(name, more: fromCursor))
    #expect(answer.output == output && answer.message == nil && answer.status == .clean)
  }

  @Test(arguments: [
    (
      "PreToolUse",
      #"{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","#
        + #""permissionDecisionReason":"vastguard: why"}}"#
    ),
    ("UserPromptSubmit", #"{"decision":"block","reason":"vastguard: why"}"#),
    (
      "preToolUse",
      #"{"agent_message":"vastguard: why","permission":"deny","user_message":"vastguard: why"}"#
    ),
    (
      "beforeShellExecution",
      #"{"agent_message":"vastguard: why","permission":"deny","user_message":"vastguard: why"}"#
    ),
    ("beforeSubmitPrompt", #"{"continue":false,"user_message":"vastguard: why"}"#),
  ])
  func `a refusal has the event's form`(name: String, output: String) throws {
    let answer = AgentAnswer.refusing(try event(name), because: "why")
    #expect(answer.output == output && answer.message == nil && answer.status == .clean)
  }

  @Test func `Cursor with the settings of Claude Code gets both forms`() throws {
    let answer = AgentAnswer.refusing(try event("PreToolUse", more: fromCursor), because: "why")
    let output = try #require(answer.output)
    #expect(output.contains(#""permission":"deny""#))
    #expect(output.contains(#""permissionDecision":"deny""#))
  }

  @Test func `an event that is not known is stopped by status 2`() throws {
    let answer = AgentAnswer.refusing(try event("Unheard"), because: "why")
    #expect(answer.output == nil && answer.message == "why" && answer.status == .usage)
  }

  @Test func `a reason with quotes and line feeds stays one text`() throws {
    let answer = AgentAnswer.refusing(try event("UserPromptSubmit"), because: "a\"\nb")
    #expect(answer.output == #"{"decision":"block","reason":"vastguard: a\"\nb"}"#)
  }
}
