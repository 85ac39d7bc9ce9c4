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
    forest.prefetchData(of: upcoming)
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
    forest.prefetchData(of: upcoming)
    defer { pool.put(data) }
    let delta = try delta(data, header, baseSize: base.size)
    let size = delta.resultSize
    // What has children is built in any case.
    var built = hasWantedChildren(entry) ? try pool.take(size) : nil
    let derived: [Mark]?
    do throws(EntryError) {
      derived = try derive(delta, from: base, into: built)
    } catch {
      if let built { pool.put(built) }
      throw error
    }
    guard let marks = derived else {
      let bytes = if let built { built } else { try build(delta, on: base.bytes) }
      let object = BuiltObject(bytes: bytes, size: size, marks: marks(bytes, size: size))
      deliver(entry, object, &visitor)
      popIfDone()
      return push(entry, object)
    }
    let object = packed(entry, size, marks)
    let isNeeded = isNeeded(entry, object, &visitor)
    if isNeeded && built == nil { built = try build(delta, on: base.bytes) }
    hand(entry, object, isNeeded ? built : nil, &visitor)
    guard let built else { return }
    popIfDone()
    push(entry, BuiltObject(bytes: built, size: size, marks: marks))
  }

  /// Returns the marks of a delta's result, or nil where it takes a search of the whole result;
  /// builds it in any case where there is a buffer for it.
  private mutating func derive(
    _ delta: DeltaReader, from base: Frame, into buffer: BufferPool.Handle?
  ) throws(EntryError) -> [Mark]? {
    let bytes = unsafe UnsafePointer(pool.base(base.bytes))
    let result = unsafe buffer.map { unsafe pool.base($0) }
    guard let marks = base.marks else {
      if let result = unsafe result {
        var delta = delta
        unsafe try delta.build(from: bytes, into: result)
      }
      return nil
    }
    let known = unsafe MarkDeriver.Base(bytes: bytes, size: base.size, marks: marks)
    switch unsafe try deriver.derive(delta, from: known, into: result, search) {
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
    let described = packed(entry, object.size, marks)
    let isNeeded = isNeeded(entry, described, &visitor)
    hand(entry, described, isNeeded ? object.bytes : nil, &visitor)
  }

  /// Tells whether the visitor is to see the object and wants its bytes.
  private func isNeeded(
    _ entry: Int, _ object: borrowing PackedObject,
    _ visitor: inout some ObjectVisitor & ~Copyable
  ) -> Bool {
    guard forest.isDelivered(entry) else { return false }
    return visitor.needsBytes(of: object)
  }

  /// Calls the visitor, with the bytes in a buffer if it wanted them.
  private func hand(
    _ entry: Int, _ object: borrowing PackedObject, _ bytes: BufferPool.Handle?,
    _ visitor: inout some ObjectVisitor & ~Copyable
  ) {
    guard forest.isDelivered(entry) else { return }
    if let bytes {
      unsafe visitor.visit(
        object, bytes: Span(_unsafeStart: UnsafePointer(pool.base(bytes)), count: object.size))
    } else {
      visitor.visit(object, bytes: nil)
    }
  }

  /// Describes an object of the tree that is being walked.
  func packed(_ entry: Int, _ size: Int, _ marks: [Mark]) -> PackedObject {
    unsafe PackedObject(
      idBytes: forest.idPointer(of: entry), forest.pack.location.format, kind: kind, size: size,
      marks: marks)
  }
}
