#include "halves.h"

#include "literals.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Stores the literals whose probed bytes stand at `place`, from the first of their hash on.
__attribute__((noinline)) static int take_literals(struct look *look, size_t place,
                                                   uint16_t index) {
  const struct vg_search *search = look->search;
  for (; index != vg_no_literal; index = search->literals[index].next) {
    const struct vg_literal *literal = &search->literals[index];
    if (place >= literal->probe && !vg_take_literal(look, literal, place - literal->probe)) return 0;
  }
  return 1;
}

// The same where a bucket was hit, which most often is owed to no literal.
static inline int take_place(struct look *look, size_t place) {
  if (look->count - place < vg_literal_shortest) return 1;
  uint16_t index = look->search->first[vg_probe_hash(look->bytes + place)];
  return index == vg_no_literal || take_literals(look, place, index);
}

enum { hex_length = 8, block_length = 32 };

// Looks at [start, count) without special instructions, for encoded text from `sample` on; both
// are multiples of a block. A run of 15 digits fills at least one place of eight whole, and a stretch of encoded text a sample.
static int look_from(struct look *look, size_t start, size_t sample) {
  const struct vg_search *search = look->search;
  const uint8_t *bytes = look->bytes;
  for (size_t at = start; look->runs && at + hex_length <= look->count; at += hex_length)
    if (vg_is_hex(bytes[at]) && !vg_take_hex(look, at)) return 0;
  for (size_t at = sample; look->encodings && at + sample_length <= look->count;
       at += sample_stride)
    if (!vg_take_sample(look, at)) return 0;
  // A literal may be shorter than a probe: behind the end stands what any probe takes for anything.
  for (size_t at = start; search->count && at < look->count; at++) {
    unsigned buckets = 0x7f;
    size_t probed = look->count - at < vg_probe_length ? look->count - at : vg_probe_length;
    for (size_t place = 0; place < probed; place++)
      buckets &= search->low[place][bytes[at + place] & 15] &
                 search->high[place][bytes[at + place] >> 4];
    if (buckets && !take_place(look, at)) return 0;
  }
  return 1;
}

int vg_look_portable(struct look *look) { return look_from(look, 0, 0); }

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

// The bytes that have a bit in both, by their halves: letters, digits, plus and slash one of the
// lower four, and what else escapes of varying length are made of, `#&';{}` and backslashes, one of
// the others.
enum { text_bits = 0x0f };
static const uint8_t classes_low[16] = {0x03, 0x07, 0x07, 0x17, 0x07, 0x07, 0x17, 0x17,
                                        0x07, 0x07, 0x06, 0x6c, 0x84, 0x44, 0x04, 0x0c};
static const uint8_t classes_high[16] = {[2] = 0x18, [3] = 0x21, [4] = 0x04,
                                         [5] = 0x82, [6] = 0x04, [7] = 0x42};

// Zero only if no place of eight, of four in a block, is hex digits only.
static inline unsigned hex_places(unsigned digits) {
  unsigned others = ~digits;
  return (others - 0x01010101u) & ~others & 0x80808080u;
}

// Zero only if no encoding's period fits either of two samples, whose bytes of those classes are
// told: every period divides 4 or 6, or else all bytes are of them.
static inline unsigned periodic(unsigned classes) {
  unsigned four = (classes ^ classes >> 4) & 0x0fff0fffu;
  unsigned six = (classes ^ classes >> 6) & 0x03ff03ffu;
  unsigned fits = ((four - 0x00010001u) & ~four) | ((six - 0x00010001u) & ~six);
  unsigned none = (classes - 0x00010001u) & ~classes;
  return fits & ~none & 0x80008000u;
}

// Zero only if each of two samples has a byte that no escape of varying length has, or none that
// leads one: ten bytes are the longest, so that no sample lies between two leads.
static inline unsigned escaped(unsigned strange, unsigned leads) {
  unsigned some = ((leads & 0x7fff7fffu) + 0x7fff7fffu) | leads;
  return (strange - 0x00010001u) & ~strange & some & 0x80008000u;
}

