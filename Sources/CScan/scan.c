#include "scan.h"

#include "exact.h"
#include "halves.h"
#include "literals.h"

#include <stdlib.h>

enum { hex_bit = 0x80 };

static void add_hex_digits(struct vg_search *search) {
  for (int byte = 0; byte < 256; byte++) {
    if (!vg_is_hex((uint8_t)byte)) continue;
    search->low[0][byte & 15] |= hex_bit;
    search->high[0][byte >> 4] |= hex_bit;
  }
}

struct vg_search *vg_search_create_for(enum vg_way way, const uint8_t *literals,
                                       const size_t *lengths, size_t count, int runs,
                                       int encodings) {
  if (count > vg_literals_most) return NULL;
  for (size_t index = 0; index < count; index++)
    if (lengths[index] < vg_literal_shortest || lengths[index] > vg_literal_longest) return NULL;
  struct vg_search *search = calloc(1, sizeof *search + count * sizeof(struct vg_literal));
  if (!search) return NULL;
  search->way = way;
  search->runs = runs;
  search->encodings = encodings;
  search->count = count;
  if (encodings) vg_classes_fill(&search->classes);
  add_hex_digits(search);
  for (size_t index = 0; index < count; index++) {
    struct vg_literal *literal = &search->literals[index];
    literal->length = (uint16_t)lengths[index];
    literal->kind = (uint16_t)(index + 1);
    for (size_t at = 0; at < lengths[index]; at++) literal->bytes[at] = vg_lower(literals[at]);
    literals += lengths[index];
  }
  if (way == vg_by_bytes) {
    vg_exact_fill(search);
  } else {
    vg_literals_place(search);
  }
  return search;
}

void vg_search_free(struct vg_search *search) { free(search); }

int vg_can(enum vg_way way) {
  switch (way) {
    case vg_portable: return 1;
    case vg_by_halves: return vg_can_look_by_halves();
    case vg_by_bytes: return vg_can_look_exact();
  }
  return 0;
}

struct vg_search *vg_search_create(const uint8_t *literals, const size_t *lengths, size_t count,
                                   int runs, int encodings) {
  enum vg_way way = vg_can_look_exact()       ? vg_by_bytes
                    : vg_can_look_by_halves() ? vg_by_halves
                                              : vg_portable;
  return vg_search_create_for(way, literals, lengths, count, runs, encodings);
}

int vg_search_find(const struct vg_search *search, const uint8_t *bytes, size_t count,
                   struct vg_anchors *anchors) {
  anchors->count = 0;
  struct look look = {.search = search,
                      .classes = &search->classes,
                      .bytes = bytes,
                      .count = count,
                      .runs = search->runs,
                      .encodings = search->encodings,
                      .anchors = anchors};
  if (look.encodings && !vg_take_mark(&look)) return 0;
  switch (search->way) {
    case vg_portable: return vg_look_portable(&look);
    case vg_by_halves: return vg_look_by_halves(&look);
    case vg_by_bytes: return vg_look_exact(&look);
  }
  return 0;
}
