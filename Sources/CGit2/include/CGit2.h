#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
// libgit2's headers bring zlib with them: Debian's libgit2-dev depends on zlib1g-dev.
#include <zlib.h>

// The program is not linked with libgit2, which brings fifteen more libraries: lazy.c loads it on
// demand and defines the functions that this program calls.

/// Loads libgit2; safe to call from any thread, and quick once it was loaded. No function of
/// libgit2 may be called before. Returns null, or a text that says what failed and lives as long
/// as the process.
const char *git_shim_load(void);

// Swift cannot call C functions with variable arguments: each option that is set gets a function.

int git_shim_set_owner_validation(int enabled);
int git_shim_set_strict_hash_verification(int enabled);
int git_shim_add_read_only_extensions(void);

/// Has libgit2 read no configuration but the repository's and the user's: what others say is read
/// and judged in Swift. (It needs the user's to know what "~" stands for.)
int git_shim_forget_shared_configuration(void);

// A source of objects that is written in Swift: what libgit2 calls, and the Swift object behind.
typedef struct {
  git_odb_backend base;
  void *store;
} git_shim_backend;
