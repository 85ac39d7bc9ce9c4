#include "exact.h"

#include "literals.h"

#if defined(__x86_64__)
#include <immintrin.h>

int vg_can_look_exact(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("bmi2");
}

#define instructions "avx512f,avx512bw,avx512vbmi,bmi,bmi2"
#define avx512 __attribute__((target(instructions), always_inline)) static inline
enum {
  half = 64,
  stride = 2 * half,
  strides = 32,
  halves = 2 * strides,
  chunk = strides * stride,
};

// A table of 128 bytes.
struct table {
  __m512i low, high;
};

struct tables {
  struct table buckets[vg_exact_probe_length][vg_exact_sets];
  struct table classes;
  uint64_t begins_beyond;
};

avx512 struct table table(const uint8_t *bytes) {
  return (struct table){_mm512_loadu_si512(bytes), _mm512_loadu_si512(bytes + half)};
}

avx512 __m512i look_up(struct table table, __m512i bytes) {
  return _mm512_permutex2var_epi8(table.low, bytes, table.high);
}

// A bit for each of the first bytes, as many as there are up to 64.
avx512 uint64_t first(size_t count) {
  return _bzhi_u64(~0ull, count < half ? (unsigned)count : half);
}

// What is looked at.
struct content {
  const uint8_t *bytes;
  size_t count;
};

// The bytes from `place` on; zeros where there are none.
avx512 __m512i bytes_from(struct content content, size_t place, int is_whole) {
  const uint8_t *bytes = content.bytes + place;
  if (is_whole) return _mm512_loadu_si512(bytes);
  return _mm512_maskz_loadu_epi8(place < content.count ? first(content.count - place) : 0, bytes);
}

// What is told of the bytes of a chunk: a bit for each byte of a half, or of the samples of a stride.
// One loop tells it of all bytes, and others go through what was told of many at a time, so that
// hardly a branch has to be guessed.
struct told {
  uint64_t probes[halves], digits[halves];
  uint64_t text[strides], parts[strides], leads[strides], led[strides], commas[strides];
};

// Eight strides, of four samples each.
typedef uint64_t eight __attribute__((vector_size(64)));

// The highest bits of those samples that have no bit.
avx512 eight none(eight bits) {
  eight lows = (eight){} + 0x7fff7fff7fff7fff;
  return ~(((bits & lows) + lows) | bits | lows);
}

// For each sample a bit at least if some period fits what is told of its bytes.
//
// Every period divides 4 or 6, or else all bytes are text. Where five of six are, the sixth is a
// backslash; words of five letters would fit as well.
avx512 eight periodic(eight text, eight leads) {
  eight four = (text ^ text >> 4) & 0x0fff0fff0fff0fff;
  eight six = (text ^ text >> 6) & 0x03ff03ff03ff03ff;
  eight marked = leads | (~text & (~text >> 1 | ~text >> 3));
  return (none(four) | (none(six) & ~none(marked))) & ~none(text);
}

// For each sample a bit at least if it may lie within escapes of varying length, of which the longest
// has ten bytes, or if characters of a list follow each other.
avx512 eight varied(eight parts, eight leads, eight led, eight commas) {
  eight some = ~none(leads & (led >> 1 | 0x8000800080008000));
  eight followed = commas & (commas >> 3 | commas >> 4 | commas >> 5);
  return (none(~parts) & some) | (followed & (followed >> 3 | followed >> 4 | followed >> 5));
}

// The places where eight hex digits stand, of those that are multiples of eight.
avx512 eight runs(eight digits) {
  digits &= digits >> 1;
  digits &= digits >> 2;
  digits &= digits >> 4;
  return digits & 0x0101010101010101;
}

avx512 eight load(const uint64_t *bits) { return (eight)_mm512_loadu_si512(bits); }

avx512 unsigned some(eight bits) {
  return _mm512_test_epi64_mask((__m512i)bits, (__m512i)bits);
}

