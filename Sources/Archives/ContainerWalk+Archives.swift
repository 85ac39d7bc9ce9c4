extension ContainerWalk {
  /// Opens an archive that libarchive reads.
  mutating func openArchive(
    _ kind: ContainerKind, _ source: any ByteSource, at path: [UInt8], depth: Int,
    _ visit: ArchiveVisit
  ) throws(ArchiveProblem.Reason) -> ContainerOutcome {
    let archive = try Archive(kind, source, limits: budget.limits)
    var isOpened = false
    var failuresInRow = 0
    while budget.goesOn {
      switch archive.next() {
      case .end:
        return .opened
      case .entry(let entry):
        if !isOpened { (source as? ReplaySource)?.commit() }
        isOpened = true
        failuresInRow = 0
        guard budget.takeEntry() else { break }
        read(entry, of: archive, at: path, depth: depth, visit)
        archive.skip()
      case .entryFailed(let reason):
        failuresInRow += 1
        guard isOpened, failuresInRow < 100 else { return try end(reason, isOpened, at: path) }
        report(reason, at: path)
      case .failed(let reason):
        return try end(reason, isOpened, at: path)
      }
    }
    if let reason = budget.exhausted { report(reason, at: path) }
    return .opened
  }

  /// Ends an archive of which nothing more can be read.
  private mutating func end(
    _ reason: ArchiveProblem.Reason, _ isOpened: Bool, at path: [UInt8]
  ) throws(ArchiveProblem.Reason) -> ContainerOutcome {
    guard isOpened else { throw reason }
    report(reason, at: path)
    return .opened
  }

  private mutating func read(
    _ entry: Archive.Entry, of archive: Archive, at path: [UInt8], depth: Int,
    _ visit: ArchiveVisit
  ) {
    let inner = path + [UInt8(ascii: "!")] + entry.name.suffix(budget.limits.nameLength)
    if entry.isEncrypted {
      report(.encrypted, at: inner)
      return hand(inner, entry.kind, visit)
    }
    switch entry.kind {
    case .file, .hardlink, .container:
      let content = ReplaySource(EntrySource(archive, budget, depth: depth))
      read(content, at: inner, entry.kind, depth: depth, visit)
      if let reason = content.failure { report(reason, at: inner) }
    case .directory, .symlink, .other, .table, .header:
      hand(inner, entry.kind, visit)
    }
  }

  /// Opens a zip by the list at its end, if there is one and it can be reached.
  ///
  /// One in another container is kept in memory for that. One that is too large is read onward,
  /// which finds everything but what the list knows better than the entries.
  mutating func openZip(
    _ source: any ByteSource, at path: [UInt8], depth: Int, _ visit: ArchiveVisit
  ) throws(ArchiveProblem.Reason) -> ContainerOutcome {
    guard let replay = source as? ReplaySource else {
      return try openArchive(.zip, source, at: path, depth: depth, visit)
    }
    let whole = replay.whole(limit: budget.left)
    let count = replay.keptCount
    budget.hold(count)
    defer { budget.release(count) }
    guard let whole else { return try openArchive(.zip, source, at: path, depth: depth, visit) }
    if let reason = replay.failure {
      // It is cut short, and what is there is read all the same.
      report(reason, at: path)
    }
    let memory = unsafe MemorySource(
      UnsafeRawBufferPointer(whole.bytes), owner: whole, budget)
    return try openArchive(.zip, memory, at: path, depth: depth, visit)
  }

  /// Opens a compressed stream.
  mutating func openStream(
    _ kind: ContainerKind, _ source: any ByteSource, at path: [UInt8], depth: Int,
    _ visit: ArchiveVisit
  ) throws(ArchiveProblem.Reason) -> ContainerOutcome {
    let replay = source as? ReplaySource
    let head = replay?.start(ContainerKind.startSize) ?? start(of: source)
    let archive = try Archive(kind, source, limits: budget.limits)
    switch archive.next() {
    case .entry: break
    case .end: return .opened
    case .entryFailed(let reason), .failed(let reason): throw reason
    }
    guard budget.takeEntry() else {
      if let reason = budget.exhausted { throw reason }
      return .opened
    }
    let content = ReplaySource(EntrySource(archive, budget, depth: depth))
    return try open(content, of: replay, head: head, at: path, depth: depth, visit)
  }

  /// Opens what a compressed stream that begins with `head` holds, or hands it over.
  mutating func open(
    _ content: ReplaySource, of replay: ReplaySource?, head: [UInt8], at path: [UInt8], depth: Int,
    _ visit: ArchiveVisit
  ) throws(ArchiveProblem.Reason) -> ContainerOutcome {
    let start = content.start(ContainerKind.startSize)
    if start.isEmpty, let reason = content.failure { throw reason }
    replay?.commit()
    if let container = ContainerKind(startOf: start.span),
      open(container, content, at: path, depth: depth + 1, visit) == .opened
    {
      if let reason = content.failure { report(reason, at: path) }
      return .opened
    }
    if !budget.isStopped, content.rewind() {
      content.commit()
      let name = ContentName.inStream(startingWith: head.span, at: path)
      hand(content, at: path + [UInt8(ascii: "!")] + name, .file, visit)
    }
    if let reason = content.failure { report(reason, at: path) }
    return .opened
  }

  /// The first bytes of a source that can be read again.
  private func start(of source: any ByteSource) -> [UInt8] {
    guard let source = source as? any SeekableSource else { return [] }
    defer { source.position = 0 }
    return unsafe Array(source.next().prefix(ContainerKind.startSize))
  }
}
