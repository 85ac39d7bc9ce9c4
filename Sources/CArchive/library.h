// Loads a shared library on demand. Include it once in a file, after `FUNCTIONS(each)`, which names
// every function that is used; the compiler compares each with the library's own declaration.

#include <dlfcn.h>

#define POINTER(name) __typeof__(name) *name;
static struct {
  FUNCTIONS(POINTER)
} library;
#undef POINTER

// Fills `library`; 0 where the file or one of the functions is not there.
static int load_library(const char *file) {
  void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (!handle) return 0;
  int complete = 1;
#define RESOLVE(name) \
  if (!(library.name = (__typeof__(library.name))dlsym(handle, #name))) complete = 0;
  FUNCTIONS(RESOLVE)
#undef RESOLVE
  return complete;
}
