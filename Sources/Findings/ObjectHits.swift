import Blobs
import Candidates
import Git

/// What the objects of a repository hold: the result of looking at each of them once.
struct ObjectHits: Sendable {
  /// The hits in blobs.
  var blobs: [ObjectID: [Hit]] = [:]
  /// The hits in commits and tags: headers and message.
  var messages: [(id: ObjectID, kind: ObjectKind, hits: [Hit])] = []
  /// Entries of trees whose name a rule about paths, or a rule about contents, wants to see.
  var named: [NamedEntry] = []
  var commits = CommitGraph()
  /// What annotated tags point to.
  var tags: [ObjectID: ObjectID] = [:]
  /// Objects that a tree names and that are not there.
  var missing: Set<ObjectID> = []
  /// Trees, commits and tags that do not follow their form.
  var malformed: [(id: ObjectID, why: String)] = []
  /// Rules that could not be decided in an object, and why.
  var undecided: [(id: ObjectID, rule: Int, why: String)] = []
  var blobCount = 0
  var byteCount = 0

  /// An entry of a tree by its place in the tree.
  struct NamedEntry: Sendable {
    let tree: ObjectID
    let name: [UInt8]
    let target: ObjectID
  }

  mutating func merge(_ other: ObjectHits) {
    blobs.merge(other.blobs) { first, _ in first }
    messages += other.messages
    named += other.named
    commits.add(other.commits)
    tags.merge(other.tags) { first, _ in first }
    missing.formUnion(other.missing)
    malformed += other.malformed
    undecided += other.undecided
    blobCount += other.blobCount
    byteCount += other.byteCount
  }
}

/// Looks at each object for hits.
struct HitVisitor: ObjectVisitor, ~Copyable {
  private let known: Set<ObjectID>
  private var scanner: ContentScanner
  private var found = ObjectHits()

  /// Prepares a thread's visitor.
  ///
  /// - Parameters:
  ///   - index: The rules.
  ///   - known: All objects that are there.
  /// - Throws: `outOfMemory`.
  init(index: RuleIndex, known: Set<ObjectID>) throws(ScanError) {
    guard let scanner = ContentScanner(index) else { throw .outOfMemory }
    self.known = known
    self.scanner = scanner
  }

  consuming func finish() -> ObjectHits { found }

  mutating func visit(_ id: ObjectID, _ kind: ObjectKind, _ bytes: Span<UInt8>) {
    switch kind {
    case .blob: visitBlob(id, bytes)
    case .tree: visitTree(id, bytes)
    case .commit: visitCommit(id, bytes)
    case .tag: visitTag(id, bytes)
    }
    for (rule, why) in scanner.takeUndecided() { found.undecided.append((id, rule, why)) }
    if scanner.takeShortOfMemory() { found.malformed.append((id, "not enough memory to scan it")) }
  }

  private mutating func visitBlob(_ id: ObjectID, _ bytes: Span<UInt8>) {
    found.blobCount += 1
    found.byteCount += bytes.count
    let hits = scanner.hits(in: bytes)
    if !hits.isEmpty { found.blobs[id] = hits }
  }

  private mutating func visitTree(_ id: ObjectID, _ bytes: Span<UInt8>) {
    let wantsNames = scanner.mayWantName(bytes)
    let isWhole = TreeObject.forEachEntry(in: bytes) { mode, name, target in
      if mode.kind != .submodule, !known.contains(target) { found.missing.insert(target) }
      if wantsNames, scanner.mayWantName(bytes.extracting(name)) {
        found.named.append(.init(tree: id, name: bytes.copy(name), target: target))
      }
    }
    if !isWhole { found.malformed.append((id, "the tree is malformed")) }
  }

  private mutating func visitCommit(_ id: ObjectID, _ bytes: Span<UInt8>) {
    if let commit = CommitObject(bytes) {
      found.commits.add(id, commit, bytes: bytes)
    } else {
      found.malformed.append((id, "the commit is malformed"))
    }
    addMessage(id, .commit, bytes)
  }

  private mutating func visitTag(_ id: ObjectID, _ bytes: Span<UInt8>) {
    if let tag = TagObject(bytes) {
      found.tags[id] = tag.target
    } else {
      found.malformed.append((id, "the tag is malformed"))
    }
    addMessage(id, .tag, bytes)
  }

  private mutating func addMessage(_ id: ObjectID, _ kind: ObjectKind, _ bytes: Span<UInt8>) {
    let hits = scanner.hits(in: bytes)
    if !hits.isEmpty { found.messages.append((id, kind, hits)) }
  }
}
