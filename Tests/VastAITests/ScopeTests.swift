import JSON
import Testing
import VastAI

/// What a key may do is told as the API tells it.
@Suite struct ScopeTests {
  private func scope(_ text: String) throws -> Scope {
    Scope(try JSONValue(reading: Array(text.utf8)))
  }

  @Test func `null has no limits`() throws {
    #expect(try scope("null") == .full)
    #expect(try scope("null").words.hasPrefix("full access"))
    #expect(try scope("null").mayChangeKeys)
  }

  @Test func `categories limit, and are told`() throws {
    let limited = try scope(#"{"api":{"instance_write":{},"instance_read":{}}}"#)
    #expect(limited.categories == ["instance_write", "instance_read"])
    #expect(!limited.mayChangeKeys)
    #expect(!limited.mayBePrimary)
    #expect(limited.words == "limited: can open and destroy instances; see instances")
  }

  @Test func `who can change keys has as good as full access`() throws {
    let limited = try scope(#"{"api":{"user_write":{}}}"#)
    #expect(limited.mayChangeKeys)
    #expect(limited.words.contains("as good as full access"))
  }

  @Test(arguments: ["{}", #"{"api":{}}"#, "[]", "1"])
  func `what tells nothing limits nothing`(text: String) throws {
    #expect(try scope(text) == .untold)
  }

  @Test func `two tellings agree only where they can be of one key`() throws {
    let read = try scope(#"{"api":{"instance_read":{}}}"#)
    let write = try scope(#"{"api":{"instance_write":{}}}"#)
    let all = try scope(
      #"{"api":{"user_write":{},"instance_write":{},"billing_write":{},"misc":{}}}"#)
    #expect(read.agrees(with: read))
    #expect(!read.agrees(with: write))
    #expect(!read.agrees(with: .full))
    #expect(all.agrees(with: .full))
    #expect(read.agrees(with: .untold))
  }

  @Test func `JSON is written as it was read`() throws {
    let text = #"{"api":{"a":{"id":{"eq":1227}},"b":[1,2.50,null,true,"x\"\\ü"]}}"#
    #expect(try JSONValue(reading: Array(text.utf8)).text == text)
  }
}
