internal import CPCRE2

/// A compiled regular expression over bytes: immutable, shared by all threads.
///
/// Neither UTF nor locale play a part: `.` is one byte and letter case is ASCII's. CR, LF and CRLF
/// all end a line. A pattern is compiled with JIT where PCRE2 has it.
@safe
package final class Pattern: Sendable {
  /// The text that it was compiled from.
  package let source: String

  // "A compiled pattern is read-only once compiled, and may be used by several threads at once";
  // JIT compilation happens before the object is shared (pcre2api, "Multithreading").
  nonisolated(unsafe) let code: OpaquePointer

  /// Compiles `source` in PCRE2's Perl-compatible syntax.
  package init(_ source: String) throws(PatternError) {
    self.source = source
    var number: Int32 = 0
    var offset = 0
    let bytes = Array(source.utf8)
    guard let context = unsafe pcre2_compile_context_create_8(nil) else {
      throw PatternError(code: PCRE2_ERROR_NOMEMORY)
    }
    defer { unsafe pcre2_compile_context_free_8(context) }
    unsafe pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_ANYCRLF))
    let compiled = unsafe bytes.withUnsafeBufferPointer { buffer in
      // An empty array has no address; PCRE2 wants one even for a length of zero.
      var empty: UInt8 = 0
      return unsafe withUnsafePointer(to: &empty) { nothing in
        unsafe pcre2_compile_8(
          buffer.baseAddress ?? nothing, buffer.count, UInt32(PCRE2_NEVER_UTF), &number, &offset,
          context)
      }
    }
    guard let compiled = unsafe compiled else {
      throw PatternError(code: number, offset: offset)
    }
    unsafe pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
    unsafe code = compiled
  }

  deinit {
    unsafe pcre2_code_free_8(code)
  }

  /// The number of capture groups, the whole match not counted.
  package var groupCount: Int {
    var count: UInt32 = 0
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    return Int(count)
  }

  /// The number of the group `name`, or nil where there is none of that name.
  package func group(named name: String) -> Int? {
    let number = unsafe Array((name + "\0").utf8).withUnsafeBufferPointer { buffer in
      unsafe pcre2_substring_number_from_name_8(code, buffer.baseAddress)
    }
    return number > 0 ? Int(number) : nil
  }
}
