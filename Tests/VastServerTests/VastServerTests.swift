import Foundation
import TestSupport
import Testing
import VastServer

/// The server that stands in for Vast.ai in tests says what Vast.ai is known to say.
@Suite struct VastServerTests {
  let server: VastServer
  let account: Int
  let primary: String

  init() throws {
    server = try VastServer()
    account = server.addAccount()
    primary = server.addKey(.primary, to: account)
  }

  @Test func `tells a key whose it is`() throws {
    let answer = try server.get("users/current/", as: primary)
    #expect(answer.status == 200)
    #expect(answer.json["id"].integer == account)
    #expect(answer.json["key_id"].integer == server.id(of: primary))
    #expect(answer.json["rights"] == .null)
  }

  @Test(arguments: [404, 401])
  func `does not know a key that was never there`(status: Int) throws {
    let server = try VastServer { $0.unknownKeyStatus = status }
    let answer = try server.get("users/current/", as: MadeUp.key())
    #expect(answer.status == status)
    #expect(answer.json["error"].string == "auth_error")
    #expect(answer.json["msg"].string == "Invalid user key")
  }

  @Test func `wants a login where no key comes`() throws {
    let answer = try server.get("users/current/", as: nil)
    #expect(answer.status == 403)
    #expect(answer.json["msg"].string == "This action requires login.")
  }

  @Test func `sends an address without its last slash elsewhere`() throws {
    let answer = try server.get("users/current", as: primary)
    #expect(answer.status == 302)
    #expect(answer.head.contains("Location: /api/v0/users/current/"))
  }

  @Test func `lists keys without their values`() throws {
    server.addKey(.userCreated, to: account, scopes: ["user_read"], name: "reader")
    let answer = try server.get("auth/apikeys/", as: primary)
    #expect(answer.json["apikeys"].items.map { $0["key"] } == [.null, .null])
    #expect(answer.json["apikeys"].items[1]["permissions"]["api"].names == ["user_read"])
  }

  @Test func `makes and deletes a key`() throws {
    let made = try server.call(
      "POST", "auth/apikeys/", as: primary,
      ["name": "ci", "permissions": ["api": ["instance_read": [:]]]])
    let value = try #require(made.json["key"].string)
    let id = try #require(made.json["id"].integer)
    #expect(try server.get("instances/count/", as: value).status == 200)
    #expect(try server.get("users/current/", as: value).status == 401)
    let deleted = try server.call("DELETE", "auth/apikeys/\(id)/", as: primary)
    #expect(deleted.json == "Successfully Deleted API Key")
    #expect(try server.get("instances/count/", as: value).status == 404)
  }

