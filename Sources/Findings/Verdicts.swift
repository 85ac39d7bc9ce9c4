import Blobs
import Git

/// What a scan learned of the objects of some packs: enough to give the same again without reading
/// them all.
///
/// It holds ids and numbers only, also of hits. What is there to read besides, such as messages with
/// hits and names that matter, is named and read again.
struct Verdicts: Sendable {
  /// How the objects are named.
  var format = ObjectFormat.sha1
  /// Each pack, by numbers that change when anything about it does.
  var packs: [[UInt64]] = []
  var blobCount = 0
  var byteCount = 0
  /// The hits in blobs, without the secrets.
  var found = KnownHits()
  /// Objects to be read again for what they hold; those that are blobs are counted above.
  var again: Set<ObjectID> = []
  /// Objects that could not be read in the way of packs, and are not counted above.
  var unread: Set<ObjectID> = []
  /// Objects that trees of the packs name and none of the packs has.
  var outside: Set<ObjectID> = []
  /// What entries lead to whose name holds an anchor of a path.
  var suspects: Set<ObjectID> = []
  var commits = CommitList()
  /// What annotated tags point to.
  var tags: [ObjectID: ObjectID] = [:]
  /// Blobs that stand for files of Git LFS.
  var pointers: [ObjectID: LFSPointer] = [:]
  /// The way from the packs' trees to what was found.
  var trace = TreeTrace()

  init() {}

  /// Adds what was learned of further packs.
  mutating func add(_ objects: ObjectHits, unread ids: [ObjectID]) {
    blobCount += objects.blobCount
    byteCount += objects.byteCount
    again.formUnion(found.add(objects.blobs))
    again.formUnion(objects.messages.map(\.id))
    again.formUnion(objects.named.map(\.tree))
    again.formUnion(objects.faults.map(\.id))
    again.formUnion(objects.undecided.map(\.id))
    unread.formUnion(ids)
    outside.formUnion(objects.outside)
    suspects.formUnion(objects.suspects)
    commits.add(objects.commits)
    tags.merge(objects.tags) { first, _ in first }
    pointers.merge(objects.pointers) { first, _ in first }
  }

  /// What the packs hold, but for what has to be read again.
  var hits: ObjectHits {
    var hits = ObjectHits()
    hits.blobCount = blobCount
    hits.byteCount = byteCount
    hits.outside = outside
    hits.suspects = suspects
    hits.commits = commits
    hits.tags = tags
    hits.pointers = pointers
    return hits
  }
}

extension Verdicts {
  /// The verdicts as bytes: numbers of eight bytes, least significant first, and ids.
  var bytes: [UInt8] {
    let graph = CommitGraph(commits)
    let room = (24 + 2 * format.byteCount) * graph.nodes.count
    var writer = NumberWriter(format, capacity: room + (1 << 12))
    writer.add([format.byteCount, packs.count, blobCount, byteCount])
    for pack in packs {
      writer.add([pack.count])
      for word in pack { writer.add(word) }
    }
    for ids in [again, unread, outside, suspects, trace.traced, trace.leading] {
      writer.add([ids.count])
      for id in ids { writer.add(id) }
    }
    writer.add([tags.count])
    for (tag, target) in tags {
      writer.add(tag)
      writer.add(target)
    }
    writePointers(to: &writer)
    found.write(to: &writer)
    writer.add([graph.nodes.count])
    for (number, node) in graph.nodes.enumerated() {
      writer.add(node.id)
      writer.add(node.tree)
      writer.add([node.time, graph.parentIDs(of: number).count])
    }
    for parent in graph.nodes.indices.lazy.flatMap(graph.parentIDs) {
      // Most parents are there: their number is shorter than their id.
      let number = graph.number(of: parent)
      writer.add([number ?? -1])
      if number == nil { writer.add(parent) }
    }
    return writer.bytes
  }

  /// Reads verdicts; nil where what stands in the range is not of the form that `bytes` gives.
  init?(_ bytes: [UInt8], in range: Range<Int>) {
    var reader = NumberReader(bytes, range)
    let idSize = reader.number()
    guard let format = ObjectFormat.allCases.first(where: { $0.byteCount == idSize }) else {
      return nil
    }
    self.format = format
    reader.format = format
    guard let packCount = reader.count(each: 8), let blobs = reader.number(),
      let total = reader.number()
    else { return nil }
    (blobCount, byteCount) = (blobs, total)
    for _ in 0..<packCount {
      guard let words = reader.count(each: 8) else { return nil }
      packs.append((0..<words).map { _ in UInt64(bitPattern: Int64(reader.number() ?? 0)) })
    }
    guard let again = reader.ids(), let unread = reader.ids(), let outside = reader.ids(),
      let suspects = reader.ids(), let traced = reader.ids(), let leading = reader.ids(),
      let tagCount = reader.count(each: 40)
    else { return nil }
    trace = TreeTrace(traced: traced, leading: leading)
    (self.again, self.unread, self.outside, self.suspects) = (again, unread, outside, suspects)
    for _ in 0..<tagCount {
      guard let tag = reader.id(), let target = reader.id() else { return nil }
      tags[tag] = target
    }
    guard let pointers = Self.pointers(&reader), let found = KnownHits(&reader) else { return nil }
    self.pointers = pointers
    self.found = found
    guard let commits = Self.commits(&reader), reader.isAtEnd else { return nil }
    self.commits = commits
  }

  private func writePointers(to writer: inout NumberWriter) {
    writer.add([pointers.count])
    for (blob, pointer) in pointers {
      writer.add(blob)
      for word in pointer.digest { writer.add(word) }
      writer.add([pointer.size, pointer.isPlain ? 1 : 0])
    }
  }

  private static func pointers(_ reader: inout NumberReader) -> [ObjectID: LFSPointer]? {
    guard let count = reader.count(each: 68) else { return nil }
    var pointers: [ObjectID: LFSPointer] = [:]
    for _ in 0..<count {
      guard let blob = reader.id() else { return nil }
      let numbers = (0..<6).compactMap { _ in reader.number() }
      guard numbers.count == 6, numbers[4] >= 0 else { return nil }
      let digest = numbers[..<4].map { UInt64(bitPattern: Int64($0)) }
      pointers[blob] = LFSPointer(digest: digest, size: numbers[4], isPlain: numbers[5] == 1)
    }
    return pointers
  }

  private static func commits(_ reader: inout NumberReader) -> CommitList? {
    guard let count = reader.count(each: 56) else { return nil }
    var rows: [(id: ObjectID, tree: ObjectID, time: Int, parents: Int)] = []
    rows.reserveCapacity(count)
    for _ in 0..<count {
      guard let id = reader.id(), let tree = reader.id(), let time = reader.number(),
        let parents = reader.number()
      else { return nil }
      rows.append((id, tree, time, parents))
    }
    var commits = CommitList()
    commits.reserve(count)
    var parents: [ObjectID] = []
    for row in rows {
      guard row.parents >= 0, row.parents <= reader.rest / 8 else { return nil }
      parents.removeAll(keepingCapacity: true)
      for _ in 0..<row.parents {
        guard let number = reader.number(), number < count else { return nil }
        guard let id = number < 0 ? reader.id() : rows[number].id else { return nil }
        parents.append(id)
      }
      commits.add(row.id, tree: row.tree, parents: parents, time: row.time)
    }
    return commits
  }
}
