#pragma once

// What Swift's own module for the C library leaves out.
#include <sys/types.h>
#include <sys/xattr.h>

/// Opens a name to look at it, not to read it: O_PATH of fcntl.h.
enum { vastguard_open_path = 010000000 };
