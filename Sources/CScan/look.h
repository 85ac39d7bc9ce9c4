#ifndef VASTGUARD_LOOK_H
#define VASTGUARD_LOOK_H

#include "scan.h"

// Where each byte can stand in encoded text: one bit for each encoding and place of its period.
struct vg_classes {
  uint64_t of[256];
  uint64_t last[9];      // for each period, the bits of the last place
  uint64_t lasts;        // all of them
  uint8_t encoding[64];  // for each bit, the number of its encoding
};

void vg_classes_fill(struct vg_classes *classes);

// One look over the bytes. `past_run` is the end of the last run of hex digits that was looked at:
// a run of any length costs its length once.
struct look {
  const struct vg_search *search;
  const struct vg_classes *classes;
  const uint8_t *bytes;
  size_t count;
  size_t past_run;
  int runs;
  int encodings;
  struct vg_anchors *anchors;
};

// How many bytes stand from the begin of one sample to that of the next, and how many it has. A
// stretch of `vg_encoded_length` bytes holds a sample whole, wherever it begins.
enum { sample_stride = 32, sample_length = 16 };

// Looks at the run of hex digits around `place`, where eight begin.
int vg_take_hex(struct look *look, size_t place);

// Looks for encoded text around the sample at `sample`: of any kind; such as follows a period, or
// is base64; such as does not.
int vg_take_sample(struct look *look, size_t sample);
int vg_take_periodic(struct look *look, size_t sample);
int vg_take_varied(struct look *look, size_t sample);

// Looks for a byte order mark of UTF-16 or UTF-32 at the begin.
int vg_take_mark(struct look *look);

static inline int vg_is_hex(uint8_t byte) {
  return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f');
}

static inline int vg_is_alphanumeric(uint8_t byte) {
  return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

#endif
