#include "look.h"

#include <string.h>

// Encoded text is found by the classes of its bytes. The byte of a stretch at one place of the
// encoding's period can only be one of a few: base64 of ASCII text, for instance, begins every
// group of four with a character whose highest bit is clear. A word has one bit for each encoding
// and place of its period; a byte keeps the bits of the places where it can stand, and from one
// byte to the next all bits move on by a place. What survives a sample is encoded text, as good as
// certainly; the rest of the stretch is then followed byte by byte.

struct encoding {
  uint8_t period;
  uint16_t kind;
};

static const struct encoding encodings[] = {
    {2, vg_kind_utf16},   {2, vg_kind_hex},         {3, vg_kind_percent},
    {4, vg_kind_utf32},   {4, vg_kind_base64},      {4, vg_kind_backslash_x},
    {4, vg_kind_octal},   {6, vg_kind_unicode},     {6, vg_kind_reference},
    {8, vg_kind_base64_utf16}, {6, vg_kind_bytes},       {3, vg_kind_pairs},
    {6, vg_kind_pairs_utf16},
};

enum { encoding_count = sizeof encodings / sizeof encodings[0] };

static inline int bit_of(unsigned kind) { return (int)kind - vg_kind_utf16; }

static int is_text(int byte) {
  return (byte >= 0x20 && byte <= 0x7e) || byte == '\t' || byte == '\n' || byte == '\r';
}

static const char base64_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void allow(struct vg_classes *classes, unsigned kind, int byte) {
  classes->of[byte] |= 1ull << bit_of(kind);
}

static void allow_all(struct vg_classes *classes, unsigned kind, const char *bytes) {
  for (; *bytes; bytes++) allow(classes, kind, (uint8_t)*bytes);
}

// Of the URL alphabet, what differs from the standard one is left out: it stands only for the last
// six bits of `>`, `?` and `~`, and would stop the search at most names in programs.
static void allow_base64(struct vg_classes *classes, unsigned kind, int value) {
  allow(classes, kind, base64_alphabet[value]);
}

static void add_base64(struct vg_classes *classes) {
  for (int first = 0; first < 128; first++) {
    if (!is_text(first)) continue;
    allow_base64(classes, vg_kind_base64, first >> 2);
    allow_base64(classes, vg_kind_base64 + 3, first & 63);
    for (int second = 0; second < 128; second++) {
      if (!is_text(second)) continue;
      allow_base64(classes, vg_kind_base64 + 1, (first & 3) << 4 | second >> 4);
      allow_base64(classes, vg_kind_base64 + 2, (first & 15) << 2 | second >> 6);
    }
    unsigned wide = vg_kind_base64_utf16;
    allow_base64(classes, wide, first >> 2);
    allow_base64(classes, wide + 1, (first & 3) << 4);
    allow_base64(classes, wide + 2, first >> 6);
    allow_base64(classes, wide + 3, first & 63);
    allow_base64(classes, wide + 4, 0);
    allow_base64(classes, wide + 5, first >> 4);
    allow_base64(classes, wide + 6, (first & 15) << 2);
    allow_base64(classes, wide + 7, 0);
  }
}

static const char digits[] = "0123456789abcdefABCDEF";

// The two digits of a byte of ASCII text that is no control.
static void add_digits(struct vg_classes *classes, unsigned kind) {
  allow_all(classes, kind, "234567");
  allow_all(classes, kind + 1, digits);
}

static void add_wide(struct vg_classes *classes) {
  for (int byte = 0; byte < 128; byte++) {
    if (!vg_is_alphanumeric((uint8_t)byte)) continue;
    allow(classes, vg_kind_utf16, byte);
    allow(classes, vg_kind_utf32, byte);
  }
  allow(classes, vg_kind_utf16 + 1, 0);
  for (unsigned place = 1; place < 4; place++) allow(classes, vg_kind_utf32 + place, 0);
}

