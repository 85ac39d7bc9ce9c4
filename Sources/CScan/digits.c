#include "look.h"

// Runs of hex digits: whole keys, and the pieces of one that a program puts together.

// What a byte can be to a piece of a key.
enum { is_digit = 1, is_quote = 2, is_line_end = 4, is_opening = 8, is_continuation = 16 };

static const uint8_t roles[256] = {
    ['0' ... '9'] = is_digit, ['a' ... 'f'] = is_digit, ['A' ... 'F'] = is_digit,
    ['"'] = is_quote,         ['\''] = is_quote,        ['`'] = is_quote,
    ['\n'] = is_line_end,     ['\r'] = is_line_end,     [' '] = is_opening,
    ['\t'] = is_opening,      ['}'] = is_opening,       ['\\'] = is_continuation,
    ['='] = is_continuation,
};

static int are_digits(const struct look *look, size_t start, size_t count) {
  for (size_t at = start; at < start + count; at++)
    if (!(roles[look->bytes[at]] & is_digit)) return 0;
  return 1;
}

// Whether a piece can stop before the byte at `at`: a string ends, or a line that goes on.
static inline int stops(const struct look *look, size_t at) {
  uint8_t byte = look->bytes[at];
  if (!(roles[byte] & (is_quote | is_continuation))) return 0;
  if (roles[byte] & is_quote) return 1;
  if (at + 1 >= look->count) return 0;
  return roles[look->bytes[at + 1]] & (byte == '=' ? is_line_end : is_line_end | is_quote);
}

// Whether a piece can go on behind this byte.
static inline int goes_on(uint8_t byte) {
  return roles[byte] & (is_quote | is_line_end | is_opening);
}

// The fewest digits on the other side of a joint that begins with a byte: mail breaks lines
// anywhere.
static inline size_t rest_beside(uint8_t byte) { return byte == '=' ? 1 : vg_joint_rest; }

// Whether the two hex digits at `at` are those of a hex digit's byte.
static int stands_for_digit(const uint8_t *at) {
  return (at[0] == '3' && at[1] >= '0' && at[1] <= '9') ||
         ((at[0] == '4' || at[0] == '6') && at[1] >= '1' && at[1] <= '6');
}

// The length of the escape of a hex digit at `at`: `\u0063`, `\x63`, `%63` or `&#x63;`; else 0.
static size_t escaped_digit(const struct look *look, size_t at) {
  const uint8_t *bytes = look->bytes + at;
  size_t count = look->count - at;
  if (count < 6) return 0;
  if (bytes[0] == '%') return stands_for_digit(bytes + 1) ? 3 : 0;
  if (bytes[0] == '\\' && bytes[1] == 'x') return stands_for_digit(bytes + 2) ? 4 : 0;
  if (bytes[0] == '\\' && bytes[1] == 'u')
    return bytes[2] == '0' && bytes[3] == '0' && stands_for_digit(bytes + 4) ? 6 : 0;
  if (bytes[0] == '&' && bytes[1] == '#' && bytes[2] == 'x')
    return stands_for_digit(bytes + 3) && bytes[5] == ';' ? 6 : 0;
  return 0;
}

// The length of a line's end at `end` with a name and `+=` behind it, which appends to a variable
// of a shell, up to the first digit; else 0.
static size_t appending(const struct look *look, size_t end) {
  size_t at = end, limit = end + vg_joint_longest;
  if (look->bytes[at] == '\r') at++;
  if (at >= look->count || look->bytes[at] != '\n') return 0;
  for (at++; at + 1 < look->count && at < limit; at++) {
    uint8_t byte = look->bytes[at];
    if (byte == '+' && look->bytes[at + 1] == '=') {
      at += 2;
      return at <= limit ? at - end : 0;
    }
    if (!vg_is_alphanumeric(byte) && byte != '_' && byte != ' ' && byte != '\t') return 0;
  }
  return 0;
}

