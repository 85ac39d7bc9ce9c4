#include "exact.h"

#include "literals.h"

#include <string.h>

enum { bucket_count = 8 * vg_exact_sets };

static void fill_classes(uint8_t *classes) {
  for (int byte = 0; byte < 128; byte++) {
    uint8_t class = 0;
    if (vg_is_hex((uint8_t)byte)) class |= vg_class_digit;
    if (vg_is_alphanumeric((uint8_t)byte) || byte == '+' || byte == '/') class |= vg_class_text;
    if (byte == '&' || byte == '\\') class |= vg_class_lead;
    if (byte && strchr("#xuU'\\01234567", byte)) class |= vg_class_led;
    if (byte == ',') class |= vg_class_comma;
    if (vg_is_alphanumeric((uint8_t)byte) || (byte && strchr("#&';\\{}", byte)))
      class |= vg_class_part;
    classes[byte] = class;
  }
}

// Where the rarest bytes of a literal begin, as many as are probed. One that stands twice in a row
// often stands there a third time.
static uint16_t rarest(const struct vg_literal *literal) {
  size_t probed =
      literal->length < vg_exact_probe_length ? literal->length : vg_exact_probe_length;
  double least = 0;
  uint16_t place = 0;
  for (uint16_t at = 0; at + probed <= literal->length; at++) {
    double weight = 1;
    for (size_t index = at; index < at + probed; index++) {
      uint8_t byte = literal->bytes[index];
      int is_again = index > at && byte == literal->bytes[index - 1];
      weight *= is_again ? 3000 : vg_byte_weight(byte);
    }
    if (at > 0 && weight >= least) continue;
    least = weight;
    place = at;
  }
  return place;
}

// What the buckets take at each place of a probe, and how often text has it.
struct bucket {
  uint8_t takes[vg_exact_probe_length][128];
  int sum[vg_exact_probe_length];
};

// The bytes that a literal's probe may have at a place: one, or a letter in either case, or any.
static int bytes_at(const struct vg_literal *literal, int place, uint8_t *bytes) {
  if (place >= literal->length) {
    for (int byte = 0; byte < 128; byte++) bytes[byte] = (uint8_t)byte;
    return 128;
  }
  uint8_t byte = literal->bytes[literal->exact_probe + place];
  bytes[0] = byte & 0x7f;
  bytes[1] = bytes[0] ^ 0x20;
  return vg_is_letter(byte) ? 2 : 1;
}

// How much more often a bucket would be hit if a literal were its, too.
static double cost(const struct bucket *bucket, const struct vg_literal *literal) {
  double before = 1, after = 1;
  uint8_t bytes[128];
  for (int place = 0; place < vg_exact_probe_length; place++) {
    int sum = bucket->sum[place], count = bytes_at(literal, place, bytes);
    before *= sum;
    for (int index = 0; index < count; index++)
      if (!bucket->takes[place][bytes[index]]) sum += vg_byte_weight(bytes[index]);
    after *= sum;
  }
  return after - before;
}

static void take(struct bucket *bucket, const struct vg_literal *literal) {
  uint8_t bytes[128];
  for (int place = 0; place < vg_exact_probe_length; place++) {
    int count = bytes_at(literal, place, bytes);
    for (int index = 0; index < count; index++) {
      if (bucket->takes[place][bytes[index]]) continue;
      bucket->takes[place][bytes[index]] = 1;
      bucket->sum[place] += vg_byte_weight(bytes[index]);
    }
  }
}

void vg_exact_fill(struct vg_search *search) {
  struct vg_exact *exact = &search->exact;
  struct bucket buckets[bucket_count] = {0};
  memset(exact, 0, sizeof *exact);
  memset(exact->first, 0xff, sizeof exact->first);
  fill_classes(exact->classes);
  for (size_t index = 0; index < search->count; index++) {
    struct vg_literal *literal = &search->literals[index];
    literal->exact_probe = rarest(literal);
    const uint8_t *probe = literal->bytes + literal->exact_probe;
    if (*probe >= 0x80) exact->begins_beyond = 1;
    uint16_t *first = &exact->first[vg_probe_hash(probe)];
    literal->exact_next = *first;
    *first = (uint16_t)index;
    int chosen = 0;
    double least = cost(&buckets[0], literal);
    for (int bucket = 1; bucket < bucket_count && least > 0; bucket++) {
      double added = cost(&buckets[bucket], literal);
      if (added >= least) continue;
      least = added;
      chosen = bucket;
    }
    take(&buckets[chosen], literal);
  }
  for (int bucket = 0; bucket < bucket_count; bucket++)
    for (int place = 0; place < vg_exact_probe_length; place++)
      for (int byte = 0; byte < 128; byte++)
        if (buckets[bucket].takes[place][byte])
          exact->buckets[place][bucket / 8][byte] |= (uint8_t)(1 << bucket % 8);
}
