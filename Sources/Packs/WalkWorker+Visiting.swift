import Git

extension WalkWorker {
  /// Visits an entry that has no base in its pack.
  mutating func visitRoot(
    _ entry: Int, _ place: Int, _ visitor: inout some ObjectVisitor & ~Copyable
  ) throws(EntryError) {
    let header = try forest.pack.entryHeader(at: forest.order.offset(entry))
    guard case .whole(let type) = header.storage, let kind = ObjectKind(rawValue: type) else {
      // The base becomes a frame with this one child, which is visited when its turn comes.
      if let base = try externalBase(header) { push(forest.top, place..<(place + 1), base) }
      return
    }
    guard select(kind) else { return }
    if kind == .commit { forest.prefetchID(of: entry) }
    guard header.size <= job.options.largestWhole else {
      return try visitLarge(entry, header, &visitor)
    }
    let bytes = try inflate(entry, header)
    let object = BuiltObject(
      bytes: bytes, size: header.size, marks: marks(bytes, size: header.size))
    deliver(entry, object, &visitor)
    push(entry, object)
  }

  /// Visits an entry that is a delta of `base`, the last on the stack; builds it only if need be.
  mutating func visitDelta(
    _ entry: Int, of base: Frame, _ visitor: inout some ObjectVisitor & ~Copyable
  ) throws(EntryError) {
    let header = try forest.pack.entryHeader(at: forest.order.offset(entry))
    let data = try inflate(entry, header)
    defer { pool.put(data) }
    let delta = try delta(data, header, baseSize: base.size)
    let size = delta.resultSize
    let isBase = hasWantedChildren(entry)
    guard let marks = try derive(delta, from: base) else {
      let bytes = try build(delta, on: base.bytes)
      let object = BuiltObject(bytes: bytes, size: size, marks: marks(bytes, size: size))
      deliver(entry, object, &visitor)
      popIfDone()
      return push(entry, object)
    }
    let isNeeded = isNeeded(entry, size, marks, &visitor)
    guard isBase || isNeeded else {
      return hand(entry, size, marks, nil, &visitor)
    }
    let bytes = try build(delta, on: base.bytes)
    hand(entry, size, marks, isNeeded ? bytes : nil, &visitor)
    popIfDone()
    push(entry, BuiltObject(bytes: bytes, size: size, marks: marks))
  }

  /// Returns the marks of a delta's result, or nil where it takes a search of the whole result.
  private mutating func derive(
    _ delta: DeltaReader, from base: Frame
  ) throws(EntryError) -> [Mark]? {
    guard let marks = base.marks else { return nil }
    let known = unsafe MarkDeriver.Base(
      bytes: UnsafePointer(pool.base(base.bytes)), size: base.size, marks: marks)
    switch try deriver.derive(delta, from: known, search) {
    case .marks(let marks): return marks
    case .tooMuch: return nil
    }
  }

  /// Shows an object that has been built to the visitor.
  private mutating func deliver(
    _ entry: Int, _ object: BuiltObject, _ visitor: inout some ObjectVisitor & ~Copyable
  ) {
    guard let marks = object.marks else {
      if forest.isDelivered(entry) { visitInWindows(entry, object, &visitor) }
      return
    }
    let isNeeded = isNeeded(entry, object.size, marks, &visitor)
    hand(entry, object.size, marks, isNeeded ? object.bytes : nil, &visitor)
  }

  /// Tells whether the visitor is to see the object and wants its bytes.
  private func isNeeded(
    _ entry: Int, _ size: Int, _ marks: [Mark],
    _ visitor: inout some ObjectVisitor & ~Copyable
  ) -> Bool {
    guard forest.isDelivered(entry) else { return false }
    return visitor.needsBytes(of: packed(entry, size, marks))
  }

  /// Calls the visitor, with the bytes in a buffer if it wanted them.
  private func hand(
    _ entry: Int, _ size: Int, _ marks: [Mark], _ bytes: BufferPool.Handle?,
    _ visitor: inout some ObjectVisitor & ~Copyable
  ) {
    guard forest.isDelivered(entry) else { return }
    let object = packed(entry, size, marks)
    if let bytes {
      unsafe visitor.visit(
        object, bytes: Span(_unsafeStart: UnsafePointer(pool.base(bytes)), count: size))
    } else {
      visitor.visit(object, bytes: nil)
    }
  }

  /// Describes an object of the tree that is being walked.
  func packed(_ entry: Int, _ size: Int, _ marks: [Mark]) -> PackedObject {
    let index = forest.pack.index
    return unsafe PackedObject(
      idBytes: index.idPointer(at: forest.order.position(entry)), index.format, kind: kind,
      size: size, marks: marks)
  }
}
