#ifndef VASTGUARD_RULES_H
#define VASTGUARD_RULES_H

#include <stddef.h>

/// A file of the project that the binary carries.
struct vg_embedded_file {
  const char *name;
  const unsigned char *bytes;
  size_t length;
};

/// The number of files of `rules/`, and each of them: the first is the one about Vast.ai.
extern const size_t vg_rule_file_count;
struct vg_embedded_file vg_rule_file(size_t index);

/// The script that `hook install` writes.
struct vg_embedded_file vg_hook_script(void);

/// What it writes into a script of somebody else's.
struct vg_embedded_file vg_hook_block(void);

/// The script that `hook install --global` writes for each hook that git knows.
struct vg_embedded_file vg_hook_global(void);

#endif
