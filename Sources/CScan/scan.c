#include "scan.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// How literals are found: three bytes of each, at the place in it that text holds least often,
// are looked up in tables by the halves of a byte (the "Teddy" scheme of Hyperscan: Wang et al.,
// NSDI 2019). Eight buckets share the tables, so the number of literals hardly changes the speed;
// a hit is compared in full.

enum { bucket_count = 8, probe_length = 3 };

struct literal {
  uint8_t bytes[vg_literal_longest];  // in lower case
  uint16_t length;
  uint16_t probe;  // where its three probed bytes start
  uint16_t kind;
  uint16_t next;  // the next literal of its bucket, or no_literal
};

enum { no_literal = 0xffff };

struct vg_search {
  uint8_t low[probe_length][16];   // buckets by a byte's lower half
  uint8_t high[probe_length][16];  // buckets by a byte's upper half
  uint16_t first[bucket_count];
  int runs;
  size_t count;
  struct literal literals[];
};

static inline uint8_t lower(uint8_t byte) {
  return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

static inline int is_letter(uint8_t byte) { return byte >= 'a' && byte <= 'z'; }

static const uint8_t hex_digit[256] = {
    ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1,
    ['8'] = 1, ['9'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1,
    ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1};

// How often a byte stands in source text, roughly: 0 is rare. Only the order matters.
static int commonness(uint8_t byte) {
  if (byte == ' ' || byte == 'e' || byte == 't') return 9;
  if (strchr("aoinsr", byte) && byte) return 8;
  if (strchr("lcdupmf-", byte) && byte) return 7;
  if (strchr("hgby_=.,/\"'()", byte) && byte) return 6;
  if (byte >= '0' && byte <= '9') return 5;
  if (is_letter(byte)) return 4;
  return 3;
}

static uint16_t rarest_probe(const uint8_t *bytes, size_t length) {
  size_t best = 0;
  int least = 1000;
  for (size_t at = 0; at + probe_length <= length; at++) {
    int sum = commonness(bytes[at]) + commonness(bytes[at + 1]) + commonness(bytes[at + 2]);
    if (sum < least) {
      least = sum;
      best = at;
    }
  }
  return (uint16_t)best;
}

static void add_to_tables(struct vg_search *search, const struct literal *literal, int bucket) {
  for (int place = 0; place < probe_length; place++) {
    uint8_t byte = literal->bytes[literal->probe + place];
    search->low[place][byte & 15] |= (uint8_t)(1 << bucket);
    search->high[place][byte >> 4] |= (uint8_t)(1 << bucket);
    if (is_letter(byte)) search->high[place][(byte ^ 0x20) >> 4] |= (uint8_t)(1 << bucket);
  }
}

struct vg_search *vg_search_create(const uint8_t *literals, const size_t *lengths, size_t count,
                                   int runs) {
  if (count > 65000) return NULL;
  for (size_t index = 0; index < count; index++)
    if (lengths[index] < probe_length || lengths[index] > vg_literal_longest) return NULL;
  struct vg_search *search = calloc(1, sizeof *search + count * sizeof(struct literal));
  if (!search) return NULL;
  search->runs = runs;
  search->count = count;
  for (int bucket = 0; bucket < bucket_count; bucket++) search->first[bucket] = no_literal;
  for (size_t index = 0; index < count; index++) {
    struct literal *literal = &search->literals[index];
    literal->length = (uint16_t)lengths[index];
    literal->kind = (uint16_t)(index + 1);
    for (size_t at = 0; at < lengths[index]; at++) literal->bytes[at] = lower(literals[at]);
    literals += lengths[index];
    literal->probe = rarest_probe(literal->bytes, lengths[index]);
    // Literals that probe the same byte first share a bucket: fewer false hits than by turns.
    int bucket = literal->bytes[literal->probe] % bucket_count;
    add_to_tables(search, literal, bucket);
    literal->next = search->first[bucket];
    search->first[bucket] = (uint16_t)index;
  }
  return search;
}

void vg_search_free(struct vg_search *search) { free(search); }

void vg_anchors_free(struct vg_anchors *anchors) {
  free(anchors->items);
  *anchors = (struct vg_anchors){0};
}

static int put(struct vg_anchors *anchors, size_t offset, size_t length, uint16_t kind) {
  if (anchors->count == anchors->capacity) {
    size_t capacity = anchors->capacity ? 2 * anchors->capacity : 64;
    struct vg_anchor *items = realloc(anchors->items, capacity * sizeof *items);
    if (!items) return 0;
    anchors->items = items;
    anchors->capacity = capacity;
  }
  anchors->items[anchors->count++] = (struct vg_anchor){offset, (uint16_t)length, kind};
  return 1;
}

// One look over the bytes. `past_run` is the end of the last run that was looked at, so that the
// blocks which it fills are not looked at again: a run of any length costs its length once.
struct look {
  const struct vg_search *search;
  const uint8_t *bytes;
  size_t count;
  size_t past_run;
  struct vg_anchors *anchors;
};

// Stores the run around the block at `block`, which holds nothing but hex digits.
static int take_run(struct look *look, size_t block) {
  if (block < look->past_run) return 1;
  size_t start = block, end = block + 1;
  while (start > 0 && block - start <= vg_run_longest && hex_digit[look->bytes[start - 1]]) start--;
  while (end < look->count && hex_digit[look->bytes[end]]) end++;
  look->past_run = end;
  size_t length = end - start;
  if (length < vg_run_shortest || length > vg_run_longest) return 1;
  return put(look->anchors, start, length, vg_kind_run);
}

static inline int equal_literal(const struct literal *literal, const uint8_t *bytes) {
  for (size_t at = 0; at < literal->length; at++)
    if (lower(bytes[at]) != literal->bytes[at]) return 0;
  return 1;
}

// Stores the literals of `buckets` whose probed bytes stand at `place`.
static int take_literals(struct look *look, size_t place, unsigned buckets) {
  const struct vg_search *search = look->search;
  for (; buckets; buckets &= buckets - 1) {
    uint16_t index = search->first[__builtin_ctz(buckets)];
    for (; index != no_literal; index = search->literals[index].next) {
      const struct literal *literal = &search->literals[index];
      if (place < literal->probe) continue;
      size_t start = place - literal->probe;
      if (look->count - start < literal->length) continue;
      if (!equal_literal(literal, look->bytes + start)) continue;
      if (!put(look->anchors, start, literal->length, literal->kind)) return 0;
    }
  }
  return 1;
}

enum { block_length = 32 };

// Looks at [start, count) without special instructions; `start` is a multiple of a block. A run
// of 64 fills at least one such block whole, so what is left after the last holds only literals.
static int look_portable(struct look *look, size_t start) {
  const struct vg_search *search = look->search;
  const uint8_t *bytes = look->bytes;
  for (size_t block = start; search->runs && block + block_length <= look->count;
       block += block_length) {
    size_t at = block;
    while (at < block + block_length && hex_digit[bytes[at]]) at++;
    if (at == block + block_length && !take_run(look, block)) return 0;
  }
  for (size_t at = start; search->count && at + probe_length <= look->count; at++) {
    unsigned buckets = 0xff;
    for (int place = 0; place < probe_length; place++)
      buckets &= search->low[place][bytes[at + place] & 15] &
                 search->high[place][bytes[at + place] >> 4];
    if (buckets && !take_literals(look, at, buckets)) return 0;
  }
  return 1;
}

int vg_search_find_portable(const struct vg_search *search, const uint8_t *bytes, size_t count,
                            struct vg_anchors *anchors) {
  anchors->count = 0;
  struct look look = {search, bytes, count, 0, anchors};
  return look_portable(&look, 0);
}

#if defined(__x86_64__)

#define avx2 __attribute__((target("avx2")))

avx2 static inline __m256i table(const uint8_t *sixteen) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)sixteen));
}

