// The ways to search for anchors against each other, on any bytes.

#include "scan.h"

#include <stdlib.h>
#include <string.h>

// Some literals: common letters, bytes beyond ASCII, zeros, one that begins as another ends, and as
// long and as short as can be.
#define digits "0123456789abcdef"
static const struct {
  const char *bytes;
  size_t length;
} literals[] = {
    {"vast", 4}, {"key", 3}, {"_key=", 5}, {"\xc3\xa9\xc3\xa9", 4}, {"a\0b", 3}, {"\0\0\0", 3},
    {"aaaa", 4}, {"yvas", 4}, {digits digits digits digits, 64},
};

enum { count = sizeof literals / sizeof literals[0], ways = vg_by_bytes + 1 };

// The searches for the first literals, with and without runs and encoded text.
static struct vg_search *search(enum vg_way way, size_t number, int runs, int encodings) {
  static struct vg_search *known[ways][count + 1][2][2];
  struct vg_search **found = &known[way][number][runs][encodings];
  if (*found) return *found;
  uint8_t bytes[count * vg_literal_longest];
  size_t lengths[count], end = 0;
  for (size_t index = 0; index < number; index++) {
    lengths[index] = literals[index].length;
    memcpy(bytes + end, literals[index].bytes, lengths[index]);
    end += lengths[index];
  }
  *found = vg_search_create_for(way, bytes, lengths, number, runs, encodings);
  if (!*found) abort();
  return *found;
}

static int compare(const void *first, const void *second) {
  const struct vg_anchor *a = first, *b = second;
  if (a->offset != b->offset) return a->offset < b->offset ? -1 : 1;
  if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
  return (a->length > b->length) - (a->length < b->length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 1) return 0;
  // Exactly as much memory as there are bytes, so that what is read behind them is noticed.
  size_t length = size - 1;
  uint8_t *bytes = malloc(length);
  if (length) memcpy(bytes, data + 1, length);
  struct vg_anchors expected = {0}, found = {0};
  for (int way = vg_portable; way < ways; way++) {
    if (!vg_can(way)) continue;
    struct vg_anchors *anchors = way == vg_portable ? &expected : &found;
    if (!vg_search_find(search(way, data[0] % (count + 1), data[0] >> 6 & 1, data[0] >> 7), bytes,
                        length, anchors))
      abort();
    if (anchors->count) qsort(anchors->items, anchors->count, sizeof *anchors->items, compare);
    if (way == vg_portable) continue;
    if (found.count != expected.count) abort();
    for (size_t index = 0; index < found.count; index++)
      if (compare(&found.items[index], &expected.items[index])) abort();
  }
  vg_anchors_free(&expected);
  vg_anchors_free(&found);
  free(bytes);
  return 0;
}
