#include "rules.h"

// The compiler looks for embedded files beside this one and rebuilds when they change.
static const unsigned char vast[] = {
#embed "../../rules/vast.toml"
};

static const unsigned char others[] = {
#embed "../../rules/others.toml"
};

static const unsigned char hook[] = {
#embed "../../hooks/hook"
};

static const unsigned char block[] = {
#embed "../../hooks/block"
};

static const unsigned char global[] = {
#embed "../../hooks/global"
};

struct vg_embedded_file vg_hook_script(void) {
  return (struct vg_embedded_file){"hooks/hook", hook, sizeof hook};
}

struct vg_embedded_file vg_hook_block(void) {
  return (struct vg_embedded_file){"hooks/block", block, sizeof block};
}

struct vg_embedded_file vg_hook_global(void) {
  return (struct vg_embedded_file){"hooks/global", global, sizeof global};
}

static const struct vg_embedded_file rule_files[] = {
    {"rules/vast.toml", vast, sizeof vast},
    {"rules/others.toml", others, sizeof others},
};

const size_t vg_rule_file_count = sizeof rule_files / sizeof rule_files[0];

struct vg_embedded_file vg_rule_file(size_t index) { return rule_files[index]; }
