/// Finds, among what was added, the files that come from a path that was deleted.
///
/// As git does: first those with the same content, then those of whose bytes at least half are the
/// same, the most similar first.
struct RenameSearch {
  /// The most pairs of files that are compared.
  private static let pairLimit = 10_000

  /// The largest file that is compared with others.
  private static let sizeLimit = 1 << 24

  private let objects: ObjectDatabase

  init(_ objects: ObjectDatabase) {
    self.objects = objects
  }

  /// Returns the changes with each addition and deletion that belong together made one rename.
  func pairing(_ changes: [StagedChange]) -> [StagedChange] {
    var added = changes.filter { $0.kind == .added }.sorted { $0.path < $1.path }
    var deleted = changes.filter { $0.kind == .deleted }.sorted { $0.path < $1.path }
    guard !added.isEmpty, !deleted.isEmpty else { return changes }
    var result = changes.filter { $0.kind != .added && $0.kind != .deleted }
    result += takeIdentical(&added, &deleted)
    result += takeSimilar(&added, &deleted)
    return result + added + deleted
  }

  private func takeIdentical(
    _ added: inout [StagedChange], _ deleted: inout [StagedChange]
  ) -> [StagedChange] {
    var sources: [ObjectID: [Int]] = [:]
    for (number, change) in deleted.enumerated() {
      if let id = change.oldID { sources[id, default: []].append(number) }
    }
    var used: Set<Int> = []
    var renames: [StagedChange] = []
    added.removeAll { change in
      let candidates = (change.newID.flatMap { sources[$0] } ?? []).filter { number in
        !used.contains(number) && deleted[number].mode.kind == change.mode.kind
      }
      // Of several sources, the one that kept its name.
      let sameName = candidates.first { deleted[$0].path.name == change.path.name }
      guard let source = sameName ?? candidates.first else { return false }
      used.insert(source)
      renames.append(StagedChange(change, from: deleted[source]))
      return true
    }
    deleted = deleted.indices.filter { !used.contains($0) }.map { deleted[$0] }
    return renames
  }

  private func takeSimilar(
    _ added: inout [StagedChange], _ deleted: inout [StagedChange]
  ) -> [StagedChange] {
    guard added.count * deleted.count <= Self.pairLimit else { return [] }
    let targets = added.map { $0.mode.kind == .file ? fingerprint($0.newID) : nil }
    let sources = deleted.map { $0.mode.kind == .file ? fingerprint($0.oldID) : nil }
    var pairs: [(similarity: Double, target: Int, source: Int)] = []
    for (target, new) in targets.enumerated() {
      for (source, old) in sources.enumerated() {
        guard let new, let old else { continue }
        let similarity = new.similarity(to: old)
        if similarity >= 0.5 { pairs.append((similarity, target, source)) }
      }
    }
    pairs.sort { ($1.similarity, $0.target, $0.source) < ($0.similarity, $1.target, $1.source) }
    var origin: [Int: Int] = [:]
    var used: Set<Int> = []
    for pair in pairs where origin[pair.target] == nil && !used.contains(pair.source) {
      origin[pair.target] = pair.source
      used.insert(pair.source)
    }
    let renames = origin.map { StagedChange(added[$0.key], from: deleted[$0.value]) }
    added = added.indices.filter { origin[$0] == nil }.map { added[$0] }
    deleted = deleted.indices.filter { !used.contains($0) }.map { deleted[$0] }
    return renames
  }

  /// What a blob consists of, or nil where it is missing, empty or too large to compare.
  private func fingerprint(_ id: ObjectID?) -> Fingerprint? {
    guard let id else { return nil }
    return try? objects.withObject(id, limit: Self.sizeLimit) { _, bytes in
      bytes.isEmpty ? nil : Fingerprint(bytes)
    }
  }
}

/// How many bytes of a content are in each of its lines, long ones cut every 64 bytes.
private struct Fingerprint {
  private var counts: [UInt64: Int] = [:]
  private let size: Int

  init(_ bytes: Span<UInt8>) {
    size = bytes.count
    // FNV-1a.
    let basis: UInt64 = 0xcbf2_9ce4_8422_2325
    var hash = basis
    var length = 0
    for index in bytes.indices {
      hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3
      length += 1
      if length < 64 && bytes[index] != UInt8(ascii: "\n") { continue }
      counts[hash, default: 0] += length
      (hash, length) = (basis, 0)
    }
    if length > 0 { counts[hash, default: 0] += length }
  }

  /// The share of the larger content that is in both, from 0 to 1.
  func similarity(to other: Fingerprint) -> Double {
    let larger = max(size, other.size)
    guard 2 * min(size, other.size) >= larger else { return 0 }
    let common = counts.reduce(0) { $0 + min($1.value, other.counts[$1.key] ?? 0) }
    return Double(common) / Double(larger)
  }
}

extension StagedChange {
  /// The addition as what it is: a deleted file under its new name.
  fileprivate init(_ added: StagedChange, from deleted: StagedChange) {
    kind = .renamed
    path = added.path
    oldPath = deleted.path
    oldID = deleted.oldID
    newID = added.newID
    mode = added.mode
  }
}