static void add_escapes(struct vg_classes *classes) {
  // Quoted-printable text has the same form with another lead.
  allow_all(classes, vg_kind_percent, "%=");
  add_digits(classes, vg_kind_percent + 1);
  allow_all(classes, vg_kind_backslash_x, "\\");
  allow_all(classes, vg_kind_backslash_x + 1, "x");
  add_digits(classes, vg_kind_backslash_x + 2);
  allow_all(classes, vg_kind_octal, "\\");
  allow_all(classes, vg_kind_octal + 1, "01");
  allow_all(classes, vg_kind_octal + 2, "01234567");
  allow_all(classes, vg_kind_octal + 3, "01234567");
  allow_all(classes, vg_kind_unicode, "\\");
  allow_all(classes, vg_kind_unicode + 1, "u");
  allow_all(classes, vg_kind_unicode + 2, "0");
  allow_all(classes, vg_kind_unicode + 3, "0");
  add_digits(classes, vg_kind_unicode + 4);
  allow_all(classes, vg_kind_reference, "&");
  allow_all(classes, vg_kind_reference + 1, "#");
  allow_all(classes, vg_kind_reference + 2, "xX");
  add_digits(classes, vg_kind_reference + 3);
  allow_all(classes, vg_kind_reference + 5, ";");
  allow_all(classes, vg_kind_bytes, "0");
  allow_all(classes, vg_kind_bytes + 1, "x");
  add_digits(classes, vg_kind_bytes + 2);
  allow_all(classes, vg_kind_bytes + 4, ",");
  allow_all(classes, vg_kind_bytes + 5, " \n");
  add_digits(classes, vg_kind_pairs);
  allow_all(classes, vg_kind_pairs + 2, ",: ");
  add_digits(classes, vg_kind_pairs_utf16);
  allow_all(classes, vg_kind_pairs_utf16 + 2, ",: ");
  allow_all(classes, vg_kind_pairs_utf16 + 3, "0");
  allow_all(classes, vg_kind_pairs_utf16 + 4, "0");
  allow_all(classes, vg_kind_pairs_utf16 + 5, ",: ");
}

void vg_classes_fill(struct vg_classes *classes) {
  memset(classes, 0, sizeof *classes);
  for (int number = 0; number < encoding_count; number++) {
    struct encoding encoding = encodings[number];
    uint64_t last = 1ull << (bit_of(encoding.kind) + encoding.period - 1);
    classes->last[encoding.period] |= last;
    classes->lasts |= last;
    for (int place = 0; place < encoding.period; place++)
      classes->encoding[bit_of(encoding.kind) + place] = (uint8_t)number;
  }
  add_base64(classes);
  add_wide(classes);
  add_escapes(classes);
  add_digits(classes, vg_kind_hex);
  // Line ends, and the zero bytes of UTF-16.
  allow_all(classes, vg_kind_hex, "0");
}

// Moves every bit on to the next place of its encoding's period.
static inline uint64_t next_places(const struct vg_classes *classes, uint64_t state) {
  const uint64_t *last = classes->last;
  return (state & ~classes->lasts) << 1 | (state & last[2]) >> 1 | (state & last[3]) >> 2 |
         (state & last[4]) >> 3 | (state & last[6]) >> 5 | (state & last[8]) >> 7;
}

// Stores the stretch around the sample whose first byte stands at place `place`, if this is the
// first sample in it. An earlier one has it where it begins a stride before.
static int take_stretch(struct look *look, size_t sample, struct encoding encoding, int place) {
  const uint8_t *bytes = look->bytes;
  const uint64_t *of = look->classes->of;
  int bit = bit_of(encoding.kind), period = encoding.period;
  size_t begin = sample;
  while (begin > 0) {
    int before = place == 0 ? period - 1 : place - 1;
    if (!(of[bytes[begin - 1]] >> (bit + before) & 1)) break;
    if (--begin + sample_stride == sample) return 1;
    place = before;
  }
  if (look->count - begin < vg_encoded_length) return 1;
  int at = place;
  for (size_t index = begin; index < begin + vg_encoded_length; index++) {
    if (!(of[bytes[index]] >> (bit + at) & 1)) return 1;
    if (++at == period) at = 0;
  }
  return vg_anchors_add(look->anchors, begin, vg_encoded_length, (unsigned)(encoding.kind + place));
}

// The length of `&#52;`, `&#100;`, `&#0052;` or `&#x0034;` at `at`, if it stands for ASCII text, else 0.
static size_t decimal_at(const struct look *look, size_t at) {
  const uint8_t *bytes = look->bytes + at;
  size_t count = look->count - at;
  if (count < 5 || bytes[1] != '#') return 0;
  if ((bytes[2] | 0x20) == 'x')
    // Without the zeros, it has a period.
    return count >= 8 && bytes[3] == '0' && bytes[4] == '0' && bytes[5] >= '2' && bytes[5] <= '7' &&
                   vg_is_hex(bytes[6]) && bytes[7] == ';'
               ? 8
               : 0;
  if (bytes[2] == '0') {
    size_t zeros = bytes[3] == '0' ? 2 : 1, end = 2 + zeros;
    unsigned code = 0;
    for (; end < count && end < 2 + zeros + 3 && bytes[end] >= '0' && bytes[end] <= '9'; end++)
      code = code * 10 + (bytes[end] - '0');
    return end < count && bytes[end] == ';' && code >= 32 && code <= 126 ? end + 1 : 0;
  }
  unsigned first = bytes[2] - '0', second = bytes[3] - '0', third = bytes[4] - '0';
  if (first > 9 || second > 9) return 0;
  if (bytes[4] == ';') return first * 10 + second >= 32 ? 5 : 0;
  return first == 1 && third <= 9 && second * 10 + third <= 26 && count > 5 && bytes[5] == ';' ? 6
                                                                                              : 0;
}

