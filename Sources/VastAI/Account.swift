package import JSON

/// What users/current tells of whose key it is.
package struct Account: Sendable, Equatable {
  package var id: String
  /// The id of the key that asked, as far as it may be relied on.
  package var keyID: String?
  package var scope: Scope
  package var email: String?
  package var balance: String?
  /// Whether a second factor guards the account's changes.
  package var hasSecondFactor: Bool

  private static let knownNames: Set<String> = [
    "email", "username", "balance", "credit", "key_id", "api_key", "rights", "tfa_status",
    "ssh_key",
    "can_pay", "fullname",
  ]

  /// Reads a user object; nil where it is none.
  package init?(_ value: JSONValue) {
    guard value.isObject, let id = value.id("id"), value["error"] == nil,
      value.names.contains(where: Self.knownNames.contains)
    else { return nil }
    self.id = id
    keyID = value.id("key_id")
    scope = value["rights"].map(Scope.init) ?? .untold
    email = value.text("email")
    balance = value.number("credit").map { "\($0)" } ?? value.number("balance").map { "\($0)" }
    hasSecondFactor = value.text("tfa_status") == "enabled"
  }
}

/// What a key may do: its permissions as the API tells them.
package enum Scope: Sendable, Equatable {
  /// Everything.
  case full
  /// The value of `rights` or `permissions`, as it is.
  case limited(JSONValue)
  case untold

  /// Reads `rights` or `permissions`; null means no limits.
  package init(_ value: JSONValue) {
    switch value {
    case .null: self = .full
    // An object without any category is told for keys that have no limits, too.
    case .object: self = (value["api"] ?? value).names.isEmpty ? .untold : .limited(value)
    default: self = .untold
    }
  }

  /// The categories that are there, such as `instance_read`.
  package var categories: Set<String> {
    guard case .limited(let value) = self else { return [] }
    let names = (value["api"] ?? value).names
    return Set(names)
  }

  /// Whether keys may be made, deleted and reset with it.
  package var mayChangeKeys: Bool {
    switch self {
    case .full, .untold: true
    case .limited: categories.contains("user_write")
    }
  }

  /// All categories that an account's owner has.
  package static let all = [
    "misc", "user_read", "user_write", "instance_read", "instance_write", "billing_read",
    "billing_write", "machine_read", "machine_write", "team_read", "team_write",
  ]

  /// Whether two tellings of a scope can be those of one key.
  package func agrees(with other: Scope) -> Bool {
    switch (self, other) {
    case (.untold, _), (_, .untold), (.full, .full): true
    case (.limited, .limited): categories == other.categories
    case (.full, .limited): other.isAsGoodAsFull
    case (.limited, .full): isAsGoodAsFull
    }
  }

  /// Whether it can be the primary key's, which nothing limits.
  package var mayBePrimary: Bool {
    switch self {
    case .full, .untold: true
    case .limited: isAsGoodAsFull
    }
  }

  private var isAsGoodAsFull: Bool {
    categories.isSuperset(of: ["user_write", "instance_write", "billing_write"])
  }

  /// What it opens, in words.
  package var words: String {
    switch self {
    case .full: return "full access: can spend credit, open and destroy instances, mint keys"
    case .untold: return "its scope is not told: take it for full access"
    case .limited:
      let told: [(String, String)] = [
        ("user_write", "mint, delete and reset keys: as good as full access"),
        ("billing_write", "spend and transfer credit"),
        ("instance_write", "open and destroy instances"), ("instance_read", "see instances"),
        ("machine_write", "change machines"), ("team_write", "change the team"),
        ("billing_read", "see bills"), ("user_read", "see the account and its keys"),
        ("machine_read", "see machines"), ("team_read", "see the team"), ("misc", "search offers"),
      ]
      let opens = told.filter { categories.contains($0.0) }.map(\.1)
      return opens.isEmpty ? "limited scope" : "limited: can " + opens.joined(separator: "; ")
    }
  }
}

/// A row of the list of keys.
package struct KeyRow: Sendable, Equatable {
  package var id: String
  package var name: String?
  package var userID: String?
  package var scope: Scope
  /// When it was made, in seconds since 1970.
  package var created: Double?
  package var kind: Kind

  package enum Kind: Sendable, Equatable {
    case primary
    /// Made by the user, or not told.
    case ordinary
    /// Made by the platform: a session, an instance and the like.
    case platform(String)
  }

  init?(_ value: JSONValue) {
    guard let id = value.id("id") else { return nil }
    self.id = id
    name = value.text("name")
    userID = value.id("user_id")
    scope = (value["permissions"] ?? value["rights"]).map(Scope.init) ?? .untold
    created = value.number("created_at").map { $0 > 100_000_000_000 ? $0 / 1000 : $0 }
    let type = (value.text("key_type") ?? value.text("type") ?? "api").lowercased()
    if value.boolean("is_primary") == true || value.boolean("primary") == true
      || ["primary", "main", "master"].contains(type)
    {
      kind = .primary
    } else if ["api", "team", "user", "user_created"].contains(type),
      value.boolean("user_created") != false
    {
      kind = .ordinary
    } else {
      kind = .platform(type)
    }
  }

  /// The rows of a list, as the API wraps it; nil where it is none.
  package static func list(_ value: JSONValue) -> [KeyRow]? {
    let rows = value.values ?? value["apikeys"]?.values
    return rows.map {
      $0.filter { $0.text("deleted_at") == nil && $0.number("deleted_at") == nil }.compactMap(
        KeyRow.init)
    }
  }
}
