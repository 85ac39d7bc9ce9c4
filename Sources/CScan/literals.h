#ifndef VASTGUARD_LITERALS_H
#define VASTGUARD_LITERALS_H

#include "look.h"

// How literals are found: four bytes of each are looked up in tables by the halves of a byte (the
// "Teddy" scheme of Hyperscan: Wang et al., NSDI 2019). Seven buckets share the tables. Which four
// bytes of a literal, and which bucket, is chosen so that text hits seldom: so the number of
// literals hardly changes the speed. A hit is compared in full. The eighth bit of the first tables
// tells hex digits, and some bytes beside: a table of halves can't tell all of them apart.

enum { vg_bucket_count = 7, vg_probe_length = 4, vg_literal_shortest = 3 };

struct vg_literal {
  uint8_t bytes[vg_literal_longest];  // in lower case
  uint16_t length;
  uint16_t probe;  // where its probed bytes start
  uint16_t kind;
  uint16_t bucket;
  uint16_t next;  // the next literal of its bucket, or vg_no_literal
  // The probed bytes as a number; which bits of others are to be set before they are compared, and
  // which are to be compared at all.
  uint32_t value, fold, mask;
};

enum { vg_no_literal = 0xffff };

struct vg_search {
  uint8_t low[vg_probe_length][16];   // buckets by a byte's lower half
  uint8_t high[vg_probe_length][16];  // buckets by a byte's upper half
  uint16_t first[vg_bucket_count];
  int runs;
  int encodings;
  struct vg_classes classes;
  size_t count;
  struct vg_literal literals[];
};

static inline int vg_is_letter(uint8_t byte) { return byte >= 'a' && byte <= 'z'; }

// Chooses probes and buckets, and fills the tables; the hex digits' bit is left as it is.
void vg_literals_place(struct vg_search *search);

#endif
