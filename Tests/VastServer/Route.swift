/// What a request asks for.
package enum Route: String, Sendable, CaseIterable {
  case whoAmI, listKeys, readKey, createKey, deleteKey, resetKey
  case listSessions, endSession
  case listSSHKeys, addSSHKey, deleteSSHKey
  case auditLog, addresses, twoFactorStatus
  case countInstances, listInstances, showInstance
  case listSubaccounts, rotateSubaccounts
  case teamKeys
  case graphicsCards
  case other

  /// Finds the route, and the number in its path where there is one.
  static func find(_ method: String, _ path: String) -> (route: Route, id: Int?) {
    var parts = path.split(separator: "/").map(String.init)
    guard parts.first == "api", parts.count > 2 else { return (.other, nil) }
    parts.removeFirst(2)
    let id = parts.compactMap { Int($0) }.first
    let form = parts.map { Int($0) == nil ? $0 : "#" }.joined(separator: "/")
    return (table["\(method) \(form)"] ?? .other, id)
  }

  private static let table: [String: Route] = [
    "GET users/current": .whoAmI,
    "GET auth/apikeys": .listKeys,
    "GET auth/apikeys/#": .readKey,
    "POST auth/apikeys": .createKey,
    "DELETE auth/apikeys/#": .deleteKey,
    "PUT commands/reset_apikey": .resetKey,
    "GET auth/sessions": .listSessions,
    "DELETE auth/sessions": .endSession,
    "GET ssh": .listSSHKeys,
    "POST ssh": .addSSHKey,
    "DELETE ssh/#": .deleteSSHKey,
    "GET audit_logs": .auditLog,
    "GET users/me/ipaddrs": .addresses,
    "GET tfa/status": .twoFactorStatus,
    "GET instances/count": .countInstances,
    "GET instances": .listInstances,
    "GET instances/#": .showInstance,
    "GET subaccounts": .listSubaccounts,
    "PUT subaccounts/regenerate_keys": .rotateSubaccounts,
    "GET team/apikeys": .teamKeys,
    "GET gpu_names/unique": .graphicsCards,
  ]

  /// The permission that a key needs; nil where every key of an account will do.
  var scope: String? {
    switch self {
    case .whoAmI, .listKeys, .readKey, .listSessions, .listSSHKeys, .addresses, .twoFactorStatus,
      .listSubaccounts:
      "user_read"
    case .createKey, .deleteKey, .resetKey, .endSession, .addSSHKey, .deleteSSHKey,
      .rotateSubaccounts:
      "user_write"
    case .countInstances, .listInstances, .showInstance: "instance_read"
    case .teamKeys: "team_write"
    case .auditLog: "misc"
    case .graphicsCards, .other: nil
    }
  }

  /// The least number of seconds between two calls by one key, as the API's description tells it.
  var spacing: Double {
    switch self {
    case .resetKey: 3
    case .whoAmI, .createKey, .readKey, .deleteKey, .endSession, .auditLog, .rotateSubaccounts,
      .teamKeys:
      2
    case .listSubaccounts: 2.1
    case .listKeys, .listSessions, .listSSHKeys, .addSSHKey, .deleteSSHKey: 1
    default: 0
    }
  }
}
