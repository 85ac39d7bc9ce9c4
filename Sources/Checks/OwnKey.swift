import Blobs
import Git
import Rules

/// The key that Vast.ai's client of this machine uses.
package enum OwnKey {
  /// The SHA-256 of the key in the client's file.
  ///
  /// - Parameter environment: Names the home, or the folder of settings.
  /// - Returns: 64 hex digits; nil where there is no such file.
  package static func digest(environment: [String: String]) -> String? {
    let folders = [environment["XDG_CONFIG_HOME"], environment["HOME"].map { $0 + "/.config" }]
    guard let folder = folders.compactMap(\.self).first(where: { $0.hasPrefix("/") }),
      let root = try? FileRoot(Path("/")),
      let file = try? root.find(Path(folder + "/vastai/vast_api_key")),
      let bytes = try? file.bytes(limit: 1024)
    else { return nil }
    let key = bytes.filter { $0 > 0x20 }
    return key.count == 64 ? Digest.sha256(key) : nil
  }
}
