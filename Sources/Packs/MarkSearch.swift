/// A place in an object where something worth a closer look stands.
package struct Mark: BitwiseCopyable, Hashable, Sendable {
  /// Where it begins.
  package var offset: UInt32
  /// What stands there; the numbers are the search's own.
  package var kind: UInt16
  /// How many bytes it covers.
  package var length: UInt8

  /// A mark with these parts.
  package init(offset: UInt32, kind: UInt16, length: UInt8) {
    self.offset = offset
    self.kind = kind
    self.length = length
  }
}

/// How far around a mark the bytes lie that decide whether it stands there.
///
/// For every mark [s, e) of an object, only the bytes of [s − margin, e + margin) count, and
/// whether the object begins or ends within that range. That locality is what lets the marks of
/// a delta's result follow from those of its base.
package struct MarkShape: Sendable {
  /// The length of the longest mark, at most 255; 0 for a search that finds nothing.
  package let longest: Int
  /// The number of bytes on either side that matter, at least 1: what surrounds a word or run.
  package let margin: Int
  /// The length of the longest mark that may hold bytes other than `runBytes`.
  ///
  /// A smaller number than `longest` makes the search faster: around an edit, longer stretches
  /// than this need a look only where they are made of `runBytes`.
  package let longestMixed: Int
  /// The bytes of which every mark longer than `longestMixed` consists.
  package let runBytes: ByteSet

  /// The shape of marks of which the longer ones are runs.
  package init(longest: Int, margin: Int, longestMixed: Int, runBytes: ByteSet) {
    precondition(0...255 ~= longest && margin >= 1 && 0...longest ~= longestMixed)
    self.longest = longest
    self.margin = margin
    self.longestMixed = longestMixed
    self.runBytes = runBytes
  }

  /// The shape of marks about which nothing but their size is known.
  package init(longest: Int, margin: Int) {
    self.init(longest: longest, margin: margin, longestMixed: longest, runBytes: ByteSet([]))
  }
}

/// Finds the marks in a run of bytes.
///
/// Whether a mark stands at a place must depend on the bytes around it as ``MarkShape`` says,
/// and on nothing else: the results of a delta are searched in pieces.
package protocol MarkSearch: Sendable {
  /// How far the bytes reach that decide about a mark; always the same, and asked for rarely.
  var shape: MarkShape { get }

  /// Appends all marks of `bytes`, by rising offset, taking the first and last byte for the
  /// begin and end of an object.
  func find(in bytes: Span<UInt8>, into marks: inout [Mark])

  /// Appends at least those marks of `bytes` that touch what lies around one of the breaks, by rising
  /// offset: a search may save itself the others.
  func find(in bytes: Span<UInt8>, near breaks: Breaks, into marks: inout [Mark])
}

extension MarkSearch {
  /// Appends all marks of `bytes`.
  package func find(
    in bytes: Span<UInt8>, near breaks: Breaks, into marks: inout [Mark]
  ) {
    find(in: bytes, into: &marks)
  }
}

/// A search with its shape, which need not be cheap to ask for.
struct PreparedSearch {
  let search: any MarkSearch
  let shape: MarkShape

  init(_ search: any MarkSearch) {
    self.search = search
    shape = search.shape
  }

  /// Appends all marks of the `count` bytes at `bytes`.
  func find(
    in bytes: UnsafePointer<UInt8>, count: Int, into marks: inout [Mark]
  ) {
    unsafe search.find(in: Span(_unsafeStart: bytes, count: count), into: &marks)
  }

  /// Appends at least those marks of the `count` bytes at `bytes` that touch what lies around one of
  /// the breaks.
  func find(
    in bytes: UnsafePointer<UInt8>, count: Int, near breaks: Breaks,
    into marks: inout [Mark]
  ) {
    unsafe search.find(
      in: Span(_unsafeStart: bytes, count: count), near: breaks, into: &marks)
  }
}

/// The search that finds nothing, for objects that are wanted whole or for their ids only.
package struct NoMarks: MarkSearch {
  /// Nothing to find, so nothing to look at.
  package let shape = MarkShape(longest: 0, margin: 1)

  /// The one such search there is.
  package init() {}

  /// Appends nothing.
  package func find(in bytes: Span<UInt8>, into marks: inout [Mark]) {}
}

/// A set of byte values.
package struct ByteSet: Sendable {
  /// For each byte 1 if the set holds it, else 0.
  let table: ByteTable

  /// A set of these bytes.
  package init(_ bytes: some Sequence<UInt8>) {
    table = ByteTable(Set(bytes))
  }

  /// Tells whether the set holds `byte`.
  package func contains(_ byte: UInt8) -> Bool { unsafe table.flags[Int(byte)] != 0 }
}

/// The table behind a ``ByteSet``: in the heap, where asking takes one instruction; an array would
/// check bounds that a byte can't exceed.
@safe
final class ByteTable: Sendable {
  /// 256 flags, never written after the table was made.
  nonisolated(unsafe) let flags: UnsafePointer<UInt8>

  fileprivate init(_ bytes: Set<UInt8>) {
    let flags = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    for byte in 0..<256 { unsafe flags[byte] = bytes.contains(UInt8(byte)) ? 1 : 0 }
    unsafe self.flags = UnsafePointer(flags)
  }

  deinit {
    unsafe flags.deallocate()
  }
}
