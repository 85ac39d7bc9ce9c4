import Git
import Blobs

/// What the objects of a repository hold: the result of looking at each of them once.
struct ObjectHits: Sendable {
  /// The hits in blobs.
  var blobs: [ObjectID: [Hit]] = [:]
  /// The hits in commits and tags: headers and message.
  var messages: [(id: ObjectID, kind: ObjectKind, hits: [Hit])] = []
  /// Entries of trees whose name a rule about paths, or a rule about contents, wants to see.
  var named: [TreeEntry] = []
  /// What entries lead to whose name holds an anchor of a path.
  var suspects: Set<ObjectID> = []
  var commits = CommitList()
  /// What annotated tags point to.
  var tags: [ObjectID: ObjectID] = [:]
  /// Blobs that stand for files of Git LFS.
  var pointers: [ObjectID: LFSPointer] = [:]
  /// Objects that a tree names and no pack has.
  var outside: Set<ObjectID> = []
  /// Trees that a commit names and no pack has.
  var outsideRoots: Set<ObjectID> = []
  /// Of objects that a tree names as what they are not, or may not be: the first such tree.
  var namings: [Naming: ObjectID] = [:]
  /// What loose objects are.
  var looseKinds: [ObjectID: ObjectKind] = [:]
  /// Objects that could not be looked at as a whole, and why.
  var faults: [(id: ObjectID, why: String)] = []
  /// Rules that could not be decided in an object, and why.
  var undecided: [(id: ObjectID, rule: Int, why: String)] = []
  /// Whether each object, read by itself, would give the same again.
  var isRepeatable = true
  var blobCount = 0
  var byteCount = 0

  mutating func merge(_ other: ObjectHits) {
    blobs.merge(other.blobs) { first, _ in first }
    messages += other.messages
    named += other.named
    suspects.formUnion(other.suspects)
    commits.add(other.commits)
    tags.merge(other.tags) { first, _ in first }
    pointers.merge(other.pointers) { first, _ in first }
    outside.formUnion(other.outside)
    outsideRoots.formUnion(other.outsideRoots)
    namings.merge(other.namings, uniquingKeysWith: min)
    looseKinds.merge(other.looseKinds) { first, _ in first }
    isRepeatable = isRepeatable && other.isRepeatable
    faults += other.faults
    undecided += other.undecided
    blobCount += other.blobCount
    byteCount += other.byteCount
  }
}

/// An entry of a tree.
struct TreeEntry: Sendable, Hashable {
  let tree: ObjectID
  let name: [UInt8]
  let target: ObjectID
  let kind: FileMode.Kind
}
