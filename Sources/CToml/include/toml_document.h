#ifndef VASTGUARD_TOML_DOCUMENT_H
#define VASTGUARD_TOML_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Where and why a text is not TOML. Lines and columns count from 1; the line is 0 where memory is
/// short.
struct vg_toml_error {
  uint32_t line;
  uint32_t column;
  char message[256];
};

enum vg_toml_kind {
  vg_toml_string,
  vg_toml_integer,
  vg_toml_number,
  vg_toml_boolean,
  vg_toml_date,  // or a time, or both
  vg_toml_array,
  vg_toml_table
};

/// One value of a document. What a value of its kind does not have is zero.
struct vg_toml_value {
  enum vg_toml_kind kind;
  /// The lines where the value begins, and where its key stands in a table.
  uint32_t line, key_line;
  /// The key, in UTF-8 and without a zero at its end.
  const char *key;
  size_t key_length;
  /// A string, in the same form.
  const char *text;
  /// The number of a string's bytes, or of the values in an array or a table.
  size_t count;
  /// The number of the first of those values; the others follow it, a table's ordered by key.
  size_t first;
  /// A whole number; 1 for true; for a day, its year, month and day as digits: 20260131.
  int64_t integer;
  double number;
};

/// A parsed text with its values, of which number 0 is the table of the top level: immutable.
struct vg_toml_document;

/// Parses TOML. Returns null with `error` filled where the text is none, or memory is short.
struct vg_toml_document *vg_toml_parse(const char *text, size_t length,
                                       struct vg_toml_error *error);

void vg_toml_free(struct vg_toml_document *document);

/// All values: valid, like the texts in them, until the document is freed.
const struct vg_toml_value *vg_toml_values(const struct vg_toml_document *document);

/// The number of the value that has the key in the table of that number, or 0 where none has.
size_t vg_toml_find(const struct vg_toml_document *document, size_t table, const char *key,
                    size_t length);

#ifdef __cplusplus
}
#endif

#endif
