#include "scan.h"

#include <stdlib.h>

void vg_anchors_free(struct vg_anchors *anchors) {
  free(anchors->items);
  *anchors = (struct vg_anchors){0};
}

int vg_anchors_add(struct vg_anchors *anchors, size_t offset, size_t length, unsigned kind) {
  if (anchors->count == anchors->capacity) {
    size_t capacity = anchors->capacity ? 2 * anchors->capacity : 64;
    struct vg_anchor *items = realloc(anchors->items, capacity * sizeof *items);
    if (!items) return 0;
    anchors->items = items;
    anchors->capacity = capacity;
  }
  anchors->items[anchors->count++] =
      (struct vg_anchor){offset, (uint16_t)length, (uint16_t)kind};
  return 1;
}
