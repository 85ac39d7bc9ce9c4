import FoundationEssentials
import JSON
import VastAI

/// What somebody with the key may have left in the account: all that the API shows as new since the
/// leak.
struct Review {
  /// In seconds since 1970; nil for everything.
  let since: Int?

  /// Asks, and tells what is new, line by line.
  func lines(_ client: inout Client, key: String, rows: [KeyRow]?) -> [String] {
    var lines: [String] = []
    let keys = (rows ?? []).filter { isNew($0.created) }
    lines.append(
      rows == nil
        ? "keys: could not be listed"
        : "keys made since: "
          + listed(keys.map { "id \($0.id) \(Voice.quoted($0.name ?? "")) \(day($0.created))" }))
    lines.append(
      "SSH keys added since: "
        + told(client.read(.listSSHKeys, key: key), wrapped: ["ssh_keys", "keys"]) {
          "id \($0.id("id") ?? "?") \(day(time($0)))"
        })
    lines.append(
      "sessions: "
        + told(client.read(.listSessions, key: key), wrapped: ["sessions"]) {
          "id \($0.id("id") ?? $0.id("key_id") ?? $0.id("sid") ?? "?") \(day(time($0)))"
        })
    lines.append(
      "instances started since: "
        + told(client.read(.instances, key: key), wrapped: ["instances"]) {
          "id \($0.id("id") ?? "?") \(day(time($0)))"
        })
    lines.append("addresses in the audit log: " + addresses(client.read(.auditLog, key: key)))
    return lines
  }

  private func told(
    _ reply: Reply, wrapped names: [String], _ row: (JSONValue) -> String
  ) -> String {
    guard let value = reply.value,
      let rows = value.values ?? names.compactMap({ value[$0]?.values }).first
    else { return "could not be listed" }
    return listed(rows.filter { $0.isObject && isNew(time($0)) }.map(row))
  }

  private func addresses(_ reply: Reply) -> String {
    guard let rows = reply.value?.values ?? reply.value?["logs"]?.values else {
      return "could not be listed"
    }
    var counts: [String: Int] = [:]
    for row in rows where isNew(time(row)) {
      if let address = row.text("ip_address") { counts[address, default: 0] += 1 }
    }
    return listed(
      counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
        "\(Voice.quoted($0.key, limit: 45)) (\($0.value) calls)"
      })
  }

  private func time(_ row: JSONValue) -> Double? {
    let time = row.number("created_at") ?? row.number("start_date")
    return time.map { $0 > 100_000_000_000 ? $0 / 1000 : $0 }
  }

  /// What has no time may be new.
  private func isNew(_ time: Double?) -> Bool {
    guard let time, let since else { return true }
    return time >= Double(since)
  }

  private func day(_ time: Double?) -> String {
    guard let time, (0...253_402_300_799).contains(time) else { return "" }
    return "of " + Date(timeIntervalSince1970: time).formatted(.iso8601).prefix(10)
  }

  private func listed(_ items: [String]) -> String {
    let most = 20
    if items.isEmpty { return "none" }
    let more = items.count - most
    return items.prefix(most).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}