// Stores the literals whose probe begins at `place`.
static int take_probe(struct look *look, size_t place) {
  const struct vg_search *search = look->search;
  if (look->count - place < vg_literal_shortest) return 1;
  uint16_t index = search->exact.first[vg_probe_hash(look->bytes + place)];
  while (index != vg_no_literal) {
    const struct vg_literal *literal = &search->literals[index];
    size_t before = literal->exact_probe;
    if (place >= before && !vg_take_literal(look, literal, place - before)) return 0;
    index = literal->exact_next;
  }
  return 1;
}

typedef int taker(struct look *look, size_t place);

// Takes the places of eight halves, of which the first begins at `begin`.
avx512 int take_places(struct look *look, size_t begin, eight bits, taker *take) {
  for (unsigned left = some(bits); left; left &= left - 1) {
    int number = __builtin_ctz(left);
    for (uint64_t places = bits[number]; places; places &= places - 1)
      if (!take(look, begin + (size_t)number * half + (size_t)__builtin_ctzll(places))) return 0;
  }
  return 1;
}

// Takes the samples of eight strides that have a bit.
avx512 int take_samples(struct look *look, size_t begin, eight bits, taker *take) {
  unsigned left = _mm512_test_epi16_mask((__m512i)bits, (__m512i)bits);
  for (; left; left &= left - 1) {
    size_t place = begin + (size_t)__builtin_ctz(left) * sample_stride;
    if (place + sample_length <= look->count && !take(look, place)) return 0;
  }
  return 1;
}

__attribute__((target(instructions), noinline)) static int take_told(struct look *look,
                                                           const struct told *told, size_t begin,
                                                           size_t end) {
  size_t count = (end - begin + half - 1) / half;
  for (size_t index = 0; index < count; index += 8) {
    size_t at = begin + index * half;
    if (look->runs && !take_places(look, at, runs(load(told->digits + index)), vg_take_hex))
      return 0;
    if (look->search->count && !take_places(look, at, load(told->probes + index), take_probe))
      return 0;
  }
  for (size_t index = 0; look->encodings && index < (count + 1) / 2; index += 8) {
    size_t at = begin + index * stride;
    eight text = load(told->text + index), leads = load(told->leads + index);
    eight led = load(told->led + index), commas = load(told->commas + index);
    eight parts = load(told->parts + index);
    if (!take_samples(look, at, periodic(text, leads), vg_take_periodic) ||
        !take_samples(look, at, varied(parts, leads, led, commas), vg_take_varied))
      return 0;
  }
  return 1;
}

// Tells of the samples of a stride, the halves of which are given.
avx512 void tell_samples(struct told *told, size_t number, struct table classes, __m512i begin,
                         __m512i end) {
  __m512i places = _mm512_setr_epi64(0, 1, 4, 5, 8, 9, 12, 13);
  __m512i bytes = _mm512_permutex2var_epi64(begin, places, end);
  __m512i found = look_up(classes, bytes);
  uint64_t ascii = ~_mm512_movepi8_mask(bytes);
  told->text[number] = ascii & _mm512_test_epi8_mask(found, _mm512_set1_epi8(vg_class_text));
  told->parts[number] = ascii & _mm512_test_epi8_mask(found, _mm512_set1_epi8(vg_class_part));
  told->leads[number] = ascii & _mm512_test_epi8_mask(found, _mm512_set1_epi8(vg_class_lead));
  told->led[number] = _mm512_test_epi8_mask(found, _mm512_set1_epi8(vg_class_led));
  told->commas[number] = ascii & _mm512_test_epi8_mask(found, _mm512_set1_epi8(vg_class_comma));
}

