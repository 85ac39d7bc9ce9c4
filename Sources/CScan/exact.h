#ifndef VASTGUARD_EXACT_H
#define VASTGUARD_EXACT_H

#include <stddef.h>
#include <stdint.h>

struct look;
struct vg_search;

// The tables of a look that can tell all bytes of ASCII apart, sixteen buckets in two sets: literals
// are fewer in each, and no byte is taken for another, so that text hits far less often than with the
// halves of bytes. A byte beyond ASCII shares the entry of the one without its highest bit.
enum { vg_exact_sets = 2, vg_exact_probe_length = 4, vg_hash_bits = 12 };

// What a byte can be to runs and encoded text; `led` is what may stand behind a lead that begins an
// escape of varying length, and `part` all that such escapes are made of.
enum {
  vg_class_digit = 1,
  vg_class_text = 2,
  vg_class_lead = 4,
  vg_class_led = 8,
  vg_class_comma = 16,
  vg_class_part = 32,
};

struct vg_exact {
  uint8_t buckets[vg_exact_probe_length][vg_exact_sets][128];
  uint16_t first[1 << vg_hash_bits];  // literals by the hash of their probe
  uint8_t classes[128];               // by those numbers
  int begins_beyond;                  // whether the probe of any literal begins beyond ASCII
};

// Chooses the literals' probes and buckets, and fills the tables.
void vg_exact_fill(struct vg_search *search);

// Whether this processor has the instructions that `vg_look_exact` needs.
int vg_can_look_exact(void);

// Looks at all bytes. Returns 0 where memory is short, else 1.
int vg_look_exact(struct look *look);

#endif
