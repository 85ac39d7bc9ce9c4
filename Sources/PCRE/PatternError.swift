internal import CPCRE2

/// Why PCRE2 refused a pattern or gave up on a match.
package struct PatternError: Error, Sendable, Equatable {
  /// PCRE2's own number for the error; see `pcre2_get_error_message` in the manual.
  package let code: Int32
  /// PCRE2's own words.
  package let message: String
  /// Where in the pattern the error was noticed, in bytes, for a pattern that does not compile.
  package let offset: Int?

  init(code: Int32, offset: Int? = nil) {
    self.code = code
    self.offset = offset
    message = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
      let length = unsafe pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count)
      guard length > 0 else { return "PCRE2 error \(code)" }
      return unsafe String(decoding: buffer[..<Int(length)], as: UTF8.self)
    }
  }

  /// Whether the match or depth limit stopped the search: the text could not be decided.
  package var isLimit: Bool {
    [PCRE2_ERROR_MATCHLIMIT, PCRE2_ERROR_DEPTHLIMIT, PCRE2_ERROR_HEAPLIMIT]
      .contains(code) || code == PCRE2_ERROR_JIT_STACKLIMIT
  }
}

extension PatternError: CustomStringConvertible {
  package var description: String {
    guard let offset else { return message }
    return "\(message) (at byte \(offset) of the pattern)"
  }
}
