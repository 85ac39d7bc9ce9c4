#include "literals.h"

#include <float.h>
#include <string.h>

int vg_take_literal(struct look *look, const struct vg_literal *literal, size_t start) {
  if (look->count - start < literal->length) return 1;
  for (size_t at = 0; at < literal->length; at++)
    if (vg_lower(look->bytes[start + at]) != literal->bytes[at]) return 1;
  return vg_anchors_add(look->anchors, start, literal->length, literal->kind);
}

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
  uint16_t lows[16], highs[16];  // how many literals ask for each half
};

// What is known while literals get their places.
struct placement {
  int weights[16][16];  // of bytes, by upper and lower half
  struct taken taken[vg_bucket_count][vg_probe_length];
};

static void add_low(const struct placement *placement, struct taken *taken, int low) {
  if (taken->lows[low]++) return;
  taken->low |= (uint16_t)(1 << low);
  taken->sum += taken->columns[low];
  for (int high = 0; high < 16; high++) taken->rows[high] += placement->weights[high][low];
}

static void add_high(const struct placement *placement, struct taken *taken, int high) {
  if (taken->highs[high]++) return;
  taken->high |= (uint16_t)(1 << high);
  taken->sum += taken->rows[high];
  for (int low = 0; low < 16; low++) taken->columns[low] += placement->weights[high][low];
}

static void remove_low(const struct placement *placement, struct taken *taken, int low) {
  if (--taken->lows[low]) return;
  taken->low &= (uint16_t)~(1 << low);
  taken->sum -= taken->columns[low];
  for (int high = 0; high < 16; high++) taken->rows[high] -= placement->weights[high][low];
}

static void remove_high(const struct placement *placement, struct taken *taken, int high) {
  if (--taken->highs[high]) return;
  taken->high &= (uint16_t)~(1 << high);
  taken->sum -= taken->rows[high];
  for (int low = 0; low < 16; low++) taken->columns[low] -= placement->weights[high][low];
}

// The weight of what would be taken with one byte more.
static inline int weight_with(const struct placement *placement, const struct taken *taken,
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

// How often a bucket would be hit if these bytes were its, too.
static inline double hits_with(const struct placement *placement, const struct taken *bucket,
                               const uint8_t *bytes, size_t count) {
  double hits = 1;
  for (size_t place = 0; place < vg_probe_length; place++)
    hits *= place < count ? weight_with(placement, &bucket[place], bytes[place]) : 10000;
  return hits;
}

static size_t probed_length(const struct vg_literal *literal) {
  return literal->length < vg_probe_length ? literal->length : vg_probe_length;
}

// Gives a literal's probed bytes to its bucket.
static void take(struct placement *placement, const struct vg_literal *literal) {
  struct taken *bucket = placement->taken[literal->bucket];
  size_t probed = probed_length(literal);
  for (size_t place = 0; place < probed; place++) {
    uint8_t byte = literal->bytes[literal->probe + place];
    add_low(placement, &bucket[place], byte & 15);
    add_high(placement, &bucket[place], byte >> 4);
    if (vg_is_letter(byte)) add_high(placement, &bucket[place], (byte ^ 0x20) >> 4);
  }
  // What stands behind a literal that is shorter than a probe may be anything.
  for (size_t place = probed; place < vg_probe_length; place++)
    for (int half = 0; half < 16; half++) {
      add_low(placement, &bucket[place], half);
      add_high(placement, &bucket[place], half);
    }
}

// Undoes what `take` did.
static void release(struct placement *placement, const struct vg_literal *literal) {
  struct taken *bucket = placement->taken[literal->bucket];
  size_t probed = probed_length(literal);
  for (size_t place = 0; place < probed; place++) {
    uint8_t byte = literal->bytes[literal->probe + place];
    remove_low(placement, &bucket[place], byte & 15);
    remove_high(placement, &bucket[place], byte >> 4);
    if (vg_is_letter(byte)) remove_high(placement, &bucket[place], (byte ^ 0x20) >> 4);
  }
  for (size_t place = probed; place < vg_probe_length; place++)
    for (int half = 0; half < 16; half++) {
      remove_low(placement, &bucket[place], half);
      remove_high(placement, &bucket[place], half);
    }
}

// Chooses the literal's probe and bucket: those with which text hits the least more often.
static void place_literal(struct placement *placement, struct vg_literal *literal) {
  size_t probed = probed_length(literal);
  double before[vg_bucket_count];
  for (int bucket = 0; bucket < vg_bucket_count; bucket++) {
    before[bucket] = 1;
    for (int place = 0; place < vg_probe_length; place++)
      before[bucket] *= placement->taken[bucket][place].sum;
  }
  double least = DBL_MAX;
  for (size_t at = 0; at + probed <= literal->length && least != 0; at++)
    for (int bucket = 0; bucket < vg_bucket_count; bucket++) {
      double added = hits_with(placement, placement->taken[bucket], literal->bytes + at, probed) -
                     before[bucket];
      if (added >= least) continue;
      least = added;
      literal->bucket = (uint16_t)bucket;
      literal->probe = (uint16_t)at;
    }
  take(placement, literal);
}

// Places all literals, the shortest first, for they have the least choice; then each once more,
// now that it is known where the others are.
static void place_literals(struct placement *placement, struct vg_search *search) {
  for (size_t length = vg_literal_shortest; length <= vg_literal_longest; length++)
    for (size_t index = 0; index < search->count; index++)
      if (search->literals[index].length == length)
        place_literal(placement, &search->literals[index]);
  for (size_t index = 0; index < search->count; index++) {
    release(placement, &search->literals[index]);
    place_literal(placement, &search->literals[index]);
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
