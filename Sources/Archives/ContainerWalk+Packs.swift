internal import Blobs
internal import Git
internal import Packs

extension ContainerWalk {
  /// Opens a git bundle and hands over its header, and all that its pack holds.
  mutating func openBundle(
    _ source: any ByteSource, at path: [UInt8], depth: Int, _ visit: ArchiveVisit
  ) throws(ArchiveProblem.Reason) -> ContainerOutcome {
    try withWhole(source, at: path) { walk, whole throws(ArchiveProblem.Reason) in
      let header = BundleHeader(whole, limit: walk.budget.limits.held)
      walk.hand(header, at: path, visit)
      if header.asksForUnknown { walk.report(.unknownBundle, at: path) }
      if !header.isWhole {
        walk.report(.truncated, at: path)
      } else if let format = header.format {
        let pack = BarePack(whole, at: header.text.count, format, walk.budget)
        try walk.open(pack, at: path, depth: depth, visit)
      } else {
        walk.report(.unknownBundle, at: path)
      }
    }
    return .opened
  }

  /// Opens a pack that stands by itself and hands over all that it holds.
  mutating func openPack(
    _ source: any ByteSource, at path: [UInt8], depth: Int, _ visit: ArchiveVisit
  ) throws(ArchiveProblem.Reason) -> ContainerOutcome {
    try withWhole(source, at: path) { walk, whole throws(ArchiveProblem.Reason) in
      // A pack does not say how long its ids are; its checksum does.
      var pack = BarePack(whole, at: 0, .sha1, walk.budget)
      if pack.problem != nil, walk.budget.goesOn {
        let other = BarePack(whole, at: 0, .sha256, walk.budget)
        if other.problem == nil { pack = other }
      }
      if pack.entries.isEmpty, let reason = pack.problem { throw reason }
      try walk.open(pack, at: path, depth: depth, visit)
    }
    return .opened
  }

  /// Lends the whole of a pack or bundle: one in another container is kept in memory.
  private mutating func withWhole(
    _ source: any ByteSource, at path: [UInt8],
    _ body: (inout ContainerWalk, any SeekableSource) throws(ArchiveProblem.Reason) -> Void
  ) throws(ArchiveProblem.Reason) {
    if let source = source as? any SeekableSource {
      budget.allow(pack: source.size)
      return try body(&self, source)
    }
    let limit = budget.limits.packMemory
    let replay = source as? ReplaySource ?? ReplaySource(source)
    guard let whole = replay.whole(limit: limit) else { throw .tooLargeInside(limit) }
    if let reason = replay.failure { report(reason, at: path) }
    let size = whole.count
    budget.allow(pack: size)
    budget.hold(size)
    defer { budget.release(size) }
    try body(
      &self, unsafe MemorySource(UnsafeRawBufferPointer(whole.bytes), owner: whole, budget))
  }

  private mutating func hand(_ header: BundleHeader, at path: [UInt8], _ visit: ArchiveVisit) {
    let text = HeldBytes()
    guard unsafe header.text.withUnsafeBytes({ unsafe text.append($0) }) else {
      return report(.outOfMemory, at: path)
    }
    let source = unsafe MemorySource(UnsafeRawBufferPointer(text.bytes), owner: text, budget)
    hand(source, at: path, .header, visit)
  }

  /// Hands over the objects of a pack: first those that lead to others, so that blobs have names.
  private mutating func open(
    _ pack: BarePack, at path: [UInt8], depth: Int, _ visit: ArchiveVisit
  ) throws(ArchiveProblem.Reason) {
    let objects = try PackObjects(pack, budget, depth: depth)
    var names = TreeNames(pack.format, budget.limits)
    for part in [PackObjects.Part.graph, .blobs, .orphans] {
      objects.begin(part)
      while let object = objects.next() {
        hand(object, &names, at: path, depth: depth, visit)
      }
    }
    if objects.orphanCount > 0 { report(.missingBases(objects.orphanCount), at: path) }
    if names.isFull { report(.tooManyEntries(budget.limits.objects), at: path) }
    for reason in objects.problems { report(reason, at: path) }
    if let reason = pack.problem, !pack.endsInBomb { report(reason, at: path) }
    if let reason = budget.exhausted { report(reason, at: path) }
  }

  private mutating func hand(
    _ object: PackObjects.Object, _ names: inout TreeNames, at path: [UInt8], depth: Int,
    _ visit: ArchiveVisit
  ) {
    let outer = path + [UInt8(ascii: "!")]
    if object.kind == .tree, case .bytes(let tree) = object.content, case .id(let id) = object.name
    {
      let isWhole = tree.withSpan { bytes in
        names.add(bytes, id: id) { name in
          if budget.goesOn { hand(outer + name, .other, visit) }
        }
      }
      if !isWhole { report(.corrupt, at: outer + Self.hex(id)) }
      return
    }
    let inner = outer + name(of: object, names)
    switch object.content {
    case .bytes(let content): hand(content, object.kind, at: inner, depth: depth, visit)
    case .stream(let source):
      let content = ReplaySource(source)
      if object.kind == .blob {
        read(content, at: inner, .file, depth: depth, visit)
      } else {
        content.commit()
        hand(content, at: inner, .file, visit)
      }
      if let reason = content.failure { report(reason, at: inner) }
    }
  }

  /// Hands over an object in memory, or what it holds where it is a container.
  private mutating func hand(
    _ content: ObjectBytes, _ kind: ObjectKind?, at path: [UInt8], depth: Int,
    _ visit: ArchiveVisit
  ) {
    defer { withExtendedLifetime(content) {} }
    let isContainer = kind == .blob && content.withSpan { ContainerKind(startOf: $0) } != nil
    if isContainer {
      let source = unsafe MemorySource(content.bytes, budget)
      read(ReplaySource(source), at: path, .file, depth: depth, visit)
    } else if content.count <= budget.limits.pieceSize {
      let entry = ArchiveEntry(path: path, kind: .file)
      let goesOn = content.withSpan { visit(entry, $0, .whole(count: $0.count)) }
      if !goesOn { budget.isStopped = true }
    } else {
      hand(unsafe MemorySource(content.bytes, budget), at: path, .file, visit)
    }
  }

  private func name(of object: PackObjects.Object, _ names: TreeNames) -> [UInt8] {
    switch object.name {
    case .id(let id): object.kind == .blob ? names.path(of: id) ?? Self.hex(id) : Self.hex(id)
    case .deltaOf(let base): Array("delta-of-".utf8) + Self.hex(base)
    case .cutAt(let place): Array("object-at-\(place)".utf8)
    }
  }

  private static func hex(_ id: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return id.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }
}
