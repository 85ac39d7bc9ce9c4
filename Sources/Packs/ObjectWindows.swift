/// Cuts an object into overlapping windows, each with the marks that start in the part of it that
/// no other window owns.
///
/// The overlap is split in the middle: on either side of a mark at least half of it can be seen,
/// or the object's begin or end.
struct ObjectWindows {
  /// The size of windows but the last.
  let size: Int
  /// How many bytes two neighbours share; at least twice what decides about a mark.
  let overlap: Int
  private let search: PreparedSearch

  init(size: Int, overlap: Int, search: PreparedSearch) {
    let shape = search.shape
    self.overlap = max(overlap, 2 * (shape.longest + 2 * shape.margin))
    self.size = max(size, 2 * self.overlap)
    self.search = search
  }

  /// Returns the window that `bytes` are, which begin at `offset` of the object.
  func window(at offset: Int, _ bytes: Span<UInt8>, isLast: Bool) -> ObjectWindow {
    let owned = (offset == 0 ? 0 : overlap / 2)..<(isLast ? bytes.count : bytes.count - overlap / 2)
    var marks: [Mark] = []
    if search.shape.longest > 0 { search.search.find(in: bytes, into: &marks) }
    marks.removeAll { !owned.contains(Int($0.offset)) }
    return ObjectWindow(offset: offset, marks: marks, owned: owned, isLast: isLast)
  }
}

extension WalkWorker {
  var windows: ObjectWindows {
    ObjectWindows(
      size: job.options.windowSize, overlap: job.options.windowOverlap, search: search)
  }

  /// Shows a built object to the visitor in windows.
  mutating func visitInWindows(
    _ entry: Int, _ object: BuiltObject, _ visitor: inout some ObjectVisitor & ~Copyable
  ) {
    let description = packed(entry, object.size, [])
    guard visitor.needsWindows(of: description) else { return }
    let windows = windows
    var offset = 0
    while true {
      let count = min(windows.size, object.size - offset)
      let isLast = offset + count == object.size
      let bytes = unsafe Span(
        _unsafeStart: UnsafePointer(pool.base(object.bytes)) + offset, count: count)
      visitor.visit(
        description, window: windows.window(at: offset, bytes, isLast: isLast), bytes: bytes)
      if isLast { return }
      offset += count - windows.overlap
    }
  }

  /// Shows an object that is too large to be held to the visitor, in windows as it is inflated.
  ///
  /// Its children can't be built without it, and are given up.
  mutating func visitLarge(
    _ entry: Int, _ header: EntryHeader, _ visitor: inout some ObjectVisitor & ~Copyable
  ) throws(EntryError) {
    try forest.checkSum(of: entry)
    let windows = windows
    let buffer = try pool.take(windows.size)
    defer { pool.put(buffer) }
    giveUpChildren(of: entry, .tooLarge, &visitor)
    let description = packed(entry, header.size, [])
    guard forest.isDelivered(entry), visitor.needsWindows(of: description) else { return }
    do throws(EntryError) {
      let file = forest.pack.file
      var stream = unsafe try InflateStream(
        file.base + header.dataStart, available: file.count - header.dataStart)
      unsafe try visit(description, windows, &stream, pool.base(buffer), &visitor)
      if !job.isCancelled { forest.noteEnd(of: entry, file.count - stream.available) }
    } catch {
      visitor.unreadable(forest.id(of: entry), error)
    }
  }

  private func visit(
    _ object: borrowing PackedObject, _ windows: ObjectWindows, _ stream: inout InflateStream,
    _ buffer: UnsafeMutablePointer<UInt8>, _ visitor: inout some ObjectVisitor & ~Copyable
  ) throws(EntryError) {
    var offset = 0
    var kept = 0
    while true {
      let count = unsafe try kept + stream.read(windows.size - kept, into: buffer + kept)
      let isLast = count < windows.size
      guard offset + count <= object.size, !isLast || offset + count == object.size else {
        throw .wrongSize
      }
      let bytes = unsafe Span(_unsafeStart: UnsafePointer(buffer), count: count)
      visitor.visit(
        object, window: windows.window(at: offset, bytes, isLast: isLast), bytes: bytes)
      guard !isLast, !job.isCancelled else { return }
      kept = windows.overlap
      offset += count - kept
      unsafe buffer.update(from: buffer + (count - kept), count: kept)
    }
  }
}
