import JSON

/// What a coding agent is about to do, by the name that its hooks have for it.
///
/// The names, and the forms of the answers, are those of
/// <https://code.claude.com/docs/en/hooks> and <https://cursor.com/docs/hooks>.
package struct AgentEvent: Equatable, Sendable {
  /// What the agent is about to do.
  package enum Subject: Equatable, Sendable {
    /// To use a tool: write a file, run a command, call a server.
    case tool
    /// To run the command that the event itself holds.
    case command
    /// To read a file, whose content goes to the model.
    case reading
    /// To send a text to the model.
    case prompt(member: String)
    /// Nothing that could be stopped: it has happened, or holds nothing that is written.
    case nothing
  }

  /// How the answer is told.
  package enum Form: Hashable, Sendable {
    /// Claude Code's `hookSpecificOutput` with a `permissionDecision`.
    case permissionDecision
    /// Claude Code's `decision`.
    case decision
    /// Cursor's `permission`.
    case permission
    /// Both, for Cursor when it runs the hooks of Claude Code's settings.
    case bothPermissions
    /// Cursor's `continue`.
    case goOn
    /// Cursor's empty object.
    case empty
    /// Status 2 and a text on standard error, which both understand.
    case status
    /// Nothing at all.
    case silence
  }

  package let name: String
  package let subject: Subject
  package let form: Form

  /// Whether the tool's name is the agent's own, and not one that a server gives.
  var namesOwnTool: Bool { name == "PreToolUse" || name == "preToolUse" }

  /// Tells what an event is from its JSON.
  ///
  /// One that is not known, but holds what a tool would be given, counts as a use of it.
  /// - Throws: `AgentRequestError` where that can't be told.
  init(_ object: JSONValue) throws(AgentRequestError) {
    let name = object["hook_event_name"]?.bytes.map { String(decoding: $0, as: UTF8.self) }
    self.name = name ?? ""
    let isCursor = object["cursor_version"] != nil || object["workspace_roots"] != nil
    let known = name.flatMap { Self.known[$0] }
    if let (subject, form) = known {
      self.subject = subject
      self.form = isCursor ? Self.cursorForms[form] ?? form : form
    } else if let name, name.lowercased().hasPrefix("post") || name.hasPrefix("after") {
      subject = .nothing
      form = isCursor ? .empty : .silence
    } else if ["tool_input", "edits", "command"].contains(where: { object[$0] != nil }) {
      subject = object["tool_input"] == nil ? .command : .tool
      form = .status
    } else if name != nil {
      subject = .nothing
      form = isCursor ? .empty : .silence
    } else {
      throw AgentRequestError("it names no event ('hook_event_name')")
    }
  }

  /// What Cursor reads when it runs a hook of Claude Code's settings.
  private static let cursorForms: [Form: Form] = [
    .permissionDecision: .bothPermissions, .decision: .goOn, .silence: .empty,
  ]

  private static let known: [String: (Subject, Form)] = [
    "PreToolUse": (.tool, .permissionDecision),
    "PermissionRequest": (.tool, .status),
    "PermissionDenied": (.nothing, .silence),
    "UserPromptSubmit": (.prompt(member: "prompt"), .decision),
    "preToolUse": (.tool, .permission),
    "beforeShellExecution": (.command, .permission),
    "beforeMCPExecution": (.tool, .permission),
    "beforeReadFile": (.reading, .permission),
    "beforeTabFileRead": (.reading, .permission),
    "subagentStart": (.prompt(member: "task"), .permission),
    "beforeSubmitPrompt": (.prompt(member: "prompt"), .goOn),
  ]
}
