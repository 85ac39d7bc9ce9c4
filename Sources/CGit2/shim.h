#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
// libgit2's headers bring zlib with them: Debian's libgit2-dev depends on zlib1g-dev.
#include <zlib.h>

// Swift cannot call C functions with variable arguments: each option that is set gets a function.

static inline int git_shim_set_owner_validation(int enabled) {
  return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, enabled);
}

static inline int git_shim_set_strict_hash_verification(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, enabled);
}

static inline int git_shim_add_read_only_extensions(void) {
  const char *names[] = {
    "worktreeconfig", "relativeworktrees", "partialclone", "preciousobjects",
  };
  return git_libgit2_opts(
      GIT_OPT_SET_EXTENSIONS, names, sizeof(names) / sizeof(names[0]));
}

// A source of objects that is written in Swift: what libgit2 calls, and the Swift object behind.
typedef struct {
  git_odb_backend base;
  void *store;
} git_shim_backend;