// The places of `block` where a probe may begin.
avx512 uint64_t probes(struct content content, const struct tables *tables, size_t block,
                       __m512i bytes, int is_whole) {
  __m512i second = bytes_from(content, block + 1, is_whole);
  __m512i third = bytes_from(content, block + 2, is_whole);
  __m512i fourth = bytes_from(content, block + 3, is_whole);
  uint64_t hits = 0;
  for (int set = 0; set < vg_exact_sets; set++) {
    __m512i three = _mm512_ternarylogic_epi64(look_up(tables->buckets[0][set], bytes),
                                              look_up(tables->buckets[1][set], second),
                                              look_up(tables->buckets[2][set], third), 0x80);
    hits |= _mm512_test_epi8_mask(three, look_up(tables->buckets[3][set], fourth));
  }
  return is_whole ? hits : hits & first(content.count - block);
}

// Tells of a half that begins at `block`.
avx512 void tell_half(struct told *told, size_t number, struct content content,
                      const struct tables *tables, size_t block, __m512i bytes, int is_whole) {
  uint64_t ascii = ~_mm512_movepi8_mask(bytes);
  __m512i found = look_up(tables->classes, bytes);
  told->digits[number] = ascii & _mm512_test_epi8_mask(found, _mm512_set1_epi8(vg_class_digit));
  told->probes[number] =
      probes(content, tables, block, bytes, is_whole) & (ascii | tables->begins_beyond);
}

// Tells of a stride that begins at `block`.
avx512 void tell_stride(struct told *told, size_t number, struct content content,
                        const struct tables *tables, size_t block, int encodings, int is_whole) {
  __m512i begin = bytes_from(content, block, is_whole);
  __m512i end = bytes_from(content, block + half, is_whole);
  if (encodings) tell_samples(told, number, tables->classes, begin, end);
  tell_half(told, 2 * number, content, tables, block, begin, is_whole);
  if (is_whole || block + half < content.count)
    tell_half(told, 2 * number + 1, content, tables, block + half, end, is_whole);
}

// Clears what is told of the eight strides of which stride `number` is one.
avx512 void clear(struct told *told, size_t number) {
  size_t first = number & ~(size_t)7;
  uint64_t *each[] = {told->probes + 2 * first, told->probes + 2 * first + 8,
                      told->digits + 2 * first, told->digits + 2 * first + 8,
                      told->text + first,       told->leads + first,
                      told->led + first,        told->commas + first,
                      told->parts + first};
  for (size_t index = 0; index < sizeof each / sizeof each[0]; index++)
    _mm512_storeu_si512(each[index], _mm512_setzero_si512());
}

avx512 int look_at_chunks(struct look *look, int encodings) {
  const struct vg_exact *exact = &look->search->exact;
  struct content content = {look->bytes, look->count};
  struct tables tables = {.classes = table(exact->classes),
                          .begins_beyond = exact->begins_beyond ? ~0ull : 0};
  for (int place = 0; place < vg_exact_probe_length; place++)
    for (int set = 0; set < vg_exact_sets; set++)
      tables.buckets[place][set] = table(exact->buckets[place][set]);
  struct told told;
  for (size_t begin = 0; begin < content.count; begin += chunk) {
    size_t end = content.count - begin > chunk ? begin + chunk : content.count;
    size_t block = begin, number = 0;
    clear(&told, (end - begin - 1) / stride);
    // The probes that begin at a stride's end reach beyond it.
    for (; block < end && content.count - block >= stride + vg_exact_probe_length; block += stride)
      tell_stride(&told, number++, content, &tables, block, encodings, 1);
    for (; block < end; block += stride)
      tell_stride(&told, number++, content, &tables, block, encodings, 0);
    if (!take_told(look, &told, begin, end)) return 0;
  }
  return 1;
}

__attribute__((target(instructions))) int vg_look_exact(struct look *look) {
  return look->encodings ? look_at_chunks(look, 1) : look_at_chunks(look, 0);
}

#else

int vg_can_look_exact(void) { return 0; }

int vg_look_exact(struct look *look) { return look->count == 0; }

#endif
