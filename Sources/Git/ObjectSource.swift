import Synchronization

/// An object as it is stored, and what is wrong with the way it is.
struct StoredObject: Sendable {
  let kind: ObjectKind
  /// The content without a header; as far as it goes where something is wrong.
  let bytes: ArraySlice<UInt8>
  /// Why git refuses it although there are bytes, or nil.
  let damage: String?
}

/// The first damaged copy of an object, for where none is whole.
struct Damaged {
  private(set) var first: StoredObject?

  /// Returns an object that is whole; keeps one that is not, and throws `corrupt`.
  mutating func pass(_ object: StoredObject) throws(GitError) -> StoredObject {
    guard let damage = object.damage else { return object }
    first = first ?? object
    throw GitError(.corrupt, "object", "it is corrupt: \(damage)")
  }
}

/// A place that objects are read from one by one, by any thread.
protocol ObjectSource: AnyObject, Sendable {
  /// Whether the object is there, readable or not.
  func contains(_ id: ObjectID) -> Bool

  /// Returns the kind and the claimed size of an object.
  ///
  /// - Throws: `missing`, `corrupt`, or `other` where the system refuses.
  func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int)

  /// Returns an object, which may be another than its id promises, or damaged.
  ///
  /// - Throws: As `header(of:)`, where nothing of it can be had.
  func stored(_ id: ObjectID) throws(GitError) -> StoredObject

  /// Returns ids whose first hex digits are those of `prefix`: all, or two where there are more.
  func ids(beginningWith prefix: ObjectID, digits: Int) -> [ObjectID]

  /// Calls `body` with every id until it answers false; returns what it answered last.
  func forEachID(_ body: (ObjectID) -> Bool) -> Bool

  /// Looks again for what has come since, after an object was missed.
  func refresh()
}

/// All places of a repository's objects as one: where one fails, the next is asked, as git does.
final class ObjectSources: ObjectSource {
  private let list: Mutex<[any ObjectSource]>
  private let format: ObjectFormat

  private var sources: [any ObjectSource] { list.withLock(\.self) }

  /// Takes the packs and the loose objects of some folders; packs are asked first, as in git.
  init(_ folders: [Path], _ format: ObjectFormat) {
    self.format = format
    list = Mutex(
      folders.map { PackedObjects($0, format) } + folders.map { LooseObjects($0, format) })
  }

  /// Takes those of one more folder, which are asked last.
  func add(_ folder: Path) {
    list.withLock { $0 += [PackedObjects(folder, format), LooseObjects(folder, format)] }
  }

  func contains(_ id: ObjectID) -> Bool {
    sources.contains { $0.contains(id) }
  }

  func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    try first(id) { (source) throws(GitError) in try source.header(of: id) }
  }

  func stored(_ id: ObjectID) throws(GitError) -> StoredObject {
    var rest = Damaged()
    do throws(GitError) {
      return try first(id) { (source) throws(GitError) in try rest.pass(source.stored(id)) }
    } catch {
      guard let damaged = rest.first else { throw error }
      return damaged
    }
  }

  func ids(beginningWith prefix: ObjectID, digits: Int) -> [ObjectID] {
    var ids: Set<ObjectID> = []
    for source in sources { ids.formUnion(source.ids(beginningWith: prefix, digits: digits)) }
    return Array(ids)
  }

  func forEachID(_ body: (ObjectID) -> Bool) -> Bool {
    sources.allSatisfy { $0.forEachID(body) }
  }

  func refresh() {
    for source in sources { source.refresh() }
  }

  /// Returns what the first source gives that has the object whole.
  private func first<Result>(
    _ id: ObjectID, _ read: (any ObjectSource) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    var failure = GitError(.missing, "object", "\(id) is missing")
    for source in sources {
      do throws(GitError) {
        return try read(source)
      } catch {
        if failure.reason == .missing { failure = error }
      }
    }
    throw failure
  }
}