// The buckets of which each byte is the probed one at one of the three places.
avx2 static inline __m256i buckets_of(__m256i bytes, __m256i low, __m256i high) {
  __m256i half = _mm256_set1_epi8(15);
  __m256i upper = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);
  return _mm256_and_si256(_mm256_shuffle_epi8(low, _mm256_and_si256(bytes, half)),
                          _mm256_shuffle_epi8(high, upper));
}

// Whether all 32 bytes are hex digits.
avx2 static inline int all_hex(__m256i bytes) {
  __m256i digit = _mm256_sub_epi8(bytes, _mm256_set1_epi8('0'));
  __m256i letter = _mm256_sub_epi8(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)),
                                   _mm256_set1_epi8('a'));
  __m256i is_digit = _mm256_cmpeq_epi8(_mm256_min_epu8(digit, _mm256_set1_epi8(9)), digit);
  __m256i is_letter = _mm256_cmpeq_epi8(_mm256_min_epu8(letter, _mm256_set1_epi8(5)), letter);
  return _mm256_movemask_epi8(_mm256_or_si256(is_digit, is_letter)) == -1;
}

avx2 static int look_avx2(struct look *look) {
  const struct vg_search *search = look->search;
  const uint8_t *bytes = look->bytes;
  __m256i low0 = table(search->low[0]), high0 = table(search->high[0]);
  __m256i low1 = table(search->low[1]), high1 = table(search->high[1]);
  __m256i low2 = table(search->low[2]), high2 = table(search->high[2]);
  __m256i none = _mm256_setzero_si256();
  size_t block = 0;
  // Two more bytes than a block are read, for the probes that begin at its end.
  for (; block + block_length + probe_length - 1 <= look->count; block += block_length) {
    __m256i here = _mm256_loadu_si256((const __m256i *)(bytes + block));
    if (search->runs && all_hex(here) && !take_run(look, block)) return 0;
    if (!search->count) continue;
    __m256i next = _mm256_loadu_si256((const __m256i *)(bytes + block + 1));
    __m256i third = _mm256_loadu_si256((const __m256i *)(bytes + block + 2));
    __m256i hits = _mm256_and_si256(
        buckets_of(here, low0, high0),
        _mm256_and_si256(buckets_of(next, low1, high1), buckets_of(third, low2, high2)));
    unsigned misses = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(hits, none));
    if (misses == 0xffffffffu) continue;
    uint8_t buckets[block_length];
    _mm256_storeu_si256((__m256i *)buckets, hits);
    for (unsigned places = ~misses; places; places &= places - 1) {
      int place = __builtin_ctz(places);
      if (!take_literals(look, block + (size_t)place, buckets[place])) return 0;
    }
  }
  return look_portable(look, block);
}

#endif

int vg_search_find(const struct vg_search *search, const uint8_t *bytes, size_t count,
                   struct vg_anchors *anchors) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    anchors->count = 0;
    struct look look = {search, bytes, count, 0, anchors};
    return look_avx2(&look);
  }
#endif
  return vg_search_find_portable(search, bytes, count, anchors);
}
