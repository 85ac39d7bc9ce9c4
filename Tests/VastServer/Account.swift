/// A key of an account, of any kind.
package struct Key: Sendable {
  package enum Kind: Sendable, Equatable {
    /// The one that comes with the account: it can be reset, not deleted.
    case primary
    /// Made by the user: it can be deleted by its id.
    case userCreated
    /// Made by a login on the web site, or by a login with a second factor.
    case session
    /// Good for one instance only.
    case instance(Int)
    /// Derived for a subaccount by its parent.
    case derived
    /// A machine's own: no account's key at all.
    case host
  }

  package var id: Int
  package var value: String
  package var kind: Kind
  package var name: String
  /// The categories of its permissions; nil where it may do everything.
  package var scopes: [String]?
  package var created: Double
  package var isDeleted = false
  package var isExpired = false

  /// Its permissions as the API writes them.
  var rights: JSON {
    guard let scopes else { return .null }
    return ["api": .object(Dictionary(scopes.map { ($0, [:]) }) { first, _ in first })]
  }
}

/// A person's, a subaccount's, or a team's account.
struct Account {
  var id: Int
  var email: String
  /// Whether every key but a session's is stopped by a second factor.
  var hasTwoFactors = false
  var isTeam = false
  var parent: Int?
  var keys: [Key] = []
  var sshKeys: [(id: Int, text: String, created: Double)] = []
  var auditLog: [JSON] = []

  /// The account as `users/current` gives it to one of its keys.
  func described(to key: Key, naming id: Int) -> JSON {
    [
      "id": JSON(self.id), "username": .text(email), "email": .text(email), "balance": 12.5,
      "credit": 41.75, "can_pay": true, "created_at": 1_600_000_000_000, "key_id": JSON(id),
      "api_key": .text(parent == nil ? "" : key.value), "rights": key.rights,
      "tfa_status": hasTwoFactors ? "enabled" : "disabled", "tfa_login": false,
      "host_agreement_accepted": false, "oauth_provider": nil, "ssh_key": nil,
      "crisp_hmac": "unused", "sid": key.kind == .session ? JSON(key.id) : .null,
    ]
  }

  /// A key's row in the list: without its value, which the real server does not know either.
  func row(of key: Key) -> JSON {
    [
      "id": JSON(key.id), "user_id": JSON(id), "key": nil, "key_type": isTeam ? "team" : "api",
      "name": .text(key.name), "team_id": isTeam ? JSON(id) : .null,
      "team_name": isTeam ? "A team" : nil, "team_owner": nil, "permissions": key.rights,
      "created_at": .number(key.created),
    ]
  }
}

extension JSON: ExpressibleByFloatLiteral {
  package init(floatLiteral value: Double) { self = .number(value) }
}

/// Where sources leave open how the API behaves: a test tries all that may be.
package struct Behaviour: Sendable {
  /// The status beside "Invalid user key".
  package var unknownKeyStatus = 404
  /// The status of a refusal for want of permission.
  package var scopeStatus = 401
  /// Whether `key_id` names the account's primary key, whichever key asks.
  package var namesPrimaryKey = false
  /// Whether a reset answers in the form of the older documentation.
  package var answersWithSent = false
  /// Whether a key that was reset goes on working.
  package var keepsOldKeys = false
  /// Whether calls that follow too soon are refused.
  package var enforcesSpacing = false
}
