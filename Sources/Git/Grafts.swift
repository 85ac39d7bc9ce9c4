extension Repository {
  /// Returns the parents that `info/grafts` gives to commits, instead of or beside their own.
  ///
  /// git still follows that file, though replaced commits have taken its place. Empty where there is
  /// none.
  /// - Throws: `corrupt` where a line holds anything but ids.
  package func grafts() throws(GitError) -> [ObjectID: [ObjectID]] {
    let file = commonDirectory.appending("info/grafts".utf8)
    let bytes: [UInt8]
    do {
      bytes = try SmallFile.bytes(at: file, limit: 1 << 28)
    } catch {
      if error.reason == .missing { return [:] }
      throw error
    }
    var grafts: [ObjectID: [ObjectID]] = [:]
    for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      let words = line.split { $0 == UInt8(ascii: " ") || (9...13).contains($0) }
      let ids = words.compactMap { ObjectID(hex: String(decoding: $0, as: UTF8.self), format) }
      guard ids.count == words.count else {
        throw GitError(.corrupt, "grafts", "\(file.text) holds a line of other things than ids")
      }
      guard let commit = ids.first else { continue }
      grafts[commit, default: []] += ids.dropFirst()
    }
    return grafts
  }
}
