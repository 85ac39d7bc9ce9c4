package import Git

/// Sees the objects of packs, each once; a walk makes one for each of its threads.
///
/// Objects come in no particular order. For each, the walk asks ``needsBytes(of:)``, then calls
/// ``visit(_:bytes:)``. For an object that is too large to be held, or has too many marks, it asks
/// ``needsWindows(of:)``, then calls ``visit(_:window:bytes:)`` as often as it takes. One that
/// can't be read is named to ``unreadable(_:_:)``.
package protocol ObjectVisitor: ~Copyable, SendableMetatype {
  /// Returns the search for marks in objects of this kind, or nil to skip the kind altogether.
  ///
  /// Asked once for each kind.
  func search(for kind: ObjectKind) -> (any MarkSearch)?

  /// Tells whether the object's bytes are to be built; most deltas are never built if not.
  mutating func needsBytes(of object: borrowing PackedObject) -> Bool

  /// Takes an object; `bytes` are there if and only if ``needsBytes(of:)`` said so.
  mutating func visit(_ object: borrowing PackedObject, bytes: Span<UInt8>?)

  /// Tells whether an object that can't come whole is to come in windows; it is passed over if not.
  mutating func needsWindows(of object: borrowing PackedObject) -> Bool

  /// Takes a part of an object that does not come whole; the parts come in order.
  ///
  /// An object whose data turns out to be corrupt is named to ``unreadable(_:_:)`` after the parts
  /// that could be read.
  mutating func visit(_ object: borrowing PackedObject, window: ObjectWindow, bytes: Span<UInt8>)

  /// Takes the id of an object that could not be read here, and why; it may be readable by other
  /// means, and from another pack.
  mutating func unreadable(_ id: ObjectID, _ error: EntryError)
}

/// An object of a pack as a visitor meets it; what it says holds during the call only.
@safe
package struct PackedObject: ~Copyable {
  private let idBytes: UnsafePointer<UInt8>?
  private let format: ObjectFormat
  private let knownID: ObjectID
  /// What it is: its deltas and their bases are of the same kind.
  package let kind: ObjectKind
  /// The size in bytes.
  package let size: Int
  /// The object's marks, by rising offset; empty where the object comes in windows.
  package let marks: [Mark]

  /// Describes an object that is read by other means.
  package init(id: ObjectID, kind: ObjectKind, size: Int, marks: [Mark]) {
    unsafe idBytes = nil
    format = .sha1
    knownID = id
    self.kind = kind
    self.size = size
    self.marks = marks
  }

  init(
    idBytes: UnsafePointer<UInt8>, _ format: ObjectFormat, kind: ObjectKind, size: Int,
    marks: [Mark]
  ) {
    unsafe self.idBytes = idBytes
    self.format = format
    knownID = .zero
    self.kind = kind
    self.size = size
    self.marks = marks
  }

  /// The object's id, read from the index at each use.
  package var id: ObjectID {
    guard let idBytes = unsafe idBytes else { return knownID }
    return unsafe ObjectID(Span(_unsafeStart: idBytes, count: format.byteCount), at: 0, format)
  }
}

/// A part of an object that is not delivered whole, overlapping the parts before and after.
package struct ObjectWindow: Sendable {
  /// Where the part begins in the object.
  package let offset: Int
  /// The marks of the part, their offsets counted from its begin; no mark is in two parts.
  package let marks: [Mark]
  /// The range of the part, counted from its begin, that belongs to no other part.
  package let owned: Range<Int>
  /// Whether the object ends here.
  package let isLast: Bool
}
