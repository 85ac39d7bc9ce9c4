internal import CScan

/// Finds the places in bytes that rules look around: literals, and runs of hex digits, all in one
/// pass whose speed hardly depends on the number of literals.
///
/// Immutable, shared by all threads.
@safe
package final class AnchorSearch: Sendable {
  // `vg_search_find` takes it as const: nothing writes to it after its creation.
  nonisolated(unsafe) private let search: OpaquePointer
  /// The length of the longest literal, in bytes; 0 where there is none.
  package let longestLiteral: Int

  /// Compiles a search; literal number n gets the kind n + 1, runs have the kind 0.
  ///
  /// Nil where a literal's length is out of bounds or memory is short.
  ///
  /// - Parameters:
  ///   - literals: Texts of 3 to 64 bytes, compared without regard to ASCII case.
  ///   - runs: Whether runs of hex digits are wanted too.
  package init?(literals: [String], runs: Bool) {
    let lengths = literals.map(\.utf8.count)
    let search = unsafe literals.flatMap(\.utf8).withUnsafeBufferPointer { bytes in
      unsafe vg_search_create(bytes.baseAddress, lengths, lengths.count, runs ? 1 : 0)
    }
    guard let search = unsafe search else { return nil }
    unsafe self.search = search
    longestLiteral = lengths.max() ?? 0
  }

  deinit {
    unsafe vg_search_free(search)
  }

  /// The longest run of hex digits that is an anchor, in bytes.
  package static let longestRun = Int(vg_run_longest)

  /// Calls `body` for each anchor of the bytes, ordered by place.
  ///
  /// - Returns: Whether there was memory for them all.
  @discardableResult
  package func forEachAnchor(in bytes: Span<UInt8>, _ body: (Anchor) -> Void) -> Bool {
    var anchors = AnchorList()
    guard find(in: bytes, anchors: &anchors) else { return false }
    for index in 0..<anchors.count { body(anchors[index]) }
    return true
  }

  /// Replaces `anchors` by those of the bytes, ordered by place.
  ///
  /// - Returns: Whether there was memory for them all.
  package func find(in bytes: Span<UInt8>, anchors: inout AnchorList) -> Bool {
    let found = unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let address = buffer.baseAddress else {
        unsafe anchors.storage.count = 0
        return true
      }
      return unsafe vg_search_find(search, address, buffer.count, &anchors.storage) == 1
    }
    anchors.sort()
    return found
  }
}

/// One place that rules look around.
package struct Anchor: Sendable, Hashable {
  /// The first byte.
  package let offset: Int
  /// The number of bytes, at most 80.
  package let length: Int
  /// 0 for a run of hex digits, else the number of the literal, from 1 on.
  package let kind: Int

  package var range: Range<Int> { offset..<(offset + length) }
}

/// Anchors in memory that one thread uses again and again.
@safe
package struct AnchorList: ~Copyable {
  fileprivate var storage = unsafe vg_anchors()

  package init() {}

  deinit {
    var storage = unsafe storage
    unsafe vg_anchors_free(&storage)
  }

  package var count: Int { unsafe storage.count }
  package var isEmpty: Bool { count == 0 }

  package subscript(index: Int) -> Anchor {
    precondition(index >= 0 && index < count)
    let anchor = unsafe storage.items[index]
    return Anchor(offset: anchor.offset, length: Int(anchor.length), kind: Int(anchor.kind))
  }

  fileprivate mutating func sort() {
    guard count > 1 else { return }
    var items = unsafe UnsafeMutableBufferPointer(start: storage.items, count: count)
    unsafe items.sort { ($0.offset, $0.kind) < ($1.offset, $1.kind) }
  }
}
