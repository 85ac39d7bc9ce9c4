#include "CGit2.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// Every function of libgit2 that the program calls: what it returns, its name, its parameters, and
// their names again. The compiler compares each with libgit2's own declaration.
#define FUNCTIONS(F)                                                                               \
  F(int, git_diff_buffers,                                                                         \
    (const void *old_buffer, size_t old_count, const char *old_path, const void *new_buffer,       \
     size_t new_count, const char *new_path, const git_diff_options *options,                      \
     git_diff_file_cb file, git_diff_binary_cb binary, git_diff_hunk_cb hunk,                      \
     git_diff_line_cb line, void *payload),                                                        \
    (old_buffer, old_count, old_path, new_buffer, new_count, new_path, options, file, binary,      \
     hunk, line, payload))                                                                         \
  F(int, git_diff_options_init, (git_diff_options * options, unsigned int version),                \
    (options, version))                                                                            \
  F(void, git_error_clear, (void), ())                                                             \
  F(const git_error *, git_error_last, (void), ())                                                 \
  F(int, git_error_set_str, (int category, const char *text), (category, text))                    \
  F(int, git_libgit2_init, (void), ())                                                             \
  F(void, git_object_free, (git_object * object), (object))                                        \
  F(const git_oid *, git_object_id, (const git_object *object), (object))                          \
  F(int, git_odb_add_backend, (git_odb * odb, git_odb_backend * backend, int priority),            \
    (odb, backend, priority))                                                                      \
  F(void *, git_odb_backend_data_alloc, (git_odb_backend * backend, size_t count),                 \
    (backend, count))                                                                              \
  F(void, git_odb_free, (git_odb * odb), (odb))                                                    \
  F(int, git_odb_init_backend, (git_odb_backend * backend, unsigned int version),                  \
    (backend, version))                                                                            \
  F(int, git_odb_new, (git_odb * *out), (out))                                                     \
  F(void, git_repository_free, (git_repository * repo), (repo))                                    \
  F(int, git_repository_open_ext,                                                                  \
    (git_repository * *out, const char *path, unsigned int flags, const char *ceilings),           \
    (out, path, flags, ceilings))                                                                  \
  F(int, git_repository_set_odb, (git_repository * repo, git_odb * odb), (repo, odb))              \
  F(int, git_revparse_single, (git_object * *out, git_repository *repo, const char *text),         \
    (out, repo, text))

// Where the loaded library has each function; `git_libgit2_opts` takes what no wrapper can pass on.
static struct {
#define SLOT(result, name, parameters, arguments) __typeof__(&name) name;
  FUNCTIONS(SLOT)
#undef SLOT
  __typeof__(&git_libgit2_opts) git_libgit2_opts;
} table;

#define WRAPPER(result, name, parameters, arguments)                                               \
  result name parameters { return table.name arguments; }
FUNCTIONS(WRAPPER)
#undef WRAPPER

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[512];

static void *find(void *library, const char *name) {
  void *function = dlsym(library, name);
  if (!function && !failure[0]) {
    snprintf(failure, sizeof(failure), "libgit2 has no function %s", name);
  }
  return function;
}

static void load(void) {
  // The version whose headers this was compiled with: another one has other structures.
  void *library = dlopen("libgit2.so." LIBGIT2_SOVERSION, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *why = dlerror();
    snprintf(failure, sizeof(failure), "libgit2 cannot be loaded: %s", why ? why : "unknown error");
    return;
  }
#define FIND(result, name, parameters, arguments)                                                  \
  table.name = (__typeof__(&name))find(library, #name);
  FUNCTIONS(FIND)
#undef FIND
  table.git_libgit2_opts = (__typeof__(&git_libgit2_opts))find(library, "git_libgit2_opts");
}

const char *git_shim_load(void) {
  pthread_once(&once, load);
  return failure[0] ? failure : NULL;
}

int git_shim_set_owner_validation(int enabled) {
  return table.git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, enabled);
}

int git_shim_set_strict_hash_verification(int enabled) {
  return table.git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, enabled);
}

int git_shim_add_read_only_extensions(void) {
  // The last two are judged by their values before libgit2 opens anything.
  const char *names[] = {
    "worktreeconfig", "relativeworktrees", "partialclone", "preciousobjects",
    "noop-v1",        "objectformat",      "refstorage",
  };
  return table.git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, sizeof(names) / sizeof(names[0]));
}

int git_shim_forget_shared_configuration(void) {
  const git_config_level_t levels[] = {
    GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
  };
  for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
    int code = table.git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
    if (code < 0) return code;
  }
  return 0;
}
