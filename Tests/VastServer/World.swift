import Foundation
import TestSupport

/// The accounts, and what the API makes of requests to it.
struct World {
  var accounts: [Account] = []
  var behaviour = Behaviour()
  /// Values that the server gave out itself, in order.
  var minted: [String] = []
  /// All values that ever were keys here.
  var issued: [String] = []
  private var nextID = 4_711
  private var lastCalls: [String: ContinuousClock.Instant] = [:]

  mutating func number() -> Int {
    nextID += 1
    return nextID
  }

  /// Acts upon a request and answers it.
  mutating func answer(_ request: Request) -> Answer {
    if !request.path.hasSuffix("/") {
      return .redirect(to: request.path + "/" + (request.query.isEmpty ? "" : "?" + request.query))
    }
    if request.route == .graphicsCards {
      return .json(["success": true, "gpu_names": ["RTX 4090"]])
    }
    if let refusal = tooSoon(request) { return refusal }
    let id = Route.find(request.method, request.path).id
    switch identify(request, id) {
    case .refused(let answer): return answer
    case .known(let account, let key):
      log(request, by: key, in: account)
      return answer(request, id, from: accounts[account].keys[key], in: account)
    }
  }

  private mutating func tooSoon(_ request: Request) -> Answer? {
    guard behaviour.enforcesSpacing else { return nil }
    let identity = request.route.rawValue + " " + (request.bearer ?? "")
    defer { lastCalls[identity] = request.time }
    guard let last = lastCalls[identity], request.time - last < .seconds(request.route.spacing)
    else { return nil }
    return .text(
      429, "API requests too frequent: endpoint threshold=\(request.route.spacing)")
  }

  // MARK: - Who asks

  private enum Identity {
    case refused(Answer)
    case known(account: Int, key: Int)
  }

  private func identify(_ request: Request, _ id: Int?) -> Identity {
    guard let value = request.bearer ?? request.queryKey else {
      return .refused(.refusal(403, "This action requires login."))
    }
    guard let (account, index) = place(of: value), accounts[account].keys[index].kind != .host
    else { return .refused(.refusal(behaviour.unknownKeyStatus, "Invalid user key")) }
    let key = accounts[account].keys[index]
    if key.isExpired {
      return .refused(.refusal(404, "Session expired. Please log in again."))
    }
    if accounts[account].hasTwoFactors && key.kind != .session {
      return .refused(
        .refusal(401, "This account requires Two Factor Authentication for this action."))
    }
    if !may(key, request.route, id) {
      return .refused(
        .refusal(behaviour.scopeStatus, "You are not authorized to perform this action."))
    }
    return .known(account: account, key: index)
  }

  /// Where a value stands that still is a key.
  func place(of value: String) -> (account: Int, key: Int)? {
    for (account, index) in accounts.indices.lazy.flatMap({ account in
      self.accounts[account].keys.indices.map { (account, $0) }
    }) {
      let key = accounts[account].keys[index]
      if key.value == value && !key.isDeleted { return (account, index) }
    }
    return nil
  }

  private func may(_ key: Key, _ route: Route, _ id: Int?) -> Bool {
    if case .instance(let own) = key.kind { return route == .showInstance && id == own }
    guard let scopes = key.scopes, let scope = route.scope else { return true }
    return scopes.contains(scope)
  }

  private mutating func log(_ request: Request, by key: Int, in account: Int) {
    guard request.changes else { return }
    accounts[account].auditLog.append([
      "ip_address": "127.0.0.1", "api_key_id": JSON(accounts[account].keys[key].id),
      "created_at": .number(Date().timeIntervalSince1970), "api_route": .text(request.path),
      "args": .object([:]),
    ])
  }

  // MARK: - What is answered

  private mutating func answer(
    _ request: Request, _ id: Int?, from key: Key, in account: Int
  ) -> Answer {
    let own = accounts[account]
    switch request.route {
    case .whoAmI: return .json(own.described(to: key, naming: named(for: key, in: own)))
    case .listKeys:
      let listed = own.keys.filter { !$0.isDeleted && $0.kind != .session && $0.kind != .host }
      return .json(["apikeys": .list(listed.map(own.row))])
    case .readKey: return .refusal(404, "API Key not found.", code: "not_found")
    case .createKey: return create(request.json ?? .null, by: key, in: account)
    case .deleteKey: return delete(id ?? 0, in: account)
    case .resetKey: return reset(request.json ?? .null, in: account)
    case .listSessions: return sessions(of: own, askedBy: key)
    case .endSession: return endSession(request.json ?? .null, by: key, in: account)
    case .listSSHKeys, .addSSHKey, .deleteSSHKey:
      return sshKeys(request, id, in: account)
    case .auditLog: return .json(.list(own.auditLog))
    case .addresses: return .json(["results": [["ip": "127.0.0.1", "first_seen": 1_700_000_000]]])
    case .twoFactorStatus:
      return .json([
        "tfa_enabled": .bool(own.hasTwoFactors), "methods": [], "backup_codes_remaining": 0,
      ])
    case .countInstances: return .json(["success": true, "count": 2])
    case .listInstances:
      return .json(["instances": [["id": 31_337, "label": "training", "actual_status": "running"]]])
    case .showInstance: return .json(["instances": ["id": JSON(id ?? 0), "label": nil]])
    case .listSubaccounts, .rotateSubaccounts: return subaccounts(request, of: own)
    case .teamKeys: return .json(["success": true, "keys_found": 0, "keys": [:]])
    case .graphicsCards, .other: return .html(404, "Not Found")
    }
  }

  /// What `key_id` says to a key.
  private func named(for key: Key, in account: Account) -> Int {
    guard behaviour.namesPrimaryKey else { return key.id }
    return account.keys.first { $0.kind == .primary && !$0.isDeleted }?.id ?? key.id
  }
}
