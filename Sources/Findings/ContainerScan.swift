package import Archives
import Blobs
package import Candidates

/// What of a container could not be looked at.
struct ContainerProblem: Sendable {
  /// Where in the container: `!`, and the name in it, as often as containers nest; empty for the
  /// container as a whole.
  let inner: [UInt8]
  let why: String
}

extension ContentScanner {
  /// The hits in the content of a file or a blob, all of whose anchors may be known already, and in
  /// all that it holds where it is a container.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - anchors: All its anchors, where they are known.
  ///   - words: Words of which `lastWords` is to tell where they stand in it.
  /// - Returns: The hits.
  package mutating func hits(
    inContent bytes: Span<UInt8>, anchors: [Anchor]? = nil, words: ContentWords? = nil
  ) -> [Hit] {
    if words != nil { lastWords = [] }
    // A pointer's digest has the look of a key.
    if LFSPointer(bytes)?.isPlain == true { return [] }
    let outside = hits(
      in: bytes, window: .whole(count: bytes.count), anchors: anchors, words: words)
    guard let (kind, start) = Self.container(bytes) else { return outside }
    var inside = InnerHits()
    allowance.isWithin = true
    defer { allowance.isWithin = false }
    let result = ArchiveReader().read(bytes.extracting(start...), kind, at: []) {
      entry, piece, window in
      add(entry, piece, window, to: &inside)
      return !isCancelled
    }
    return hits(outside, inside.hits, result)
  }

  /// The container that a content is, or that stands behind the program that opens it.
  private static func container(_ bytes: Span<UInt8>) -> (ContainerKind, Int)? {
    if let kind = ContainerKind(startOf: bytes) { return (kind, 0) }
    return Payload(in: bytes).map { ($0.kind, $0.offset) }
  }

  /// The hits in what a container holds that stands in an open file.
  ///
  /// - Parameters:
  ///   - descriptor: The file.
  ///   - kind: What its first bytes say that it is.
  ///   - outside: The hits in its bytes as they are.
  /// - Returns: The hits, with those of `outside` that have no counterpart within.
  package mutating func hits(
    inContainer descriptor: Int32, _ kind: ContainerKind, besides outside: [Hit]
  ) -> [Hit] {
    var inside = InnerHits()
    allowance.isWithin = true
    defer { allowance.isWithin = false }
    let result = ArchiveReader().read(descriptor: descriptor, kind, at: []) {
      entry, piece, window in
      add(entry, piece, window, to: &inside)
      return !isCancelled
    }
    return hits(outside, inside.hits, result)
  }

  /// Joins what was found in a container's bytes and in what it holds: what is not compressed is
  /// found twice.
  mutating func hits(
    _ outside: [Hit], _ inside: [Hit], _ result: ArchiveResult
  ) -> [Hit] {
    for problem in result.problems {
      note(ContainerProblem(inner: problem.path, why: problem.why))
    }
    let secrets = Set(inside.map(\.secret))
    return outside.filter { !secrets.contains($0.secret) } + inside
  }

  /// Adds the hits in an entry's content, in its name, and in what it links to.
  mutating func add(
    _ entry: ArchiveEntry, _ bytes: Span<UInt8>, _ window: Window, to inside: inout InnerHits
  ) {
    if window.offset == 0 {
      inside.beginEntry()
      if entry.kind != .header { add(entry.path.span, of: entry, isName: true, to: &inside) }
    }
    switch entry.kind {
    case .symlink(let target), .hardlink(let target):
      add(target.span, of: entry, isName: false, to: &inside)
    case .file, .table, .container, .directory, .header, .other: break
    }
    inside.add(
      hits(in: bytes, window: window).map {
        $0.moved(into: entry.path, isTable: entry.kind == .table)
      })
  }

  private mutating func add(
    _ text: Span<UInt8>, of entry: ArchiveEntry, isName: Bool, to inside: inout InnerHits
  ) {
    var inner = entry.path
    if isName {
      // A name belongs to what holds it.
      inner.removeSubrange((inner.lastIndex(of: UInt8(ascii: "!")) ?? 0)...)
    }
    inside.add(hits(in: text).map { $0.moved(into: inner) })
  }
}

/// The hits in what a container holds: each secret from one of the entries that have the same path.
///
/// A pack holds all versions of a file, and a name stands in many paths.
struct InnerHits {
  private struct Place: Hashable {
    let inner: [UInt8]
    let secret: [UInt8]
    let rule: Int
  }

  private(set) var hits: [Hit] = []
  /// The number of the entry in which each was found.
  private var entries: [Place: Int] = [:]
  private var entry = 0

  mutating func beginEntry() { entry += 1 }

  mutating func add(_ more: [Hit]) {
    for hit in more {
      let place = Place(inner: hit.inner, secret: hit.secret, rule: hit.rule)
      let first = entries[place, default: entry]
      entries[place] = first
      if first == entry { hits.append(hit) }
    }
  }
}
