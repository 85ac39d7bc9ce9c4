#pragma once

// What Swift's own module for the C library leaves out.
#include <sys/types.h>
#include <sys/xattr.h>

/// Opens a name to look at it, not to read it: O_PATH of fcntl.h.
enum { vastguard_open_path = 010000000 };

/// Has this process leave no core dump and refuse to be traced, so that what it holds in memory stays
/// there; returns 0, or -1 where the system does not do so.
int vg_hide_memory(void);

/// Has this process get `signal` when the one that started it ends; returns 0 or -1.
int vg_end_with_parent(int signal);

/// Makes a pipe whose ends no program that is started gets by itself; returns 0 or -1.
int vg_pipe(int ends[2]);

/// Renames a file, but not over another; returns 0 or a value of errno.
int vg_rename_to_new(const char *from, const char *to);
