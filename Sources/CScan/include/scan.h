#ifndef VASTGUARD_SCAN_H
#define VASTGUARD_SCAN_H

#include <stddef.h>
#include <stdint.h>

/// The shortest and the longest maximal run of hex digits that is an anchor. A key has 64; an
/// escape before it that ends in hex digits (`%3D`, `\u003d`) makes the run up to four longer.
/// A cap keeps anchors local: whether one stands somewhere is decided by 82 bytes.
enum { vg_run_shortest = 64, vg_run_longest = 80 };

/// The longest literal, in bytes.
enum { vg_literal_longest = 64 };

/// The kind of an anchor that is a run of hex digits; literals are numbered from 1.
enum { vg_kind_run = 0 };

/// A place that rules look around: `length` bytes from `offset`.
struct vg_anchor {
  size_t offset;
  uint16_t length;
  uint16_t kind;
};

/// A compiled set of literals: immutable, shared by all threads.
struct vg_search;

/// Compiles `count` literals, which stand in `literals` one after the other and are compared
/// without regard to ASCII case; `runs` says whether runs of hex digits are wanted too. Returns
/// null where a length is not 3 to `vg_literal_longest`, where there are more than 65,000, or
/// where memory is short.
struct vg_search *vg_search_create(const uint8_t *literals, const size_t *lengths, size_t count,
                                   int runs);

void vg_search_free(struct vg_search *search);

/// Anchors in memory that grows as needed: zero it before its first use, and reuse it.
struct vg_anchors {
  struct vg_anchor *items;
  size_t count;
  size_t capacity;
};

void vg_anchors_free(struct vg_anchors *anchors);

/// Replaces `anchors` by those of the bytes, in no promised order; the edges of [0, count) end a
/// run. Returns 0 where memory is short, else 1.
int vg_search_find(const struct vg_search *search, const uint8_t *bytes, size_t count,
                   struct vg_anchors *anchors);

/// The same without the instructions that not every processor has: what tests compare with.
int vg_search_find_portable(const struct vg_search *search, const uint8_t *bytes, size_t count,
                            struct vg_anchors *anchors);

#endif
