import Git

/// An object in a buffer of a worker's pool.
struct BuiltObject {
  let bytes: BufferPool.Handle
  let size: Int
  /// Its marks, or nil where there are too many.
  let marks: [Mark]?
}

extension WalkWorker {
  /// Inflates the data of an entry into a buffer.
  mutating func inflate(_ entry: Int, _ header: EntryHeader) throws(EntryError) -> BufferPool.Handle
  {
    guard header.size <= job.options.largestWhole else { throw .tooLarge }
    // A header's word is worth no more memory than its data could fill.
    let compressed = forest.order.end(entry) - header.dataStart
    guard header.size <= max(compressed, 0) * Inflater.largestRatio else { throw .wrongSize }
    let buffer = try pool.take(header.size)
    bytesRead += compressed
    let file = forest.pack.file
    do throws(EntryError) {
      let count = unsafe try inflater.inflate(
        file.base + header.dataStart, available: file.count - header.dataStart,
        into: pool.base(buffer), size: header.size)
      try forest.check(entry, endingAt: header.dataStart + count)
    } catch {
      pool.put(buffer)
      throw error
    }
    return buffer
  }

  /// Returns a reader for the delta in a buffer, which must fit a base of `baseSize` bytes.
  func delta(
    _ buffer: BufferPool.Handle, _ header: EntryHeader, baseSize: Int
  ) throws(EntryError) -> DeltaReader {
    let delta = unsafe try DeltaReader(pool.base(buffer), count: header.size)
    guard delta.baseSize == baseSize else { throw .badDelta }
    guard delta.resultSize <= job.options.largestWhole else { throw .tooLarge }
    return delta
  }

  /// Builds the result of a delta into a new buffer.
  mutating func build(
    _ delta: DeltaReader, on base: BufferPool.Handle
  ) throws(EntryError) -> BufferPool.Handle {
    var delta = delta
    let result = try pool.take(delta.resultSize)
    do throws(EntryError) {
      unsafe try delta.build(from: pool.base(base), into: pool.base(result))
    } catch {
      pool.put(result)
      throw error
    }
    return result
  }

  /// Returns the marks of the first `size` bytes of a buffer, or nil where there are too many.
  func marks(_ buffer: BufferPool.Handle, size: Int) -> [Mark]? {
    var marks: [Mark] = []
    let isComplete = unsafe WholeSearch.find(
      search, in: pool.base(buffer), count: size, limit: job.options.mostMarks, into: &marks)
    return isComplete ? marks : nil
  }

  /// Reads the base of a root that is a delta: from elsewhere, as it isn't in the pack.
  ///
  /// Returns nil where objects of its kind are skipped.
  mutating func externalBase(_ header: EntryHeader) throws(EntryError) -> BuiltObject? {
    guard case .referenceDelta(let idStart) = header.storage,
      let read = job.options.externalObject
    else { throw .missingBase }
    let pack = forest.pack
    let id = unsafe ObjectID(
      Span(_unsafeStart: pack.file.base + idStart, count: pack.idSize), at: 0, pack.location.format)
    guard let object = read(id) else { throw .missingBase }
    guard select(object.kind) else { return nil }
    let size = object.bytes.count
    guard size <= job.options.largestWhole else { throw .tooLarge }
    let buffer = try pool.take(size)
    unsafe object.bytes.withUnsafeBufferPointer { bytes in
      if let start = bytes.baseAddress { unsafe pool.base(buffer).update(from: start, count: size) }
    }
    return BuiltObject(bytes: buffer, size: size, marks: marks(buffer, size: size))
  }

  /// Builds an entry again from its root down; two buffers suffice, however long the way.
  ///
  /// Returns nil where objects of its kind are skipped.
  mutating func rebuild(_ entry: Int) throws(EntryError) -> BuiltObject? {
    var path = [entry]
    while let last = path.last, forest.parent(of: last) != forest.top {
      path.append(forest.parent(of: last))
    }
    var object: BuiltObject?
    while let next = path.popLast() {
      let header = try forest.pack.entryHeader(at: forest.order.offset(next))
      guard let base = object else {
        object = try readRoot(next, header)
        if object == nil { return nil }
        continue
      }
      object = try apply(next, header, to: base)
    }
    guard let object else { return nil }
    return BuiltObject(
      bytes: object.bytes, size: object.size, marks: marks(object.bytes, size: object.size))
  }

  /// Reads a root without its marks, or returns nil where objects of its kind are skipped.
  private mutating func readRoot(
    _ entry: Int, _ header: EntryHeader
  ) throws(EntryError) -> BuiltObject? {
    guard case .whole(let type) = header.storage else {
      guard let base = try externalBase(header) else { return nil }
      return try apply(entry, header, to: base)
    }
    guard let kind = ObjectKind(rawValue: type), select(kind) else { return nil }
    return BuiltObject(bytes: try inflate(entry, header), size: header.size, marks: nil)
  }

  /// Builds an entry from its base, whose buffer it takes back.
  private mutating func apply(
    _ entry: Int, _ header: EntryHeader, to base: BuiltObject
  ) throws(EntryError) -> BuiltObject {
    defer { pool.put(base.bytes) }
    let data = try inflate(entry, header)
    defer { pool.put(data) }
    let delta = try delta(data, header, baseSize: base.size)
    let result = try build(delta, on: base.bytes)
    return BuiltObject(bytes: result, size: delta.resultSize, marks: nil)
  }
}
