#include "archive_library.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// The functions that are used. Those that would enable every filter or format are not among them:
// some filters run programs.
#define FUNCTIONS(each)                      \
  each(archive_entry_filetype)               \
  each(archive_entry_hardlink)               \
  each(archive_entry_is_encrypted)           \
  each(archive_entry_pathname)               \
  each(archive_entry_symlink)                \
  each(archive_errno)                        \
  each(archive_error_string)                 \
  each(archive_read_append_filter)           \
  each(archive_read_data_block)              \
  each(archive_read_data_skip)               \
  each(archive_read_free)                    \
  each(archive_read_new)                     \
  each(archive_read_next_header)             \
  each(archive_read_open1)                   \
  each(archive_read_set_callback_data)       \
  each(archive_read_set_format)              \
  each(archive_read_set_format_option)       \
  each(archive_read_set_read_callback)       \
  each(archive_read_set_seek_callback)       \
  each(archive_read_support_filter_compress) \
  each(archive_read_support_format_ar)       \
  each(archive_read_support_format_cpio)     \
  each(archive_read_support_format_raw)      \
  each(archive_read_support_format_tar)      \
  each(archive_read_support_format_zip)

#include "library.h"

static int is_loaded;

// Names are converted to the encoding of the locale, and in "C" every other letter would be lost.
// A locale of the thread's own, for the time of a call, leaves the program's alone.
static locale_t unicode;

static void load(void) {
  unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  is_loaded = load_library("libarchive.so.13");
}

int vg_archive_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_loaded;
}

struct vg_archive {
  struct archive *archive;
  void *source;
  vg_archive_read read;
  vg_archive_seek seek;
  int result;  // of opening
};

// libarchive takes an ENOMEM that stands in `errno` for its own whenever a name has no form in the
// encoding that it is asked for, and ends the process. What came before it, and what the source
// does while it reads, is not to be mistaken so.
static void forget_errors(void) { errno = 0; }

static la_ssize_t read_block(struct archive *archive, void *context, const void **block) {
  (void)archive;
  struct vg_archive *self = context;
  la_ssize_t count = self->read(self->source, block);
  forget_errors();
  return count;
}

static la_int64_t seek_to(struct archive *archive, void *context, la_int64_t offset, int whence) {
  (void)archive;
  struct vg_archive *self = context;
  la_int64_t place = self->seek(self->source, offset, whence);
  forget_errors();
  return place < 0 ? ARCHIVE_FATAL : place;
}

// A lone compressed stream has exactly one filter, which is named and not guessed, so that none
// is put on top of another behind our back: what comes out of each is counted.
static int add_filter(struct archive *archive, int filter) {
  int result = library.archive_read_set_format(archive, ARCHIVE_FORMAT_RAW);
  return result == ARCHIVE_OK ? library.archive_read_append_filter(archive, filter) : result;
}

// Naming this filter would make it read before there is anything to read from.
static int add_compress(struct archive *archive) {
  int result = library.archive_read_support_format_raw(archive);
  return result == ARCHIVE_OK ? library.archive_read_support_filter_compress(archive) : result;
}

static int add_tar(struct archive *archive) {
  int result = library.archive_read_support_format_tar(archive);
  if (result != ARCHIVE_OK) return result;
  // What was appended with `tar -A` or `cat` stands behind an end mark.
  return library.archive_read_set_format_option(archive, "tar", "read_concatenated_archives", "1");
}

static int choose(struct archive *archive, enum vg_archive_kind kind) {
  switch (kind) {
    case vg_archive_gzip: return add_filter(archive, ARCHIVE_FILTER_GZIP);
    case vg_archive_bzip2: return add_filter(archive, ARCHIVE_FILTER_BZIP2);
    case vg_archive_xz: return add_filter(archive, ARCHIVE_FILTER_XZ);
    case vg_archive_lzma: return add_filter(archive, ARCHIVE_FILTER_LZMA);
    case vg_archive_zstd: return add_filter(archive, ARCHIVE_FILTER_ZSTD);
    case vg_archive_lz4: return add_filter(archive, ARCHIVE_FILTER_LZ4);
    case vg_archive_compress: return add_compress(archive);
    case vg_archive_tar: return add_tar(archive);
    case vg_archive_zip: return library.archive_read_support_format_zip(archive);
    case vg_archive_cpio: return library.archive_read_support_format_cpio(archive);
    case vg_archive_ar: return library.archive_read_support_format_ar(archive);
  }
  return ARCHIVE_FATAL;
}

