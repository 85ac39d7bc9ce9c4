#ifndef VASTGUARD_DATABASE_LIBRARY_H
#define VASTGUARD_DATABASE_LIBRARY_H

#include <stddef.h>
#include <stdint.h>

// SQLite, loaded when the first database is met, and only to read stored rows: no function, view,
// trigger, virtual table or extension that a database names is ever run.

/// Loads the library if it is not loaded; returns whether it is there. Any thread may call it.
int vg_database_load(void);

struct vg_database;

/// Opens the database in `bytes`, which must stay as they are until it is closed; no value may be
/// longer than `longest`. `goes_on` is asked now and then, and ends the work with 0. Returns null
/// where memory is short or the library is missing.
struct vg_database *vg_database_open(uint8_t *bytes, size_t count, size_t longest,
                                     int (*goes_on)(void *context), void *context);

void vg_database_close(struct vg_database *database);

struct vg_rows;

/// Prepares a statement; null where the database does not allow it.
struct vg_rows *vg_rows_open(struct vg_database *database, const char *statement);

void vg_rows_close(struct vg_rows *rows);

/// Steps on: 1 where there is a row, 0 at the end, -1 where it fails.
int vg_rows_next(struct vg_rows *rows);

int vg_rows_column_count(struct vg_rows *rows);

enum vg_value_kind { vg_value_null, vg_value_number, vg_value_text, vg_value_blob };

/// A value of a row, which stays until the next step; numbers are written as text.
struct vg_value {
  enum vg_value_kind kind;
  const void *bytes;
  size_t count;
};

struct vg_value vg_rows_value(struct vg_rows *rows, int column);

#endif
