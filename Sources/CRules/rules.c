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

struct vg_embedded_file vg_hook_script(void) {
  return (struct vg_embedded_file){"hooks/hook", hook, sizeof hook};
}

static const struct vg_embedded_file rule_files[] = {
    {"rules/vast.toml", vast, sizeof vast},
    {"rules/others.toml", others, sizeof others},
};

const size_t vg_rule_file_count = sizeof rule_files / sizeof rule_files[0];

struct vg_embedded_file vg_rule_file(size_t index) { return rule_files[index]; }
