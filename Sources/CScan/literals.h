#ifndef VASTGUARD_LITERALS_H
#define VASTGUARD_LITERALS_H

#include "exact.h"
#include "look.h"

// How literals are found: four bytes of each are looked up in tables by the halves of a byte (the
// "Teddy" scheme of Hyperscan: Wang et al., NSDI 2019). Seven buckets share the tables. Which four
// bytes of a literal, and which bucket, is chosen so that text hits seldom. What is hit nevertheless
// is looked up by a hash of its first three bytes, and then compared in full: so the number of
// literals hardly changes the speed. The eighth bit of the first tables
// tells hex digits, and some bytes beside: a table of halves can't tell all of them apart.

enum { vg_bucket_count = 7, vg_probe_length = 4, vg_literal_shortest = 3 };

struct vg_literal {
  uint8_t bytes[vg_literal_longest];  // in lower case
  uint16_t length;
  uint16_t probe;  // where its probed bytes start
  uint16_t kind;
  uint16_t bucket;
  uint16_t next;  // the next literal of the same hash, or vg_no_literal
  uint16_t exact_probe, exact_next;  // the same for the look that tells all bytes apart
};

enum { vg_no_literal = 0xffff };

struct vg_search {
  uint8_t low[vg_probe_length][16];   // buckets by a byte's lower half
  uint8_t high[vg_probe_length][16];  // buckets by a byte's upper half
  uint16_t first[1 << vg_hash_bits];  // literals by the hash of their probe
  enum vg_way way;
  int runs;
  int encodings;
  struct vg_classes classes;
  struct vg_exact exact;
  size_t count;
  struct vg_literal literals[];
};

static inline uint8_t vg_lower(uint8_t byte) {
  return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

static inline int vg_is_letter(uint8_t byte) { return byte >= 'a' && byte <= 'z'; }

// The hash of the three bytes that a probe begins with, whatever the case of letters.
static inline unsigned vg_probe_hash(const uint8_t *bytes) {
  uint32_t three = (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
  return (three | 0x202020u) * 0x9e3779b1u >> (32 - vg_hash_bits);
}

// How often a byte stands in source text, roughly, in ten thousandths.
int vg_byte_weight(uint8_t byte);

// Chooses probes and buckets, and fills the tables; the hex digits' bit is left as it is.
void vg_literals_place(struct vg_search *search);

// Stores a literal if it stands at `start`. Returns 0 where memory is short, else 1.
int vg_take_literal(struct look *look, const struct vg_literal *literal, size_t start);

#endif
