#include <libdeflate.h>
#include <zlib.h>

/// Asks the processor to fetch the line at `address`; harmless wherever it points.
static inline void vg_prefetch(const void *address) { __builtin_prefetch(address); }
