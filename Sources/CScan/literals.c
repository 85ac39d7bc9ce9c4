#include "literals.h"

#include <string.h>

enum { most_placed_twice = 500 };

int vg_byte_weight(uint8_t byte) {
  static const char *const groups[] = {"vLANkRCxI*/:O0'", "lcdfpumh_", "sinrao", "et\n"};
  static const int each[] = {55, 200, 360, 500};
  if (byte == ' ') return 1800;
  for (int group = 3; group >= 0; group--)
    if (byte && strchr(groups[group], byte)) return each[group];
  if (byte && strchr("g-)(,\".E\tbSTy", byte)) return 85;
  if (byte && strchr("=w#PM1>D;2FG&UB", byte)) return 30;
  if (byte && strchr("jYWq`+7|!@", byte)) return 5;
  return byte >= 0x80 || byte > ' ' ? 14 : 1;
}

// What one bucket takes at one place: bytes whose halves are both in the sets.
struct taken {
  uint16_t low, high;
  int sum;          // the weight of these bytes
  int rows[16];     // of those with this upper half, whether it is in its set or not
  int columns[16];  // of those with this lower half, likewise
};

// What is known while literals get their places.
struct placement {
  int weights[16][16];  // of bytes, by upper and lower half
  struct taken taken[vg_bucket_count][vg_probe_length];
};

static void add_low(const struct placement *placement, struct taken *taken, int low) {
  if (taken->low >> low & 1) return;
  taken->low |= (uint16_t)(1 << low);
  taken->sum += taken->columns[low];
  for (int high = 0; high < 16; high++) taken->rows[high] += placement->weights[high][low];
}

static void add_high(const struct placement *placement, struct taken *taken, int high) {
  if (taken->high >> high & 1) return;
  taken->high |= (uint16_t)(1 << high);
  taken->sum += taken->rows[high];
  for (int low = 0; low < 16; low++) taken->columns[low] += placement->weights[high][low];
}

static void add_byte(const struct placement *placement, struct taken *taken, uint8_t byte) {
  add_low(placement, taken, byte & 15);
  add_high(placement, taken, byte >> 4);
  if (vg_is_letter(byte)) add_high(placement, taken, (byte ^ 0x20) >> 4);
}

// The weight of what would be taken with one byte more.
static int weight_with(const struct placement *placement, const struct taken *taken,
                       uint8_t byte) {
  int low = byte & 15, sum = taken->sum;
  int is_new = !(taken->low >> low & 1);
  if (is_new) sum += taken->columns[low];
  int highs[2] = {byte >> 4, (byte ^ 0x20) >> 4};
  for (int index = 0; index <= vg_is_letter(byte); index++) {
    int high = highs[index];
    if (taken->high >> high & 1) continue;
    sum += taken->rows[high] + (is_new ? placement->weights[high][low] : 0);
  }
  return sum;
}

// How much more often a bucket would be hit if these bytes were its, too.
static double cost(const struct placement *placement, const struct taken *bucket,
                   const uint8_t *bytes, size_t count) {
  double before = 1, after = 1;
  for (size_t place = 0; place < vg_probe_length; place++) {
    before *= bucket[place].sum;
    after *= place < count ? weight_with(placement, &bucket[place], bytes[place]) : 10000;
  }
  return after - before;
}

static void take(const struct placement *placement, struct taken *bucket,
                 const struct vg_literal *literal) {
  size_t probed = literal->length < vg_probe_length ? literal->length : vg_probe_length;
  for (size_t place = 0; place < probed; place++)
    add_byte(placement, &bucket[place], literal->bytes[literal->probe + place]);
  // What stands behind a literal that is shorter than a probe may be anything.
  for (size_t place = probed; place < vg_probe_length; place++) {
    for (int half = 0; half < 16; half++) {
      add_low(placement, &bucket[place], half);
      add_high(placement, &bucket[place], half);
    }
  }
}

// Chooses the literal's probe and bucket.
static void place_literal(const struct placement *placement, struct vg_literal *literal) {
  size_t probed = literal->length < vg_probe_length ? literal->length : vg_probe_length;
  double least = 0;
  int chosen = -1;
  for (size_t at = 0; at + probed <= literal->length; at++)
    for (int bucket = 0; bucket < vg_bucket_count; bucket++) {
      double added = cost(placement, placement->taken[bucket], literal->bytes + at, probed);
      if (chosen >= 0 && added >= least) continue;
      least = added;
      chosen = bucket;
      literal->probe = (uint16_t)at;
    }
  literal->bucket = (uint16_t)chosen;
}

// Places all literals, the shortest first, for they have the least choice; then each once more,
// now that it is known where the others are.
static void place_literals(struct placement *placement, struct vg_search *search) {
  for (size_t length = vg_literal_shortest; length <= vg_literal_longest; length++)
    for (size_t index = 0; index < search->count; index++) {
      struct vg_literal *literal = &search->literals[index];
      if (literal->length != length) continue;
      place_literal(placement, literal);
      take(placement, placement->taken[literal->bucket], literal);
    }
  for (size_t index = 0; index < search->count && search->count <= most_placed_twice; index++) {
    struct vg_literal *literal = &search->literals[index];
    struct taken *bucket = placement->taken[literal->bucket];
    memset(bucket, 0, sizeof placement->taken[0]);
    for (size_t other = 0; other < search->count; other++)
      if (other != index && search->literals[other].bucket == literal->bucket)
        take(placement, bucket, &search->literals[other]);
    place_literal(placement, literal);
    take(placement, placement->taken[literal->bucket], literal);
  }
}

static void fill_tables(const struct placement *placement, struct vg_search *search) {
  for (int bucket = 0; bucket < vg_bucket_count; bucket++)
    for (int place = 0; place < vg_probe_length; place++)
      for (int half = 0; half < 16; half++) {
        if (placement->taken[bucket][place].low >> half & 1)
          search->low[place][half] |= (uint8_t)(1 << bucket);
        if (placement->taken[bucket][place].high >> half & 1)
          search->high[place][half] |= (uint8_t)(1 << bucket);
      }
}

void vg_literals_place(struct vg_search *search) {
  struct placement placement = {0};
  for (int byte = 0; byte < 256; byte++)
    placement.weights[byte >> 4][byte & 15] = vg_byte_weight((uint8_t)byte);
  place_literals(&placement, search);
  fill_tables(&placement, search);
  memset(search->first, 0xff, sizeof search->first);
  for (size_t index = 0; index < search->count; index++) {
    struct vg_literal *literal = &search->literals[index];
    uint16_t *first = &search->first[vg_probe_hash(literal->bytes + literal->probe)];
    literal->next = *first;
    *first = (uint16_t)index;
  }
}
