import Archives
import Blobs
import Candidates
import Git
import Packs

/// Looks at each object for hits, and notes what else has to be known of it.
///
/// A blob without anchors is counted and never built. Trees are parsed only where a name or a
/// missing object makes it worth while. Commits and tags are always read: they are the graph.
struct HitCollector: ObjectCollector, ~Copyable {
  private let searches: ObjectSearches
  private let store: ObjectStore
  private let progress: ScanProgress
  private var scanner: ContentScanner
  private var found = ObjectHits()
  private var unread: [(id: ObjectID, why: String)] = []
  /// How far an object that comes in windows has been passed.
  private var position = WindowPosition()

  /// Prepares a thread's collector.
  init(_ options: ScanOptions, store: ObjectStore, searches: ObjectSearches) {
    guard let scanner = ContentScanner(options.index, options.progress) else {
      // Some kilobytes for PCRE2; Swift itself ends the program where it can't get as much.
      preconditionFailure("not enough memory to match patterns")
    }
    self.scanner = scanner
    self.store = store
    progress = options.progress
    self.searches = searches
    // Seldom is more than one object in four a commit; memory that is not used costs nothing.
    found.commits.reserve(store.count / 4)
  }

  consuming func finish() -> ObjectHits { found }

  mutating func takeUnreadable() -> [(id: ObjectID, why: String)] {
    defer { unread = [] }
    return unread
  }

  func search(for kind: ObjectKind) -> (any MarkSearch)? {
    searches.search(for: kind)
  }

  mutating func needsBytes(of object: borrowing PackedObject) -> Bool {
    object.kind == .commit || object.kind == .tag || !object.marks.isEmpty
  }

  mutating func needsWindows(of object: borrowing PackedObject) -> Bool { true }

  mutating func visit(_ object: borrowing PackedObject, bytes: Span<UInt8>?) {
    progress.advance(by: 1)
    if object.kind == .blob {
      found.blobCount += 1
      found.byteCount += object.size
    }
    guard let bytes else { return }
    let id = object.id
    if object.marks.isEmpty, store.isLoose(id) { found.looseKinds[id] = object.kind }
    switch object.kind {
    case .blob:
      if let pointer = LFSPointer(bytes) { found.pointers[id] = pointer }
      add(scanner.hits(inContent: bytes, anchors: searches.anchors(object.marks)), to: id)
    case .tree: visitTree(id, bytes, object.marks)
    case .commit: visitCommit(id, bytes)
    case .tag: visitTag(id, bytes)
    }
    noteTrouble(in: id)
  }

  mutating func visit(
    _ object: borrowing PackedObject, window: ObjectWindow, bytes: Span<UInt8>
  ) {
    let id = object.id
    let troubles = found.faults.count + found.undecided.count
    if window.offset == 0 { position = WindowPosition() }
    let owned = window.owned.lowerBound..<(window.owned.upperBound + (window.isLast ? 1 : 0))
    let piece = position.window(at: window.offset, owning: owned, bytes)
    if object.kind == .blob {
      add(scanner.hits(in: bytes, window: piece), to: id)
      if window.offset == 0, ContainerKind(startOf: bytes) != nil {
        found.faults.append((id, "it is a container of \(object.size) bytes, too large to open"))
      }
    } else if window.offset == 0 {
      found.faults.append((id, "it is a \(object.kind) of \(object.size) bytes, too large to read"))
    }
    position.pass(piece, bytes)
    noteTrouble(in: id)
    if found.blobs[id] != nil || found.faults.count + found.undecided.count > troubles {
      found.isRepeatable = false
    }
    guard window.isLast else { return }
    progress.advance(by: 1)
    if object.kind == .blob {
      found.blobCount += 1
      found.byteCount += object.size
    }
  }

  mutating func unreadable(_ id: ObjectID, _ error: EntryError) {
    unread.append((id, error.rawValue))
  }

  private mutating func add(_ hits: [Hit], to blob: ObjectID) {
    if !hits.isEmpty { found.blobs[blob, default: []] += hits }
  }

  private mutating func noteTrouble(in id: ObjectID) {
    for problem in scanner.takeProblems() {
      let inner = String(decoding: problem.inner.drop { $0 == UInt8(ascii: "!") }, as: UTF8.self)
      found.faults.append((id, inner.isEmpty ? problem.why : "in \(inner): \(problem.why)"))
    }
    for (rule, why) in scanner.takeUndecided() { found.undecided.append((id, rule, why)) }
    if scanner.takeShortOfMemory() {
      found.isRepeatable = false
      found.faults.append((id, "not enough memory to scan it"))
    }
  }

  /// Looks at the entries of a tree that hold a mark, or at all where it comes without any: a folder
  /// of thousands of files has thousands of versions.
  private mutating func visitTree(_ id: ObjectID, _ bytes: Span<UInt8>, _ marks: [Mark]) {
    var next = 0
    let idSize = store.format.byteCount
    let isWhole = TreeObject.forEachEntry(in: bytes, store.format) { mode, name, target in
      while next < marks.count,
        Int(marks[next].offset) + Int(marks[next].length) <= name.lowerBound
      {
        next += 1
      }
      // Behind the name stand a zero and the id.
      let end = name.upperBound + 1 + idSize
      guard marks.isEmpty || next < marks.count && Int(marks[next].offset) < end else { return }
      if mode.kind == .submodule {
        searches.submodules.insert(target)
      } else {
        let content = store.packed.content(of: target.prefix)
        if content == nil { found.outside.insert(target) }
        found.note(
          id, Naming(target: target, isFolder: mode.kind == .folder), content,
          isLoose: content == nil && store.isLoose(target))
      }
      let text = bytes.extracting(name)
      let (path, content) = scanner.anchors(inName: text)
      if path { found.suspects.insert(target) }
      if content || (path && scanner.mayMatchPath(name: text)) {
        found.named.append(
          TreeEntry(tree: id, name: bytes.copy(name), target: target, kind: mode.kind))
      }
    }
    if !isWhole { found.faults.append((id, "the tree is malformed")) }
  }

  private mutating func visitCommit(_ id: ObjectID, _ bytes: Span<UInt8>) {
    if let links = found.commits.add(id, bytes, store.format) {
      // The table is large: its place for the tree is on its way while the message is searched.
      store.packed.prefetch(links.tree.prefix)
      addMessage(id, .commit, bytes, from: links.idsEnd)
      if !store.packed.contains(links.tree.prefix) { found.outsideRoots.insert(links.tree) }
    } else {
      found.faults.append((id, "the commit is malformed"))
      addMessage(id, .commit, bytes)
    }
  }

  private mutating func visitTag(_ id: ObjectID, _ bytes: Span<UInt8>) {
    if let tag = TagObject(bytes, store.format) {
      found.tags[id] = tag.target
    } else {
      found.faults.append((id, "the tag is malformed"))
    }
    addMessage(id, .tag, bytes)
  }

  private mutating func addMessage(
    _ id: ObjectID, _ kind: ObjectKind, _ bytes: Span<UInt8>, from start: Int = 0
  ) {
    let hits = scanner.hits(in: bytes, from: start)
    if !hits.isEmpty { found.messages.append((id, kind, hits)) }
  }
}
