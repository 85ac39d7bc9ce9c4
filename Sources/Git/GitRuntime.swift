import CGit2

/// Starts libgit2 once, when it is first needed.
///
/// Loading and starting it costs ten milliseconds and more: it parses the certificates of the
/// system. It is never shut down: the process ends first.
enum GitRuntime {
  private static let failure: GitError? = {
    do throws(GitError) {
      if let problem = unsafe git_shim_load() {
        throw GitError(.other, "dlopen", unsafe String(cString: problem))
      }
      try check("git_libgit2_init", git_libgit2_init())
      try check("GIT_OPT_SET_EXTENSIONS", git_shim_add_read_only_extensions())
      try check("GIT_OPT_SET_SEARCH_PATH", git_shim_forget_shared_configuration())
      try check(
        "GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION", git_shim_set_strict_hash_verification(1))
      // Who owns a repository is checked by `SafeDirectory`, as git does it.
      try check("GIT_OPT_SET_OWNER_VALIDATION", git_shim_set_owner_validation(0))
      return nil
    } catch {
      return error
    }
  }()

  /// Makes sure that libgit2 runs; to be called before any function of it.
  static func start() throws(GitError) {
    if let failure { throw failure }
  }
}
