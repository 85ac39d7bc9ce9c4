/// Derives the marks of a delta's result from those of its base, with or without building the result.
///
/// The result is made of *segments* copied from the base and of insertions; where two meet, or an
/// insertion stands, or a segment begins or ends the one object and not the other, there is a
/// *break*. A mark [s, e) that has no break within [s − margin, e + margin) stands in the base
/// too, at the same place of the segment; any other is near a break. So marks are divided in two,
/// without overlap or gap:
///
/// - those far from all breaks are taken over from the base;
/// - those near a break are searched, in a *window* that holds the bytes around the break.
///
/// The windows stand one after the other in one buffer and are searched in one go; a mark that
/// the junction of two windows fakes does not come near the break, and is dropped.
/// Where the result is wanted too, it is built first and the windows are copied from it.
@safe
struct MarkDeriver: ~Copyable {
  /// A base as the derivation needs it.
  @safe
  struct Base {
    let bytes: UnsafePointer<UInt8>
    let size: Int
    let marks: [Mark]
  }

  /// What became of an attempt to derive.
  enum Outcome {
    case marks([Mark])
    /// The windows or the marks got too many: the result must be built and searched whole.
    case tooMuch
  }

  private var windows: MarkWindows
  private let limit: Int
  private var found: [Mark] = []

  /// A deriver that gives up beyond `limit` marks.
  init(limit: Int) {
    windows = MarkWindows(limit: limit)
    self.limit = limit
  }

  /// Returns the marks that `search` would find in the result of `delta` on `base`.
  ///
  /// Reads the whole delta, so that it throws wherever building the result would. Builds it on the
  /// way if it is given a `result` to fill, which has room for it and ``Inflater/slack`` more.
  mutating func derive(
    _ delta: DeltaReader, from base: Base, into result: UnsafeMutablePointer<UInt8>?,
    _ search: PreparedSearch
  ) throws(EntryError) -> Outcome {
    var delta = delta
    let shape = search.shape
    guard shape.longest > 0 else {
      if let result = unsafe result {
        unsafe try delta.build(from: base.bytes, into: result)
      } else {
        while try delta.next() != nil {}
      }
      return .marks([])
    }
    unsafe windows.begin(shape, result)
    try windows.take(&delta, base)
    windows.gather()
    guard !windows.isOverfull else { return .tooMuch }
    found.removeAll(keepingCapacity: true)
    windows.search(search, into: &found)
    guard !found.isEmpty || !windows.inherited.isEmpty else { return .marks([]) }
    guard found.count + windows.inherited.count <= limit else { return .tooMuch }
    return .marks(merge(found, windows.inherited))
  }

  /// Merges two lists that are sorted by offset.
  ///
  /// Of two marks at one place the shorter may lie within what is copied, and the longer reach a break:
  /// that with the smaller kind comes first.
  private func merge(_ first: [Mark], _ second: [Mark]) -> [Mark] {
    if first.isEmpty { return second }
    if second.isEmpty { return first }
    var merged: [Mark] = []
    merged.reserveCapacity(first.count + second.count)
    var rest = first[...]
    for mark in second {
      while let next = rest.first, (next.offset, next.kind) < (mark.offset, mark.kind) {
        merged.append(next)
        rest.removeFirst()
      }
      merged.append(mark)
    }
    return merged + rest
  }
}
