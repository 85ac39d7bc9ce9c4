extension ContainerWalk {
  /// Opens a PDF and hands over the text that it shows, as a table: who opens it sees no files in it.
  mutating func openPDF(
    _ source: any ByteSource, at path: [UInt8], depth: Int, _ visit: ArchiveVisit
  ) throws(ArchiveProblem.Reason) -> ContainerOutcome {
    let bytes = try whole(source)
    defer { budget.release(bytes.count) }
    var streams = PDFStreams(bytes)
    var text: [UInt8] = []
    let budget = budget
    reading: while budget.takeEntry() {
      switch streams.next({ budget.take($0, depth: depth) }) {
      case .stream(let content): text += PDFText.text(of: content) ?? content + [0x0a]
      case .end, .exhausted: break reading
      }
    }
    try hand(text: text, at: path, visit)
    return .opened
  }

  /// Opens a picture of the PNG format and hands over the texts that belong to it.
  mutating func openPNG(
    _ source: any ByteSource, at path: [UInt8], depth: Int, _ visit: ArchiveVisit
  ) throws(ArchiveProblem.Reason) -> ContainerOutcome {
    let bytes = try whole(source)
    defer { budget.release(bytes.count) }
    let budget = budget
    let text = PNGTexts.text(of: bytes) { budget.take($0, depth: depth) }
    try hand(text: text, at: path, visit)
    return .opened
  }

  /// All bytes of a source, which must be given back to the budget.
  private mutating func whole(
    _ source: any ByteSource
  ) throws(ArchiveProblem.Reason) -> [UInt8] {
    let replay = source as? ReplaySource ?? ReplaySource(source)
    guard let whole = replay.whole(limit: budget.left) else { throw .tooLarge(budget.left) }
    if let reason = replay.failure { throw reason }
    budget.hold(whole.count)
    return unsafe Array(whole.bytes)
  }

  private mutating func hand(
    text: [UInt8], at path: [UInt8], _ visit: ArchiveVisit
  ) throws(ArchiveProblem.Reason) {
    if let reason = budget.exhausted { report(reason, at: path) }
    guard !text.isEmpty, !budget.isStopped else { return }
    let held = HeldBytes()
    guard unsafe text.withUnsafeBytes({ unsafe held.append($0) }) else { throw .outOfMemory }
    let source = unsafe MemorySource(UnsafeRawBufferPointer(held.bytes), owner: held, budget)
    hand(source, at: path + Array("!text".utf8), .table, visit)
  }

  /// Opens a zlib stream.
  mutating func openZlib(
    _ source: any ByteSource, at path: [UInt8], depth: Int, _ visit: ArchiveVisit
  ) throws(ArchiveProblem.Reason) -> ContainerOutcome {
    guard budget.takeEntry() else {
      if let reason = budget.exhausted { throw reason }
      return .opened
    }
    let content = ReplaySource(ZlibSource(source, budget, depth: depth))
    return try open(content, of: source as? ReplaySource, head: [], at: path, depth: depth, visit)
  }

  /// Opens what stands behind a program, if something does.
  ///
  /// The content is read from its start again where nothing does.
  mutating func openPayload(
    of content: ReplaySource, at path: [UInt8], depth: Int, _ visit: ArchiveVisit
  ) -> Bool {
    guard let whole = content.whole(limit: min(budget.left, Self.largestProgram)) else {
      return false
    }
    let count = whole.count
    budget.hold(count)
    defer { budget.release(count) }
    let buffer = unsafe UnsafeRawBufferPointer(whole.bytes)
    guard let payload = unsafe Payload(in: buffer.bindMemory(to: UInt8.self).span) else {
      return false
    }
    let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[payload.offset...])
    let source = unsafe MemorySource(rest, owner: whole, budget)
    return open(payload.kind, source, at: path, depth: depth + 1, visit) == .opened
  }

  /// How large a program in a container may be that is kept for what may stand behind it.
  private static let largestProgram = 16 << 20
}