struct vg_archive *vg_archive_open(enum vg_archive_kind kind, void *source, vg_archive_read read,
                                   vg_archive_seek seek) {
  if (!vg_archive_load()) return NULL;
  struct vg_archive *self = calloc(1, sizeof *self);
  struct archive *archive = self ? library.archive_read_new() : NULL;
  if (!archive) {
    free(self);
    return NULL;
  }
  *self = (struct vg_archive){.archive = archive, .source = source, .read = read, .seek = seek};
  library.archive_read_set_callback_data(archive, self);
  library.archive_read_set_read_callback(archive, read_block);
  if (seek) library.archive_read_set_seek_callback(archive, seek_to);
  self->result = choose(archive, kind);
  if (self->result == ARCHIVE_OK) self->result = library.archive_read_open1(archive);
  return self;
}

void vg_archive_close(struct vg_archive *self) {
  library.archive_read_free(self->archive);
  free(self);
}

// A warning is about a time, an owner or a letter of a name: the entry is there.
static enum vg_archive_result result_of(int code) {
  switch (code) {
    case ARCHIVE_OK:
    case ARCHIVE_WARN: return vg_archive_ok;
    case ARCHIVE_EOF: return vg_archive_end;
    case ARCHIVE_FAILED:
    case ARCHIVE_RETRY: return vg_archive_entry_failed;
    default: return vg_archive_failed;
  }
}

static void describe(struct archive_entry *entry, struct vg_archive_entry *result) {
  *result = (struct vg_archive_entry){
      .name = library.archive_entry_pathname(entry),
      .is_encrypted = library.archive_entry_is_encrypted(entry),
  };
  if ((result->target = library.archive_entry_hardlink(entry))) {
    result->kind = vg_archive_hardlink;
    return;
  }
  switch (library.archive_entry_filetype(entry)) {
    case 0:
    case AE_IFREG: result->kind = vg_archive_file; break;
    case AE_IFDIR: result->kind = vg_archive_directory; break;
    case AE_IFLNK:
      result->kind = vg_archive_symlink;
      result->target = library.archive_entry_symlink(entry);
      break;
    default: result->kind = vg_archive_other;
  }
}

enum vg_archive_result vg_archive_next(struct vg_archive *self, struct vg_archive_entry *result) {
  if (result_of(self->result) != vg_archive_ok) return vg_archive_failed;
  locale_t before = unicode ? uselocale(unicode) : (locale_t)0;
  struct archive_entry *entry = NULL;
  forget_errors();
  int code = library.archive_read_next_header(self->archive, &entry);
  forget_errors();
  if (result_of(code) == vg_archive_ok) describe(entry, result);
  if (before) uselocale(before);
  return result_of(code);
}

enum vg_archive_result vg_archive_skip(struct vg_archive *self) {
  return result_of(library.archive_read_data_skip(self->archive));
}

enum vg_archive_result vg_archive_block(struct vg_archive *self, const void **block, size_t *count,
                                        int64_t *offset) {
  la_int64_t place = 0;
  int code = library.archive_read_data_block(self->archive, block, count, &place);
  *offset = place;
  // Here a warning says that the content is not what its checksum or its size promises.
  return code == ARCHIVE_WARN ? vg_archive_entry_failed : result_of(code);
}

enum vg_archive_failure vg_archive_why(struct vg_archive *self) {
  if (library.archive_errno(self->archive) == ENOMEM) return vg_archive_out_of_memory;
  const char *text = library.archive_error_string(self->archive);
  if (!text) return vg_archive_corrupt;
  static const struct {
    const char *part;
    enum vg_archive_failure failure;
  } signs[] = {
      {"ncrypt", vg_archive_encrypted},       {"assphrase", vg_archive_encrypted},
      {"runcated", vg_archive_truncated},     {"remature end", vg_archive_truncated},
      {"nexpected end", vg_archive_truncated}, {"nsupported", vg_archive_unsupported},
      {"not supported", vg_archive_unsupported},
  };
  for (size_t index = 0; index < sizeof signs / sizeof *signs; index++)
    if (strstr(text, signs[index].part)) return signs[index].failure;
  return vg_archive_corrupt;
}