// Zero only if in neither of two samples, whose commas are told, three characters of a list follow
// each other.
static inline unsigned listed(unsigned commas) {
  unsigned followed = commas & (commas >> 3 | commas >> 4 | commas >> 5);
  return followed & (followed >> 3 | followed >> 4 | followed >> 5);
}

avx2 static inline unsigned mask_of(__m256i bytes) {
  return (unsigned)_mm256_movemask_epi8(bytes);
}

__attribute__((noinline)) static int take_hex_places(struct look *look, size_t block) {
  for (size_t at = block; at < block + block_length; at += hex_length)
    if (vg_is_hex(look->bytes[at]) && !vg_take_hex(look, at)) return 0;
  return 1;
}

// Looks for encoded text in the first halves of two blocks, the second of which need not be whole.
avx2 static inline int look_for_encodings(struct look *look, size_t block, __m256i first) {
  size_t next = block + sample_stride;
  __m128i second = _mm_loadu_si128((const __m128i *)(look->bytes + next));
  __m256i samples = _mm256_inserti128_si256(first, second, 1);
  __m256i classes = buckets_of(samples, table(classes_low), table(classes_high));
  __m256i text = _mm256_and_si256(classes, _mm256_set1_epi8(text_bits));
  unsigned others = mask_of(_mm256_cmpeq_epi8(text, _mm256_setzero_si256()));
  unsigned strange = mask_of(_mm256_cmpeq_epi8(classes, _mm256_setzero_si256()));
  unsigned leads = mask_of(_mm256_or_si256(_mm256_cmpeq_epi8(samples, _mm256_set1_epi8('&')),
                                           _mm256_cmpeq_epi8(samples, _mm256_set1_epi8('\\'))));
  unsigned commas = mask_of(_mm256_cmpeq_epi8(samples, _mm256_set1_epi8(',')));
  unsigned hints = periodic(~others) | escaped(strange, leads) | listed(commas);
  if (__builtin_expect(hints == 0, 1)) return 1;
  return vg_take_sample(look, block) && vg_take_sample(look, next);
}

avx2 int vg_look_by_halves(struct look *look) {
  const struct vg_search *search = look->search;
  const uint8_t *bytes = look->bytes;
  __m256i low0 = table(search->low[0]), high0 = table(search->high[0]);
  __m256i low1 = table(search->low[1]), high1 = table(search->high[1]);
  __m256i low2 = table(search->low[2]), high2 = table(search->high[2]);
  __m256i low3 = table(search->low[3]), high3 = table(search->high[3]);
  __m256i none = _mm256_setzero_si256();
  int encodings = look->encodings;
  size_t block = 0;
  // More bytes than a block are read: for the probes that begin at its end, and for the next
  // sample.
  for (; block + block_length + sample_length <= look->count; block += block_length) {
    __m256i here = _mm256_loadu_si256((const __m256i *)(bytes + block));
    __m256i first = buckets_of(here, low0, high0);
    if (__builtin_expect(hex_places(mask_of(first)) != 0, 0) && look->runs &&
        !take_hex_places(look, block))
      return 0;
    if (encodings && !(block & block_length) && !look_for_encodings(look, block, here)) return 0;
    if (!search->count) continue;
    __m256i next = _mm256_loadu_si256((const __m256i *)(bytes + block + 1));
    __m256i third = _mm256_loadu_si256((const __m256i *)(bytes + block + 2));
    __m256i fourth = _mm256_loadu_si256((const __m256i *)(bytes + block + 3));
    __m256i hits = _mm256_and_si256(
        _mm256_and_si256(first, buckets_of(next, low1, high1)),
        _mm256_and_si256(buckets_of(third, low2, high2), buckets_of(fourth, low3, high3)));
    unsigned misses = mask_of(_mm256_cmpeq_epi8(hits, none));
    if (misses == 0xffffffffu) continue;
    for (unsigned places = ~misses; places; places &= places - 1)
      if (!take_place(look, block + (size_t)__builtin_ctz(places))) return 0;
  }
  // Samples were taken in pairs.
  return look_from(look, block, block + (block & block_length));
}

int vg_can_look_by_halves(void) { return __builtin_cpu_supports("avx2"); }

#else

int vg_can_look_by_halves(void) { return 0; }

int vg_look_by_halves(struct look *look) { return vg_look_portable(look); }

#endif
