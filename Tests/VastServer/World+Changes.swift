import Foundation
import TestSupport

/// What changes something, or lists what can be changed.
extension World {
  mutating func create(_ body: JSON, by key: Key, in account: Int) -> Answer {
    guard let name = body["name"].string, !name.isEmpty else {
      return .refusal(400, "Failed to create API key.", code: "invalid_args")
    }
    let permissions = body["permissions"]["api"]
    guard permissions != .null else {
      return .refusal(400, "Permissions are missing.", code: "missing_permissions")
    }
    let scopes = permissions.names
    if let own = key.scopes, !Set(scopes).isSubset(of: own) {
      return .refusal(401, "You cannot create a key with more permissions than your own.")
    }
    let made = Key(
      id: number(), value: MadeUp.key(), kind: .userCreated, name: name, scopes: scopes,
      created: Date().timeIntervalSince1970)
    mint(made.value)
    accounts[account].keys.append(made)
    return .json([
      "success": true, "id": JSON(made.id), "key": .text(made.value),
      "permissions": ["api": permissions],
    ])
  }

  private mutating func mint(_ value: String) {
    minted.append(value)
    issued.append(value)
  }

  mutating func delete(_ id: Int, in account: Int) -> Answer {
    guard id > 0 else { return .refusal(400, "API Key ID not provided.", code: "invalid_args") }
    guard let index = accounts[account].keys.firstIndex(where: { $0.id == id && !$0.isDeleted })
    else {
      let isForeign = accounts.contains { $0.keys.contains { $0.id == id && !$0.isDeleted } }
      return isForeign
        ? .refusal(401, "You do not have permission to delete this API Key.")
        : .refusal(404, "API Key not found.", code: "not_found")
    }
    switch accounts[account].keys[index].kind {
    case .primary: return .refusal(400, "You cannot delete your primary key.", code: "invalid_args")
    case .userCreated:
      accounts[account].keys[index].isDeleted = true
      return .json("Successfully Deleted API Key")
    default:
      return .refusal(400, "Only user-created API keys can be deleted.", code: "invalid_args")
    }
  }

  /// Gives the account's primary key another value, whichever of its keys asks.
  mutating func reset(_ body: JSON, in account: Int) -> Answer {
    guard body["client_id"].string == "me" else {
      return .refusal(400, "client_id is missing.", code: "invalid_args")
    }
    guard
      let index = accounts[account].keys.firstIndex(where: { $0.kind == .primary && !$0.isDeleted })
    else { return .refusal(400, "There is no key to reset.", code: "invalid_args") }
    var old = accounts[account].keys[index]
    let value = MadeUp.key()
    mint(value)
    accounts[account].keys[index].value = value
    if behaviour.keepsOldKeys {
      old.id = number()
      accounts[account].keys.append(old)
    }
    return behaviour.answersWithSent
      ? .json(["sent": true, "key": .text(value)])
      : .json(["success": true, "new_api_key": .text(value)])
  }

  func sessions(of account: Account, askedBy key: Key) -> Answer {
    let live = account.keys.filter { $0.kind == .session && !$0.isDeleted && !$0.isExpired }
    return .json([
      "success": true,
      "sessions": .list(
        live.map { session in
          [
            "id": JSON(session.id), "key_id": JSON(session.id), "sid": JSON(session.id),
            "user_id": JSON(account.id), "rights": session.rights, "ip_address": "127.0.0.1",
            "created_at": .number(session.created), "current": .bool(session.id == key.id),
          ]
        }),
    ])
  }

  mutating func endSession(_ body: JSON, by key: Key, in account: Int) -> Answer {
    let endsAll = body["all"] == true
    var ended = 0
    for index in accounts[account].keys.indices {
      let session = accounts[account].keys[index]
      guard session.kind == .session, !session.isDeleted else { continue }
      guard endsAll ? session.id != key.id : session.id == body["key_id"].integer else { continue }
      accounts[account].keys[index].isDeleted = true
      ended += 1
    }
    return ended > 0 || endsAll
      ? .json(["success": true]) : .refusal(404, "Session not found.", code: "not_found")
  }

  mutating func sshKeys(_ request: Request, _ id: Int?, in account: Int) -> Answer {
    switch request.route {
    case .addSSHKey:
      guard let text = request.json?["ssh_key"].string else {
        return .refusal(400, "There is no key.", code: "no_ssh_key")
      }
      let made = (id: number(), text: text, created: Date().timeIntervalSince1970)
      accounts[account].sshKeys.append(made)
      return .json(["success": true, "key": ["id": JSON(made.id), "public_key": .text(text)]])
    case .deleteSSHKey:
      let before = accounts[account].sshKeys.count
      accounts[account].sshKeys.removeAll { $0.id == id }
      return accounts[account].sshKeys.count < before
        ? .json(["success": true]) : .refusal(400, "There is no such key.", code: "no_ssh_key")
    default:
      return .json(
        .list(
          accounts[account].sshKeys.map {
            [
              "id": JSON($0.id), "user_id": JSON(accounts[account].id),
              "public_key": .text($0.text),
              "created_at": .number($0.created), "deleted_at": nil,
            ]
          }))
    }
  }

  /// Lists an account's subaccounts, or gives them other keys.
  mutating func subaccounts(_ request: Request, of parent: Account) -> Answer {
    let children = accounts.indices.filter { accounts[$0].parent == parent.id }
    if request.route == .listSubaccounts {
      return .json([
        "users": .list(
          children.map {
            [
              "id": JSON(accounts[$0].id), "email": .text(accounts[$0].email),
              "api_key": "(derived)", "balance": 0,
            ]
          })
      ])
    }
    let wanted = request.json?["subaccount_user_id"].integer
    var rows: [JSON] = []
    for child in children where wanted == nil || accounts[child].id == wanted {
      for index in accounts[child].keys.indices where accounts[child].keys[index].kind == .derived {
        let value = MadeUp.key()
        mint(value)
        accounts[child].keys[index].value = value
        rows.append([
          "user_id": JSON(accounts[child].id), "email": .text(accounts[child].email),
          "derived_key": .text(value),
        ])
      }
    }
    return .json(["success": true, "regenerated_keys": .list(rows)])
  }
}