  @Test func `deletes no primary, derived or foreign key`() throws {
    let derived = server.addKey(.derived, to: account)
    let other = server.addKey(.userCreated, to: server.addAccount())
    func refusal(_ key: String) throws -> String {
      let id = try #require(server.id(of: key))
      let answer = try server.call("DELETE", "auth/apikeys/\(id)/", as: primary)
      return "\(answer.status) \(answer.json["msg"].string ?? "")"
    }
    #expect(try refusal(primary) == "400 You cannot delete your primary key.")
    #expect(try refusal(derived) == "400 Only user-created API keys can be deleted.")
    #expect(try refusal(other) == "401 You do not have permission to delete this API Key.")
    #expect(
      try server.call("DELETE", "auth/apikeys/1/", as: primary).json["msg"].string
        == "API Key not found.")
    #expect(server.isAlive(primary) && server.isAlive(derived) && server.isAlive(other))
  }

  @Test(arguments: [false, true])
  func `resets the primary key, whichever key asks`(older: Bool) throws {
    let server = try VastServer { $0.answersWithSent = older }
    let account = server.addAccount()
    let primary = server.addKey(.primary, to: account)
    let other = server.addKey(.userCreated, to: account)
    let answer = try server.call(
      "PUT", "commands/reset_apikey/", as: other, ["client_id": "me"])
    let value = try #require(answer.json[older ? "key" : "new_api_key"].string)
    #expect(!server.isAlive(primary) && server.isAlive(other) && server.isAlive(value))
    #expect(server.minted == [value])
  }

  @Test func `stops keys of an account with two factors, but not its sessions`() throws {
    let account = server.addAccount(twoFactors: true)
    let answer = try server.get("users/current/", as: server.addKey(.primary, to: account))
    #expect(answer.status == 401)
    #expect(answer.json["msg"].string?.contains("Two Factor Authentication") == true)
    #expect(
      try server.get("users/current/", as: server.addKey(.session, to: account)).status == 200)
  }

  @Test func `knows sessions, and ends them`() throws {
    let session = server.addKey(.session, to: account)
    let expired = server.addKey(.session, to: account, isExpired: true)
    #expect(
      try server.get("users/current/", as: expired).json["msg"].string
        == "Session expired. Please log in again.")
    let id = JSON(try #require(server.id(of: session)))
    #expect(try server.get("auth/sessions/", as: session).json["sessions"].items[0]["id"] == id)
    let answer = try server.call("DELETE", "auth/sessions/", as: session, ["key_id": id])
    #expect(answer.json["success"] == true)
    #expect(!server.isAlive(session))
  }

  @Test func `lets an instance's key see that instance only`() throws {
    let key = server.addKey(.instance(7), to: account)
    #expect(try server.get("instances/7/", as: key).status == 200)
    #expect(try server.get("instances/8/", as: key).status == 401)
    #expect(try server.get("users/current/", as: key).status == 401)
  }

  @Test func `notes changes in the audit log, and who made them`() throws {
    let answer = try server.call("POST", "ssh/", as: primary, ["ssh_key": "ssh-ed25519 A"])
    #expect(answer.json["success"] == true)
    let row = try server.get("audit_logs/", as: primary).json.items[0]
    #expect(row["api_key_id"].integer == server.id(of: primary))
    #expect(row["api_route"].string == "/api/v0/ssh/")
  }

  @Test func `refuses calls that come too soon, where it is told to`() throws {
    let server = try VastServer { $0.enforcesSpacing = true }
    let key = server.addKey(.primary, to: server.addAccount())
    #expect(try server.get("users/current/", as: key).status == 200)
    let answer = try server.get("users/current/", as: key)
    #expect(answer.status == 429)
    #expect(answer.text.hasPrefix("API requests too frequent: endpoint threshold=2"))
  }

  @Test func `fails where it is told to, and tells what it received`() throws {
    server.fail(.whoAmI, .answer(.html(502, "Bad Gateway"), acted: false), calls: 1...1)
    server.fail(.resetKey, .dropped(acted: true))
    server.fail(.listKeys, .dropped(acted: false))
    #expect(try server.get("users/current/", as: primary).status == 502)
    #expect(try server.get("users/current/", as: primary).status == 200)
    #expect(try server.get("auth/apikeys/", as: primary).head == "")
    #expect(
      try server.call("PUT", "commands/reset_apikey/", as: primary, ["client_id": "me"]).head == "")
    #expect(!server.isAlive(primary))
    #expect(server.requests.map(\.route) == [.whoAmI, .whoAmI, .listKeys, .resetKey])
    #expect(server.changes.map { $0.json?["client_id"].string } == ["me"])
    #expect(server.requests.allSatisfy { $0.bearer == primary })
  }
}

/// An answer as curl(1), which has nothing to do with the server, understood it.
struct Heard {
  var head: String
  var text: String
  var json: JSON { JSON(Array(text.utf8)) ?? .null }
  var status: Int { Int(head.dropFirst(9).prefix(3)) ?? 0 }
}

extension VastServer {
  func get(_ path: String, as key: String?) throws -> Heard {
    try call("GET", path, as: key, nil)
  }

  func call(_ method: String, _ path: String, as key: String?, _ body: JSON? = [:]) throws -> Heard
  {
    let folder = try TemporaryFolder()
    var arguments = ["curl", "-s", "-i", "-X", method, url + "/api/v0/" + path]
    if let key { arguments += ["-H", "Authorization: Bearer \(key)"] }
    if let body { arguments += ["-d", String(decoding: body.bytes, as: UTF8.self)] }
    let said = try ChildProcess(arguments, in: folder.path, environment: folder.environment).run()
      .stdout
    guard let end = said.range(of: "\r\n\r\n") else { return Heard(head: said, text: "") }
    return Heard(head: String(said[..<end.lowerBound]), text: String(said[end.upperBound...]))
  }
}
