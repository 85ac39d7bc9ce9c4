import FoundationEssentials

/// What a hook answers a coding agent, in the form of the event.
///
/// Claude Code: nothing at all leaves the decision to the user's own permissions, while `allow`
/// would go past them; a refusal is `permissionDecision`, or `decision` for a prompt
/// (<https://code.claude.com/docs/en/hooks>). Cursor: an answer that is not the event's JSON stops
/// the agent, so that one is due even where there is nothing to say; its `allow` means "proceed",
/// and whether a command runs without being asked about is still the user's setting
/// (<https://cursor.com/docs/hooks>).
package struct AgentAnswer: Equatable, Sendable {
  /// The JSON for standard output; nil where there is none.
  package let output: String?
  /// The text for standard error; nil where there is none.
  package let message: String?
  package let status: ExitStatus

  /// Lets the agent go on.
  package static func allowing(_ event: AgentEvent) -> AgentAnswer {
    var fields = Fields()
    switch event.form {
    case .permissionDecision, .decision, .status, .silence:
      return AgentAnswer(output: nil, message: nil, status: .clean)
    case .permission, .bothPermissions: fields.permission = "allow"
    case .goOn: fields.goesOn = true
    case .empty: break
    }
    return AgentAnswer(fields, or: "")
  }

  /// Stops the agent for a reason, which must hold no secret.
  ///
  /// In JSON, where nobody else says so, the reason says whose it is.
  package static func refusing(_ event: AgentEvent, because reason: String) -> AgentAnswer {
    let told = "vastguard: " + reason
    var fields = Fields()
    switch event.form {
    case .status, .silence, .empty:
      return AgentAnswer(output: nil, message: reason, status: .usage)
    case .decision:
      fields.decision = "block"
      fields.reason = told
    case .goOn:
      fields.goesOn = false
      fields.userMessage = told
    case .permissionDecision: fields.decide(event, told)
    case .permission: fields.deny(told)
    case .bothPermissions:
      fields.decide(event, told)
      fields.deny(told)
    }
    return AgentAnswer(fields, or: reason)
  }

  private init(output: String?, message: String?, status: ExitStatus) {
    self.output = output
    self.message = message
    self.status = status
  }

  /// Without JSON for any reason, the agent is stopped in the way that all of them understand.
  private init(_ fields: Fields, or reason: String) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(fields) else {
      self.init(output: nil, message: reason, status: .usage)
      return
    }
    self.init(output: String(decoding: json, as: UTF8.self), message: nil, status: .clean)
  }

  /// All that either of them reads; what is nil is left out.
  private struct Fields: Encodable {
    var hookSpecificOutput: Specific?
    var decision: String?
    var reason: String?
    var permission: String?
    var goesOn: Bool?
    var userMessage: String?
    var agentMessage: String?

    struct Specific: Encodable {
      let hookEventName: String
      let permissionDecision: String
      let permissionDecisionReason: String
    }

    private enum CodingKeys: String, CodingKey {
      case hookSpecificOutput
      case decision
      case reason
      case permission
      case goesOn = "continue"
      case userMessage = "user_message"
      case agentMessage = "agent_message"
    }

    mutating func decide(_ event: AgentEvent, _ reason: String) {
      hookSpecificOutput = Specific(
        hookEventName: event.name, permissionDecision: "deny", permissionDecisionReason: reason)
    }

    mutating func deny(_ reason: String) {
      permission = "deny"
      userMessage = reason
      agentMessage = reason
    }
  }
}
