import JSON
import KeyRequests
import Testing
import VastAI

/// Only the API's own words make a key live, gated or dead.
@Suite struct JudgementTests {
  private func reply(_ status: Int, _ body: String) -> Reply {
    Reply(RawAnswer(status: status, body: Array(body.utf8)))
  }

  private func refusal(_ message: String) -> String {
    #"{"success":false,"error":"auth_error","msg":"\#(message)"}"#
  }

  @Test func `a user object makes a key live`() {
    let body = #"{"id":7,"email":"a@example.com","key_id":12,"rights":null,"balance":1}"#
    let judgement = Judgement(ofAccount: reply(200, body))
    #expect(judgement.verdict == .live)
    #expect(judgement.account?.id == "7")
    #expect(judgement.account?.keyID == "12")
    #expect(judgement.account?.scope == .full)
  }

  @Test(arguments: [401, 404])
  func `the words for an unknown key make it dead, with either status`(status: Int) {
    #expect(Judgement(ofAccount: reply(status, refusal("Invalid user key"))).verdict == .dead)
  }

  @Test func `an expired session is dead`() {
    let body = #"{"msg":"Session expired. Please log in again."}"#
    #expect(Judgement(ofAccount: reply(404, body)).verdict == .dead)
  }

  @Test(arguments: [
    "Two Factor Authentication required", "two-factor authentication is enabled for this account",
  ])
  func `a second factor gates a key`(message: String) {
    #expect(
      Judgement(ofAccount: reply(401, refusal(message))) == .gated(.secondFactor))
  }

  @Test(arguments: [
    (200, "{}"), (200, "[]"), (200, "null"), (200, "\"ok\""), (200, "true"), (200, "{\"id\":7}"),
    (200, #"{"success":true}"#), (200, #"{"id":"7","email":"a"}"#), (200, #"{"id":0,"email":"a"}"#),
    (200, #"{"id":-7,"email":"a"}"#), (200, #"{"id":7.5,"email":"a"}"#),
    (200, #"{"success":false,"error":"auth_error","msg":"Invalid user key"}"#),
    (200, #"{"id":7,"email":"a","error":"x"}"#), (200, #"{"id":7,"email":"a""#), (200, ""),
    (200, "<html>Invalid user key</html>"), (404, "<html>Invalid user key</html>"),
    (401, "Unauthorized"), (401, #"{"detail":"Unauthorized"}"#),
    (403, #"{"message":"Forbidden"}"#), (403, #"{"error":"auth_error","msg":"Invalid user key"}"#),
    (403, #"{"success":false,"error":"auth_error","msg":"This action requires login."}"#),
    (404, #"{"success":false,"error":"auth_error","msg":"Something else"}"#),
    (404, #"{"success":true,"msg":"Invalid user key"}"#), (404, #"{"msg":["Invalid user key"]}"#),
    (404, #"{"msg":"Not an Invalid user key"}"#), (500, #"{"msg":"Invalid user key"}"#),
    (302, #"{"msg":"Invalid user key"}"#), (429, "API requests too frequent"),
    (429, #"{"error":"rate_limit_exceeded","msg":"API requests too frequent"}"#), (503, "{}"),
  ])
  func `anything else is unknown`(status: Int, body: String) {
    #expect(Judgement(ofAccount: reply(status, body)).verdict == .unknown)
  }

  @Test func `no answer is unknown`() {
    for failure in [ExchangeFailure.timeout, .tooLarge, .lost(""), .notSent(""), .cut([])] {
      #expect(Judgement(ofAccount: .failure(failure)).verdict == .unknown)
    }
  }

  @Test func `a key that may not read its user is asked for something else`() {
    let refused = reply(401, refusal("You are not authorized to perform this action."))
    #expect(Judgement(ofAccount: refused) == .refused)
    #expect(
      Judgement(ofCount: reply(200, #"{"success":true,"count":0}"#)) == .liveWithoutAccount)
    #expect(Judgement(ofCount: refused) == .gated(.scope))
    #expect(Judgement(ofCount: reply(404, refusal("Invalid user key"))).verdict == .dead)
    #expect(Judgement(ofCount: reply(200, "<html>")).verdict == .unknown)
    #expect(Judgement(ofCount: reply(200, #"{"ok":1}"#)).verdict == .unknown)
  }
}
