/// Another repository that this one fetches from or pushes to.
package struct Remote: Sendable, Equatable {
  /// Its name, such as `origin`.
  package let name: Path
  /// Its address, without the user, password and query that it may hold.
  package let address: Path

  package init(name: Path, address: Path) {
    self.name = name
    self.address = address
  }
}

extension Repository {
  /// The remotes that the configuration names, by name.
  package func remotes() -> [Remote] {
    let (start, ends) = (Array("remote.".utf8), [".url", ".pushurl"].map { Array($0.utf8) })
    var remotes: [Remote] = []
    for entry in configuration.entries where entry.key.starts(with: start) {
      guard let value = entry.value,
        let end = ends.first(where: { entry.key.reversed().starts(with: $0.reversed()) }),
        entry.key.count > start.count + end.count
      else { continue }
      let remote = Remote(
        name: Path(bytes: Array(entry.key[start.count..<(entry.key.count - end.count)])),
        address: Remote.bare(value))
      if !remotes.contains(remote) { remotes.append(remote) }
    }
    return remotes.sorted { ($0.name, $0.address) < ($1.name, $1.address) }
  }
}

extension Remote {
  /// An address without what may be secret in it.
  static func bare(_ address: [UInt8]) -> Path {
    let scheme = address.firstRange(of: Array("://".utf8))
    guard let scheme else { return Path(bytes: address) }
    let rest = address[scheme.upperBound...]
    let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
    let plainHost = host.lastIndex(of: UInt8(ascii: "@")).map { host[($0 + 1)...] } ?? host
    let path = rest[host.endIndex...].prefix {
      $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
    }
    return Path(bytes: Array(address[..<scheme.upperBound]) + plainHost + path)
  }
}