// Stores a joint of `length` bytes behind a piece, if enough digits follow.
static int take_plain_joint(struct look *look, size_t end, size_t length) {
  if (!length || look->count - end < length + vg_joint_rest ||
      !are_digits(look, end + length, vg_joint_rest))
    return 1;
  return vg_anchors_add(look->anchors, end - vg_joint_piece,
                        vg_joint_piece + length + vg_joint_rest, vg_kind_joint);
}

// Stores the joint at the end of a piece.
static int take_joint_after(struct look *look, size_t end) {
  if (end >= look->count) return 1;
  uint8_t byte = look->bytes[end];
  if (byte == '\\' || byte == '%' || byte == '&') {
    if (!take_plain_joint(look, end, escaped_digit(look, end))) return 0;
  } else if (byte == '\r' || byte == '\n') {
    return take_plain_joint(look, end, appending(look, end));
  }
  if (!stops(look, end)) return 1;
  size_t rest = rest_beside(look->bytes[end]);
  for (size_t length = 2; length <= vg_joint_longest; length++) {
    size_t next = end + length;
    if (look->count - end < length + rest) return 1;
    if (!goes_on(look->bytes[next - 1]) || !are_digits(look, next, rest)) continue;
    return vg_anchors_add(look->anchors, end - vg_joint_piece, vg_joint_piece + length + rest,
                  vg_kind_joint);
  }
  return 1;
}

// Where the escape begins whose own digits, or whose end, a run begins with; `start` where none does.
static size_t escape_before(const struct look *look, size_t start) {
  if (start >= 1 && look->bytes[start - 1] == '%') return start - 1;
  if (start >= 2 && look->bytes[start - 2] == '\\') return start - 2;
  if (start >= 6 && look->bytes[start - 1] == ';') return start - 6;
  return start;
}

// Stores the joint at the begin of a piece, where the piece before may be short.
static int take_joint_before(struct look *look, size_t start, size_t end) {
  size_t escape = escape_before(look, start);
  size_t escaped = escape < start ? escaped_digit(look, escape) : 0;
  if (escaped) {
    if (escape < vg_joint_rest || end - escape < escaped + vg_joint_piece ||
        !are_digits(look, escape - vg_joint_rest, vg_joint_rest))
      return 1;
    return vg_anchors_add(look->anchors, escape - vg_joint_rest,
                          vg_joint_rest + escaped + vg_joint_piece, vg_kind_joint);
  }
  if (start == 0 || !goes_on(look->bytes[start - 1])) return 1;
  for (size_t length = 2; length <= vg_joint_longest; length++) {
    if (start <= length) return 1;
    size_t stop = start - length;
    size_t rest = rest_beside(look->bytes[stop]);
    if (stop < rest || !stops(look, stop) || !are_digits(look, stop - rest, rest)) continue;
    return vg_anchors_add(look->anchors, stop - rest, rest + length + vg_joint_piece, vg_kind_joint);
  }
  return 1;
}

// Whether eight hex digits stand there: without a branch for each.
static inline int are_eight_digits(const uint8_t *bytes) {
  return roles[bytes[0]] & roles[bytes[1]] & roles[bytes[2]] & roles[bytes[3]] &
         roles[bytes[4]] & roles[bytes[5]] & roles[bytes[6]] & roles[bytes[7]] & is_digit;
}

int vg_take_hex(struct look *look, size_t place) {
  if (place < look->past_run || !are_eight_digits(look->bytes + place)) return 1;
  size_t start = place, end = place + 8;
  while (start > 0 && place - start <= vg_run_longest && (roles[look->bytes[start - 1]] & is_digit)) start--;
  while (look->count - end >= 8 && are_eight_digits(look->bytes + end)) end += 8;
  while (end < look->count && (roles[look->bytes[end]] & is_digit)) end++;
  look->past_run = end;
  size_t length = end - start;
  if (length >= vg_run_shortest && length <= vg_run_longest &&
      !vg_anchors_add(look->anchors, start, length, vg_kind_run))
    return 0;
  if (!look->encodings || length < vg_joint_piece) return 1;
  return take_joint_after(look, end) && take_joint_before(look, start, end);
}
