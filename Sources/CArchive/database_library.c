#include "database_library.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

#define FUNCTIONS(each)          \
  each(sqlite3_close_v2)         \
  each(sqlite3_column_blob)      \
  each(sqlite3_column_bytes)     \
  each(sqlite3_column_count)     \
  each(sqlite3_column_text)      \
  each(sqlite3_column_type)      \
  each(sqlite3_db_config)        \
  each(sqlite3_deserialize)      \
  each(sqlite3_finalize)         \
  each(sqlite3_limit)            \
  each(sqlite3_open_v2)          \
  each(sqlite3_prepare_v2)       \
  each(sqlite3_progress_handler) \
  each(sqlite3_set_authorizer)   \
  each(sqlite3_step)

#include "library.h"

static int is_loaded;

static void load(void) { is_loaded = load_library("libsqlite3.so.0"); }

int vg_database_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_loaded;
}

struct asking {
  int (*goes_on)(void *);
  void *context;
};

// Reading columns is all that is allowed; a function in an expression is not.
static int authorize(void *context, int action, const char *a, const char *b, const char *c,
                     const char *d) {
  (void)context, (void)b, (void)c, (void)d;
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ: return SQLITE_OK;
    case SQLITE_PRAGMA: {
      // The only one, and it changes nothing.
      static const char allowed[] = "table_xinfo";
      for (size_t index = 0; index < sizeof allowed; index++)
        if (!a || a[index] != allowed[index]) return SQLITE_DENY;
      return SQLITE_OK;
    }
    default: return SQLITE_DENY;
  }
}

// After "Defense Against The Dark Arts" in SQLite's documentation.
static void harden(sqlite3 *database, size_t longest) {
  static const struct {
    int what, value;
  } switches[] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
      {SQLITE_DBCONFIG_ENABLE_FKEY, 0},    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
  };
  for (size_t index = 0; index < sizeof switches / sizeof *switches; index++)
    library.sqlite3_db_config(database, switches[index].what, switches[index].value, (int *)0);
  static const struct {
    int what, value;
  } limits[] = {
      {SQLITE_LIMIT_SQL_LENGTH, 1000000}, {SQLITE_LIMIT_EXPR_DEPTH, 200},
      {SQLITE_LIMIT_VDBE_OP, 25000},      {SQLITE_LIMIT_ATTACHED, 0},
      {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
  };
  for (size_t index = 0; index < sizeof limits / sizeof *limits; index++)
    library.sqlite3_limit(database, limits[index].what, limits[index].value);
  int length = longest > 1000000000 ? 1000000000 : (int)longest;
  library.sqlite3_limit(database, SQLITE_LIMIT_LENGTH, length);
}

struct vg_database {
  sqlite3 *handle;
  struct asking asking;
};

static int is_done(void *context) {
  struct asking *asking = context;
  return !asking->goes_on(asking->context);
}

struct vg_database *vg_database_open(uint8_t *bytes, size_t count, size_t longest,
                                     int (*goes_on)(void *context), void *context) {
  if (!vg_database_load()) return NULL;
  struct vg_database *self = calloc(1, sizeof *self);
  if (!self) return NULL;
  self->asking = (struct asking){goes_on, context};
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
  int result = library.sqlite3_open_v2(":memory:", &self->handle, flags, NULL);
  if (result == SQLITE_OK) {
    harden(self->handle, longest);
    library.sqlite3_progress_handler(self->handle, 10000, is_done, &self->asking);
    result = library.sqlite3_deserialize(self->handle, "main", bytes, (sqlite3_int64)count,
                                         (sqlite3_int64)count, SQLITE_DESERIALIZE_READONLY);
    library.sqlite3_set_authorizer(self->handle, authorize, NULL);
  }
  if (result == SQLITE_OK) return self;
  vg_database_close(self);
  return NULL;
}

void vg_database_close(struct vg_database *self) {
  library.sqlite3_close_v2(self->handle);
  free(self);
}

struct vg_rows {
  sqlite3_stmt *statement;
};

struct vg_rows *vg_rows_open(struct vg_database *database, const char *statement) {
  struct vg_rows *self = calloc(1, sizeof *self);
  if (!self) return NULL;
  int result =
      library.sqlite3_prepare_v2(database->handle, statement, -1, &self->statement, NULL);
  if (result == SQLITE_OK && self->statement) return self;
  vg_rows_close(self);
  return NULL;
}

void vg_rows_close(struct vg_rows *self) {
  library.sqlite3_finalize(self->statement);
  free(self);
}

int vg_rows_next(struct vg_rows *self) {
  int result = library.sqlite3_step(self->statement);
  return result == SQLITE_ROW ? 1 : result == SQLITE_DONE ? 0 : -1;
}

int vg_rows_column_count(struct vg_rows *self) {
  return library.sqlite3_column_count(self->statement);
}

struct vg_value vg_rows_value(struct vg_rows *self, int column) {
  sqlite3_stmt *statement = self->statement;
  struct vg_value value = {.kind = vg_value_number};
  switch (library.sqlite3_column_type(statement, column)) {
    case SQLITE_NULL: value.kind = vg_value_null; return value;
    case SQLITE_TEXT: value.kind = vg_value_text; break;
    case SQLITE_BLOB: value.kind = vg_value_blob; break;
  }
  // The text is asked for before its length: asking may convert it.
  value.bytes = value.kind == vg_value_blob ? library.sqlite3_column_blob(statement, column)
                                            : library.sqlite3_column_text(statement, column);
  if (value.bytes) value.count = (size_t)library.sqlite3_column_bytes(statement, column);
  return value;
}
