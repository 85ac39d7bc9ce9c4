import Foundation
import VastServer

// Tells an address and one key of each kind, then serves until it is ended: to try by hand what
// the tests do.
let server = try VastServer()
let account = server.addAccount()
let parent = server.addAccount()
let child = server.addAccount(parent: parent)
let gated = server.addAccount(twoFactors: true)
let lines = [
  "VAST_URL=\(server.url)",
  "primary       \(server.addKey(.primary, to: account))",
  "user-created  \(server.addKey(.userCreated, to: account, name: "ci"))",
  "read-only     \(server.addKey(.userCreated, to: account, scopes: ["user_read"], name: "reader"))",
  "session       \(server.addKey(.session, to: account))",
  "instance      \(server.addKey(.instance(31_337), to: account))",
  "subaccount    \(server.addKey(.derived, to: child))",
  "two factors   \(server.addKey(.primary, to: gated))",
]
try FileHandle.standardOutput.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
withExtendedLifetime(server) {
  while true { sleep(3600) }
}
