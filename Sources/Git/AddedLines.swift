import CGit2

/// Tells which lines of a content a change adds.
package enum AddedLines {
  /// The most lines in both contents that are compared; libgit2 needs some 70 bytes for each.
  static let lineLimit = 4_000_000

  /// Returns the lines of `new` that `old` does not have, as numbers from 1, in order.
  ///
  /// Every content is compared as text, lines ending at line feeds; attributes and size limits
  /// that would make git call it binary don't count. Contents of over four million lines or a
  /// gibibyte are not compared: then every line is new.
  /// - Throws: A `GitError` where memory runs out.
  package static func ranges(
    from old: Span<UInt8>, to new: Span<UInt8>
  ) throws(GitError) -> [Range<Int>] {
    let count = lineCount(new)
    guard count > 0 else { return [] }
    let isTooLong = count + lineCount(old) > lineLimit || max(old.count, new.count) >= 1 << 30
    if old.isEmpty || isTooLong { return [1..<count + 1] }
    try GitRuntime.start()
    var ranges: [Range<Int>] = []
    let code = unsafe old.withUnsafeBufferPointer { old in
      unsafe new.withUnsafeBufferPointer { new in
        unsafe withUnsafeMutablePointer(to: &ranges) { unsafe compare(old, new, $0) }
      }
    }
    try check("git_diff_buffers", code)
    return ranges
  }

  private static func compare(
    _ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>,
    _ ranges: UnsafeMutablePointer<[Range<Int>]>
  ) -> Int32 {
    var options = unsafe git_diff_options()
    let code = unsafe git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION))
    guard code == 0 else { return code }
    unsafe options.flags = GIT_DIFF_FORCE_TEXT.rawValue
    unsafe options.context_lines = 0
    unsafe options.interhunk_lines = 0
    unsafe options.max_size = -1
    return unsafe git_diff_buffers(
      old.baseAddress, old.count, nil, new.baseAddress, new.count, nil, &options, nil, nil,
      { _, hunk, payload in
        guard let hunk = unsafe hunk?.pointee, let payload = unsafe payload else { return 0 }
        let start = Int(hunk.new_start)
        let count = Int(hunk.new_lines)
        if count > 0 {
          unsafe payload.assumingMemoryBound(to: [Range<Int>].self).pointee
            .append(start..<start + count)
        }
        return 0
      }, nil, ranges)
  }

  /// The number of lines; what follows the last line feed is one more.
  static func lineCount(_ bytes: Span<UInt8>) -> Int {
    var count = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { count += 1 }
    let isOpen = !bytes.isEmpty && bytes[bytes.count - 1] != UInt8(ascii: "\n")
    return isOpen ? count + 1 : count
  }
}

extension ObjectDatabase {
  /// Returns the lines of the blob `new` that the blob `old` does not have, as numbers from 1.
  ///
  /// - Parameters:
  ///   - old: What stood there before; nil for a new file, where every line is added.
  ///   - new: What stands there now.
  /// - Returns: The lines as `AddedLines.ranges` gives them.
  /// - Throws: A `GitError` where a blob is missing or corrupt.
  package func addedLines(old: ObjectID?, new: ObjectID) throws -> [Range<Int>] {
    if old == new { return [] }
    return try withObject(new) { _, new in
      guard let old else { return try AddedLines.ranges(from: Span(), to: new) }
      return try withObject(old) { _, old in try AddedLines.ranges(from: old, to: new) }
    }
  }
}
