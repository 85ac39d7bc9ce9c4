#ifndef VASTGUARD_ARCHIVE_LIBRARY_H
#define VASTGUARD_ARCHIVE_LIBRARY_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// libarchive, loaded when the first archive is met: a program that meets none does not pay for
// the dozen libraries that it brings.

/// Loads the library if it is not loaded; returns whether it is there. Any thread may call it.
int vg_archive_load(void);

/// What is opened. The first are compressed streams without a directory.
enum vg_archive_kind {
  vg_archive_gzip,
  vg_archive_bzip2,
  vg_archive_xz,
  vg_archive_lzma,
  vg_archive_zstd,
  vg_archive_lz4,
  vg_archive_compress,
  vg_archive_tar,
  vg_archive_zip,
  vg_archive_cpio,
  vg_archive_ar,
};

/// Sets `block` to bytes that stay until the next call and returns their count: 0 at the end, -1
/// where there is an error.
typedef ssize_t (*vg_archive_read)(void *source, const void **block);

/// Moves to a place as lseek(2) does and returns it, counted from the start, or -1.
typedef int64_t (*vg_archive_seek)(void *source, int64_t offset, int whence);

/// An archive that is being read: what libarchive calls `struct archive`.
struct vg_archive;

/// How a call ended.
enum vg_archive_result {
  vg_archive_ok,
  vg_archive_end,
  /// This entry cannot be read, or not further; there may be others.
  vg_archive_entry_failed,
  /// Nothing more can be read.
  vg_archive_failed,
};

/// Why a call failed.
enum vg_archive_failure {
  vg_archive_corrupt,
  vg_archive_truncated,
  vg_archive_encrypted,
  vg_archive_unsupported,
  vg_archive_out_of_memory,
};

enum vg_archive_entry_kind {
  vg_archive_file,
  vg_archive_directory,
  vg_archive_symlink,
  vg_archive_hardlink,
  vg_archive_other,
};

/// An entry; its texts stay until the next one is read.
struct vg_archive_entry {
  const char *name;    // null where it has none
  const char *target;  // of a link
  enum vg_archive_entry_kind kind;
  int is_encrypted;
};

/// Opens what `source` gives; `seek` is null where it can only be read onward. Returns null where
/// memory is short or the library is missing; whether it is an archive is known when its first
/// entry is read.
struct vg_archive *vg_archive_open(enum vg_archive_kind kind, void *source, vg_archive_read read,
                                   vg_archive_seek seek);

void vg_archive_close(struct vg_archive *archive);

/// Reads on to the next entry.
enum vg_archive_result vg_archive_next(struct vg_archive *archive, struct vg_archive_entry *entry);

/// Passes over what is left of the entry's content.
enum vg_archive_result vg_archive_skip(struct vg_archive *archive);

/// Reads a block of the entry's content, which stays until the next call; `offset` is its place in
/// the content, behind a hole where it is not the end of the block before.
enum vg_archive_result vg_archive_block(struct vg_archive *archive, const void **block,
                                        size_t *count, int64_t *offset);

/// Says why the last call failed.
enum vg_archive_failure vg_archive_why(struct vg_archive *archive);

#endif