// The length of `\u{34}`, `\u{0034}`, `\\u0034`, `\x{34}`, `\'34`, `\64` or `\144` at `at`, if it stands for ASCII text, else 0.
static size_t backslash_at(const struct look *look, size_t at) {
  const uint8_t *bytes = look->bytes + at;
  size_t count = look->count - at;
  if (count < 3) return 0;
  if (bytes[1] == '\\')  // escaped once more
    return bytes[2] == 'u' && count >= 7 && bytes[3] == '0' && bytes[4] == '0' &&
                   bytes[5] >= '2' && bytes[5] <= '7' && vg_is_hex(bytes[6])
               ? 7
               : 0;
  if (bytes[1] == 'U')
    return count >= 10 && !memcmp(bytes + 2, "000000", 6) && bytes[8] >= '2' && bytes[8] <= '7' &&
                   vg_is_hex(bytes[9])
               ? 10
               : 0;
  if (bytes[1] == 'u' && bytes[2] == '{' && count >= 8 && bytes[3] == '0' && bytes[4] == '0')
    return bytes[5] >= '2' && bytes[5] <= '7' && vg_is_hex(bytes[6]) && bytes[7] == '}' ? 8 : 0;
  if (bytes[1] == 'u' || bytes[1] == 'x')
    return count >= 6 && bytes[2] == '{' && bytes[3] >= '2' && bytes[3] <= '7' &&
                   vg_is_hex(bytes[4]) && bytes[5] == '}'
               ? 6
               : 0;
  if (bytes[1] == '\'')
    return count >= 4 && bytes[2] >= '2' && bytes[2] <= '7' && vg_is_hex(bytes[3]) ? 4 : 0;
  unsigned first = bytes[1] - '0', second = bytes[2] - '0';
  if (first > 7 || second > 7) return 0;
  if (count > 3 && bytes[3] >= '0' && bytes[3] <= '7')
    return first == 1 || (first == 0 && second >= 4) ? 4 : 0;
  return first >= 4 ? 3 : 0;
}

enum { varied_shortest = 3 };

// The length of a comma at `at`, a blank if there is one, and a character as lists have them, else 0:
// its code, `'4'`, `"4"`, or `0x34` without a blank, which has a period where there is one.
static size_t listed_at(const struct look *look, size_t at) {
  const uint8_t *bytes = look->bytes;
  size_t start = at + 1, count = look->count;
  if (start < count && (bytes[start] == ' ' || bytes[start] == '\n')) start++;
  if (count - at < start - at + 2) return 0;
  uint8_t first = bytes[start];
  if (first == '\'' || first == '"') {
    int is_closed = count - start >= 3 && bytes[start + 2] == first;
    return is_closed && (vg_is_alphanumeric(bytes[start + 1]) || bytes[start + 1] == '_')
               ? start + 3 - at
               : 0;
  }
  size_t end = start;
  if (first == '0' && start == at + 1) {
    if (count - start < 4 || bytes[start + 1] != 'x' || bytes[start + 2] < '2' ||
        bytes[start + 2] > '7' || !vg_is_hex(bytes[start + 3]))
      return 0;
    end = start + 4;
  } else {
    unsigned code = 0;
    for (; end < count && end < start + 3 && bytes[end] >= '0' && bytes[end] <= '9'; end++)
      code = code * 10 + (bytes[end] - '0');
    if (first == '0' || code < 32 || code > 126) return 0;
  }
  return end < count && vg_is_alphanumeric(bytes[end]) ? 0 : end - at;
}

// What has varied lengths: escapes, or the characters of a list with the comma before each.
struct varied {
  uint16_t kind;
  size_t (*length_at)(const struct look *, size_t);
};

static size_t escape_at(const struct look *look, size_t at) {
  uint8_t byte = look->bytes[at];
  return byte == '&' ? decimal_at(look, at) : byte == '\\' ? backslash_at(look, at) : 0;
}

static const struct varied varied_escapes = {vg_kind_varied, escape_at};
static const struct varied varied_lists = {vg_kind_list, listed_at};

static inline size_t varied_at(const struct look *look, const struct varied *varied, size_t at) {
  uint8_t byte = look->bytes[at];
  int is_list = varied->kind == vg_kind_list;
  if (is_list ? byte != ',' : byte != '&' && byte != '\\') return 0;
  return varied->length_at(look, at);
}

// The length of what ends before `end`, else 0.
static size_t varied_before(const struct look *look, const struct varied *varied, size_t end) {
  for (size_t length = varied_shortest; length <= vg_varied_longest && length <= end; length++)
    if (varied_at(look, varied, end - length) == length) return length;
  return 0;
}

