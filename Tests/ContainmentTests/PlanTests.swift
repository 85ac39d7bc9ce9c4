import Containment
import JSON
import KeyRequests
import Testing
import VastAI

/// What is done with a key follows from what is known of it; where that is not enough, nothing.
@Suite struct PlanTests {
  private static let writer = #"{"api":{"user_read":{},"user_write":{}}}"#

  private func facts(
    rights: String = "null", keyID: String = "12",
    rows: String? = #"[{"id":11,"user_id":7},{"id":12,"user_id":7}]"#,
    secretClass: String = "vast-account-key"
  ) throws -> KeyFacts {
    var key = KeysRequest.LeakedKey(
      value: "v", fingerprint: "f", secretClass: secretClass, redacted: "r")
    key.isInHistory = true
    let user = #"{"id":7,"email":"a","key_id":\#(keyID),"rights":\#(rights)}"#
    let account = try #require(Account(try JSONValue(reading: Array(user.utf8))))
    var facts = KeyFacts(key: key, judgement: .live(account))
    facts.rows = try rows.flatMap { KeyRow.list(try JSONValue(reading: Array($0.utf8))) }
    return facts
  }

  @Test func `a key that may be the primary one is deleted or reset`() throws {
    let action = PlannedAction(for: try facts())
    #expect(action == .delete(id: "12", isListed: true, mayBePrimary: true))
  }

  @Test func `a limited key that may change keys is deleted`() throws {
    let rows = #"[{"id":12,"user_id":7,"permissions":\#(Self.writer)}]"#
    let action = PlannedAction(for: try facts(rights: Self.writer, rows: rows))
    #expect(action == .delete(id: "12", isListed: true, mayBePrimary: false))
  }

  @Test func `a key that is told to be the primary one is reset`() throws {
    let rows = #"[{"id":12,"user_id":7,"key_type":"primary"}]"#
    #expect(PlannedAction(for: try facts(rows: rows)) == .reset(id: "12"))
  }

  @Test(arguments: [
    // Limited, but its id is the primary key's.
    (PlanTests.writer, #"[{"id":12,"key_type":"primary"}]"#),
    // The key of its id may do other things.
    (PlanTests.writer, #"[{"id":12,"permissions":{"api":{"misc":{}}}}]"#),
    ("null", #"[{"id":12,"permissions":{"api":{"misc":{}}}}]"#),
    // The key of its id is another user's, or an instance's.
    ("null", #"[{"id":12,"user_id":8}]"#), ("null", #"[{"id":12,"key_type":"instance"}]"#),
    // It may not change keys, or its id is nowhere.
    (#"{"api":{"user_read":{}}}"#, #"[{"id":12}]"#), (PlanTests.writer, #"[{"id":11}]"#),
  ])
  func `what does not fit together is left to a person`(rights: String, rows: String) throws {
    let action = PlannedAction(for: try facts(rights: rights, rows: rows))
    #expect(!action.isChange)
    guard case .instructions = action else {
      Issue.record("\(action)")
      return
    }
  }

  @Test func `an id that is not told, a list that is not told, and an id told twice stop it`()
    throws
  {
    #expect(!PlannedAction(for: try facts(keyID: "null")).isChange)
    #expect(!PlannedAction(for: try facts(rows: nil)).isChange)
    var shared = try facts()
    shared.sharesID = true
    #expect(!PlannedAction(for: shared).isChange)
  }

  @Test func `a key of another account does not do the work`() throws {
    var facts = try facts(rights: #"{"api":{"user_read":{}}}"#, rows: #"[{"id":12}]"#)
    let other = #"{"id":8,"email":"a","key_id":1,"rights":null}"#
    facts.helper = Account(try JSONValue(reading: Array(other.utf8)))
    #expect(!PlannedAction(for: facts).isChange)
    let own = #"{"id":7,"email":"a","key_id":1,"rights":null}"#
    facts.helper = Account(try JSONValue(reading: Array(own.utf8)))
    #expect(
      PlannedAction(for: facts) == .delete(id: "12", isListed: true, mayBePrimary: true)
        || PlannedAction(for: facts) == .delete(id: "12", isListed: true, mayBePrimary: false))
  }

  @Test func `a session among the account's is ended`() throws {
    var facts = try facts(rows: #"[{"id":11}]"#)
    facts.sessions = ["12"]
    #expect(PlannedAction(for: facts) == .endSession(id: "12"))
  }

  @Test(arguments: ["vast-instance-key", "vast-host-key"])
  func `keys of instances and hosts are left to a person`(secretClass: String) throws {
    #expect(!PlannedAction(for: try facts(secretClass: secretClass)).isChange)
  }

  @Test func `only leaks in git history are closed, unless the person wants more`() throws {
    var facts = try facts()
    facts.key.isInHistory = false
    #expect(!PlannedAction(for: facts).isChange)
    facts.anyLeak = true
    #expect(PlannedAction(for: facts).isChange)
    facts.key.isLeak = false
    #expect(!PlannedAction(for: facts).isChange)
  }

  @Test(arguments: [
    Judgement.dead(""), .unknown(""), .gated(.secondFactor), .gated(.scope), .refused,
    .liveWithoutAccount,
  ])
  func `nothing is sent for a key that is not known to be live, or whose user is not`(
    judgement: Judgement
  ) throws {
    var facts = try facts()
    facts.judgement = judgement
    #expect(!PlannedAction(for: facts).isChange)
  }
}
