#ifndef VASTGUARD_TOML_JSON_H
#define VASTGUARD_TOML_JSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Where and why a text is not TOML. Lines and columns count from 1.
struct vg_toml_error {
  uint32_t line;
  uint32_t column;
  char message[256];
};

/// Turns TOML into JSON. Every table gets two more members: `"#line"`, the line where it begins, and
/// `"#"`, an object from each of its keys to the line where it stands. Dates become strings. Returns text to be freed with `free`, or null with `error` filled.
char *vg_toml_to_json(const char *text, size_t length, size_t *json_length,
                      struct vg_toml_error *error);

#ifdef __cplusplus
}
#endif

#endif