// Stores the stretch of varied lengths around a sample, if this is the first sample in it.
int vg_take_varied(struct look *look, size_t sample) {
  const uint8_t *bytes = look->bytes;
  const struct varied *varied = &varied_escapes;
  size_t begin = sample, limit = sample + vg_varied_longest;
  // The sample may begin within an escape, at a backslash that leads none by itself.
  for (; begin < limit; begin++) {
    varied = bytes[begin] == ',' ? &varied_lists : &varied_escapes;
    if (varied_at(look, varied, begin)) break;
  }
  if (begin == limit) return 1;
  while (begin + sample_stride > sample) {
    size_t length = varied_before(look, varied, begin);
    if (!length) break;
    begin -= length;
  }
  if (begin > sample || begin + sample_stride <= sample) return 1;
  size_t end = begin;
  while (end < begin + vg_encoded_length) {
    if (end >= look->count) return 1;
    size_t length = varied_at(look, varied, end);
    if (!length) return 1;
    end += length;
  }
  // What stands before decides whether the stretch begins here.
  size_t start = begin > vg_varied_longest ? begin - vg_varied_longest : 0;
  return vg_anchors_add(look->anchors, start, end - start, varied->kind);
}

static inline int is_base64(uint8_t byte) {
  return vg_is_alphanumeric(byte) || byte == '+' || byte == '/';
}

// Whether base64 begins so that is of gzip, zlib, zip, xz, bzip2, zstd, SQLite or PDF.
static int begins_packed(const uint8_t *bytes) {
  static const char *const begins[] = {
      "H4sI", "eJw", "eJx", "eJy", "eJz", "eNo", "eNp", "eNq", "eNr", "eAE", "eAF", "eAG", "eAH",
      "UEsDB", "/Td6WFo", "Qlpo", "KLUv", "U1FMaXRlIGZvcm1h", "JVBERi0",
  };
  for (size_t index = 0; index < sizeof begins / sizeof begins[0]; index++)
    if (*bytes == *begins[index] && !memcmp(bytes, begins[index], strlen(begins[index]))) return 1;
  return 0;
}

// Stores the begin of base64 in which a sample is the first.
static int take_packed(struct look *look, size_t sample) {
  const uint8_t *bytes = look->bytes;
  size_t begin = sample;
  while (begin > 0 && is_base64(bytes[begin - 1]))
    if (--begin + sample_stride == sample) return 1;
  if (look->count - begin < vg_encoded_length || !begins_packed(bytes + begin)) return 1;
  for (size_t at = begin; at < begin + vg_encoded_length; at++)
    if (!is_base64(bytes[at])) return 1;
  return vg_anchors_add(look->anchors, begin, vg_encoded_length, vg_kind_packed);
}

int vg_take_periodic(struct look *look, size_t sample) {
  const struct vg_classes *classes = look->classes;
  int is_packed = 1;
  for (size_t at = sample; is_packed && at < sample + sample_length; at++)
    is_packed = is_base64(look->bytes[at]);
  if (is_packed && !take_packed(look, sample)) return 0;
  const uint8_t *bytes = look->bytes + sample;
  uint64_t state = ~0ull;
  for (int at = 0; at < sample_length; at++) {
    state &= classes->of[bytes[at]];
    if (!state) return 1;
    state = next_places(classes, state);
  }
  for (; state; state &= state - 1) {
    int bit = __builtin_ctzll(state);
    struct encoding encoding = encodings[classes->encoding[bit]];
    int place = bit - bit_of(encoding.kind) - sample_length % encoding.period;
    if (place < 0) place += encoding.period;
    if (!take_stretch(look, sample, encoding, place)) return 0;
  }
  return 1;
}

int vg_take_sample(struct look *look, size_t sample) {
  return vg_take_periodic(look, sample) && vg_take_varied(look, sample);
}

int vg_take_mark(struct look *look) {
  const uint8_t *bytes = look->bytes;
  size_t count = look->count;
  if (count >= 4 && !memcmp(bytes, "\xff\xfe\0\0", 4))
    return vg_anchors_add(look->anchors, 0, 4, vg_kind_utf32);
  if (count >= 4 && !memcmp(bytes, "\0\0\xfe\xff", 4))
    return vg_anchors_add(look->anchors, 0, 4, vg_kind_utf32 + 1);
  if (count >= 2 && !memcmp(bytes, "\xff\xfe", 2))
    return vg_anchors_add(look->anchors, 0, 2, vg_kind_utf16);
  if (count >= 2 && !memcmp(bytes, "\xfe\xff", 2))
    return vg_anchors_add(look->anchors, 0, 2, vg_kind_utf16 + 1);
  return 1;
}
