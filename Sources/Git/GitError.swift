import CGit2

/// What could not be done with a repository: the call, libgit2's answer, and what it means.
package struct GitError: Error, Sendable, Equatable {
  /// What the failure means to a caller.
  package enum Reason: Sendable {
    /// No repository is there: the path was the wrong one.
    case notARepository
    /// The repository belongs to another user, and nothing says that it is trusted.
    case ownedByAnother
    /// The repository is sound, but uses a format that can't be read here.
    case unsupported
    /// The object, reference or file does not exist.
    case missing
    /// The bytes are there, but are not what they should be.
    case corrupt
    /// The text names no revision, or several.
    case unknownRevision
    /// Anything else: no permission, no memory, a device error.
    case other
  }

  /// What the failure means to a caller.
  package let reason: Reason

  /// The call that failed: a function of libgit2, or a step of this module.
  package let operation: String

  /// One sentence for people; it may quote names and paths of the repository.
  package let message: String

  /// The code that libgit2 returned; zero where this module itself refused.
  package let code: Int32

  /// The part of libgit2 that failed, a `git_error_t`; zero where this module itself refused.
  package let category: Int32

  /// An error that this module found without libgit2.
  init(_ reason: Reason, _ operation: String, _ message: String) {
    self.reason = reason
    self.operation = operation
    self.message = message
    code = 0
    category = 0
  }

  /// The error that libgit2 just reported on this thread, which is cleared by reading it.
  ///
  /// "The error message is thread-local" (threading.md), so the failed call must have run on
  /// this thread. Some functions fail without a message; then one left over from an earlier
  /// call must not be shown, which is why each message is cleared once it was read.
  init(code: Int32, operation: String) {
    var message = "failed with code \(code) and no message"
    var category: Int32 = 0
    if let last = unsafe git_error_last() {
      category = unsafe last.pointee.klass
      if let text = unsafe last.pointee.message { message = unsafe String(cString: text) }
    }
    git_error_clear()
    reason = Self.reason(code: code, category: category, message: message)
    self.operation = operation
    self.message = message
    self.code = code
    self.category = category
  }

  /// The same failure, told with another reason or another sentence.
  func with(_ reason: Reason, message: String? = nil) -> GitError {
    GitError(self, reason: reason, message: message ?? self.message)
  }

  private init(_ error: GitError, reason: Reason, message: String) {
    self.reason = reason
    self.message = message
    operation = error.operation
    code = error.code
    category = error.category
  }

  private static func reason(code: Int32, category: Int32, message: String) -> Reason {
    switch code {
    case GIT_ENOTFOUND.rawValue: return .missing
    case GIT_EOWNER.rawValue: return .ownedByAnother
    case GIT_EMISMATCH.rawValue: return .corrupt
    case GIT_EAMBIGUOUS.rawValue, GIT_EINVALIDSPEC.rawValue: return .unknownRevision
    default: break
    }
    // "unsupported extension name …", "unsupported mandatory extension: …" and "unsupported
    // repository version …" have the general code -1: only the words tell them apart.
    if message.hasPrefix("unsupported") { return .unsupported }
    let categories = [GIT_ERROR_ZLIB, GIT_ERROR_ODB, GIT_ERROR_INDEX, GIT_ERROR_OBJECT]
    return categories.contains { Int32($0.rawValue) == category } ? .corrupt : .other
  }
}

extension GitError: CustomStringConvertible {
  /// The call and what it said.
  package var description: String {
    "\(operation): \(message)"
  }
}

/// One thing that could not be read while the rest could.
package struct ReadFailure: Sendable, Equatable {
  /// The name or hex id of what could not be read, as bytes: it may hold anything.
  package let what: Path

  /// Why it could not be read.
  package let error: GitError

  /// Names a thing that could not be read.
  package init(_ what: Path, _ error: GitError) {
    self.what = what
    self.error = error
  }
}

/// Turns a negative answer of libgit2 into an error.
func check(_ operation: String, _ code: Int32) throws(GitError) {
  if code < 0 { throw GitError(code: code, operation: operation) }
}

/// Calls a function of libgit2 that fills in a pointer, and returns the pointer.
func obtain(
  _ operation: String, _ call: (inout OpaquePointer?) -> Int32
) throws(GitError) -> OpaquePointer {
  var pointer: OpaquePointer?
  try check(operation, unsafe call(&pointer))
  guard let pointer = unsafe pointer else {
    throw GitError(.other, operation, "succeeded and gave nothing")
  }
  return unsafe pointer
}
