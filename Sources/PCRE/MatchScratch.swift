internal import CPCRE2

/// What one thread needs to match with any pattern: results, limits and JIT stack.
///
/// The limits are always set, so that no pattern can hang on any text: past them `firstMatch`
/// throws an error for which `isLimit` is true.
@safe
package struct MatchScratch: ~Copyable {
  /// Steps of a match before PCRE2 gives up: some ten milliseconds.
  static let matchLimit: UInt32 = 1_000_000
  /// Nested backtracking points, and the size in KiB that they may use outside the JIT stack.
  static let depthLimit: UInt32 = 10_000
  static let heapLimit: UInt32 = 16_384
  /// Groups of one pattern that are told.
  static let groupLimit: UInt32 = 32

  private let data: OpaquePointer
  private let context: OpaquePointer
  private let stack: OpaquePointer?

  /// Allocates the scratch; nil where memory is short.
  package init?() {
    guard let data = unsafe pcre2_match_data_create_8(Self.groupLimit + 1, nil) else { return nil }
    guard let context = unsafe pcre2_match_context_create_8(nil) else {
      unsafe pcre2_match_data_free_8(data)
      return nil
    }
    unsafe pcre2_set_match_limit_8(context, Self.matchLimit)
    unsafe pcre2_set_depth_limit_8(context, Self.depthLimit)
    unsafe pcre2_set_heap_limit_8(context, Self.heapLimit)
    // Without a stack of its own, JIT code has 32 KiB of the thread's.
    let stack = unsafe pcre2_jit_stack_create_8(32 * 1024, 1024 * 1024, nil)
    unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
    unsafe self.data = data
    unsafe self.context = context
    unsafe self.stack = stack
  }

  deinit {
    unsafe pcre2_match_data_free_8(data)
    unsafe pcre2_match_context_free_8(context)
    if let stack = unsafe stack { unsafe pcre2_jit_stack_free_8(stack) }
  }

  /// Finds the first match that begins in `range`; look-behind sees the bytes before it, and
  /// nothing sees the bytes after it.
  ///
  /// - Returns: The match, or nil where there is none.
  /// - Throws: `PatternError` where a limit stopped the search.
  package mutating func firstMatch(
    of pattern: Pattern, in bytes: Span<UInt8>, range: Range<Int>
  ) throws(PatternError) -> Match? {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    let result = unsafe bytes.withUnsafeBufferPointer { buffer in
      var empty: UInt8 = 0
      return unsafe withUnsafePointer(to: &empty) { nothing in
        unsafe pcre2_match_8(
          pattern.code, buffer.baseAddress ?? nothing, range.upperBound, range.lowerBound, 0, data,
          context)
      }
    }
    if result == PCRE2_ERROR_NOMATCH { return nil }
    guard result >= 0 else { throw PatternError(code: result) }
    return currentMatch(groups: pattern.groupCount)
  }

  private func currentMatch(groups: Int) -> Match {
    guard let vector = unsafe pcre2_get_ovector_pointer_8(data) else {
      return Match(range: 0..<0, groups: [])
    }
    func pair(_ number: Int) -> Range<Int>? {
      let (start, end) = unsafe (vector[2 * number], vector[2 * number + 1])
      // A group that took no part has PCRE2_UNSET; `\K` in a look-ahead can put the end first.
      guard start != Int(bitPattern: ~UInt(0)), end >= start else { return nil }
      return start..<end
    }
    let told = min(groups, Int(Self.groupLimit))
    return Match(
      range: pair(0) ?? 0..<0, groups: told == 0 ? [] : (1...told).map { pair($0) })
  }
}

/// Where a pattern matched: offsets in the bytes, never copies of them.
package struct Match: Sendable, Equatable {
  /// The whole match.
  package let range: Range<Int>
  /// The capture groups from number 1 on; nil for one that took no part.
  package let groups: [Range<Int>?]

  /// The range of group `number`; 0 is the whole match.
  package func group(_ number: Int) -> Range<Int>? {
    if number == 0 { return range }
    return number <= groups.count ? groups[number - 1] : nil
  }
}
