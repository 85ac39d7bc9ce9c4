import Blobs
package import Git
import Rules

/// Where verdicts are kept from one run to the next, and whose word is taken for them.
///
/// They stand in the repository where that is the user's own and can be written, else in the user's
/// cache folder. Each file ends with a digest over its content and a key that only the user has:
/// what anybody else put there, in a repository that came as an archive say, is not believed.
package struct VerdictCache: Sendable {
  private let userFolder: Path
  private let version: String
  private let note: @Sendable (String) -> Void

  /// The folder in a repository where verdicts stand.
  static let folder = Path("vastguard")
  /// The largest file that is read or written.
  private static let limit = 1 << 28
  private static let keyName = "verdict-key"
  private static let digestLength = 64

  /// Describes the cache.
  ///
  /// - Parameters:
  ///   - userFolder: The user's folder for caches, such as `~/.cache`; it need not be there.
  ///   - version: The version of the program: another one may judge in another way.
  ///   - note: Says what could not be done; nothing depends on it.
  package init(userFolder: Path, version: String, note: @escaping @Sendable (String) -> Void) {
    self.userFolder = userFolder.appending("vastguard".utf8)
    self.version = version
    self.note = note
  }

  /// The verdicts of an earlier run on the repository with this folder, or nil where there are none
  /// to be believed.
  func load(_ repository: Path, for options: ScanOptions) -> Verdicts? {
    guard let key = PrivateFolder(userFolder)?.read(Self.keyName, limit: 32), key.count == 32 else {
      return nil
    }
    for place in places(repository, options) {
      guard let bytes = PrivateFolder(place.folder)?.read(place.name, limit: Self.limit),
        bytes.count >= Self.digestLength
      else { continue }
      let end = bytes.count - Self.digestLength
      let heading = heading(options)
      guard bytes[end...].elementsEqual(Self.digest(bytes[..<end], key).utf8),
        bytes[..<end].starts(with: heading),
        let verdicts = Verdicts(bytes, in: heading.count..<end)
      else { continue }
      return verdicts
    }
    return nil
  }

  /// Keeps verdicts for later runs, if that can be done.
  func save(_ verdicts: Verdicts, _ repository: Path, for options: ScanOptions) {
    guard let key = key() else { return note("no verdicts are kept: no key for them can be") }
    var bytes = heading(options) + verdicts.bytes
    bytes += Self.digest(bytes[...], key).utf8
    guard bytes.count <= Self.limit else { return note("no verdicts are kept: they are too large") }
    for place in places(repository, options)
    where PrivateFolder(making: place.folder)?.write(place.name, bytes) == true {
      return
    }
    note("no verdicts are kept: no folder for them can be written")
  }

  /// Where verdicts may stand, the best place first.
  private func places(_ repository: Path, _ options: ScanOptions) -> [(folder: Path, name: String)]
  {
    let digest = Digest.sha256(heading(options))
    // Four files at most, whatever rules and versions come and go.
    let slot = (digest.utf8.first ?? 0) & 3
    let identity = Digest.sha256(repository.bytes).prefix(32)
    return [
      (repository.appending(Self.folder.bytes), "verdicts-\(slot)"),
      (userFolder, "verdicts-\(slot)-\(identity)"),
    ]
  }

  /// What a file begins with: the form, and all that a verdict depends on but the objects.
  private func heading(_ options: ScanOptions) -> [UInt8] {
    let rules = options.rulesDigest
    return Array("vastguard verdicts 4 \(version) \(rules) \(options.maxBlobSize)\n".utf8)
  }

  private static func digest(_ content: ArraySlice<UInt8>, _ key: [UInt8]) -> String {
    Digest.sha256(key + content + key)
  }

  /// The user's key, made where there is none.
  private func key() -> [UInt8]? {
    PrivateFolder.makeAll(userFolder)
    guard let folder = PrivateFolder(making: userFolder) else { return nil }
    if let key = folder.read(Self.keyName, limit: 32), key.count == 32 { return key }
    // getrandom(2), by way of the library.
    var generator = SystemRandomNumberGenerator()
    let key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    return folder.write(Self.keyName, key) ? key : nil
  }
}
