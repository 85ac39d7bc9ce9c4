#include "look.h"

// Runs of hex digits: whole keys, and the pieces of one that a program puts together.

// What a byte can be to a piece of a key.
enum { is_digit = 1, is_quote = 2, is_line_end = 4, is_opening = 8, is_continuation = 16 };

static const uint8_t roles[256] = {
    ['0' ... '9'] = is_digit, ['a' ... 'f'] = is_digit, ['A' ... 'F'] = is_digit,
    ['"'] = is_quote,         ['\''] = is_quote,        ['`'] = is_quote,
    ['\n'] = is_line_end,     ['\r'] = is_line_end,     [' '] = is_opening,
    ['\t'] = is_opening,      ['}'] = is_opening,       ['\\'] = is_continuation,
    ['='] = is_continuation,  ['^'] = is_continuation,  ['%'] = is_continuation,
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
  return roles[look->bytes[at + 1]] & (byte == '\\' ? is_line_end | is_quote : is_line_end);
}

// Whether a piece can go on behind this byte.
static inline int goes_on(uint8_t byte) {
  return roles[byte] & (is_quote | is_line_end | is_opening);
}

// The fewest digits on the other side of a joint that begins with a byte: mail breaks lines
// anywhere.
static inline size_t rest_beside(uint8_t byte) { return byte == '=' ? 1 : vg_joint_rest; }

// The value of a digit, or more than any base.
static inline unsigned digit_value(uint8_t byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  return vg_is_hex(byte) ? (byte | 0x20u) - 'a' + 10 : 99;
}

// The length of a number at `at` that is the code of a hex digit, with what closes it: of exactly
// `most` digits where nothing does, else of any number up to that; 0 for anything else.
static size_t coded_digit(const struct look *look, size_t at, size_t most, unsigned base,
                          uint8_t closing) {
  const uint8_t *bytes = look->bytes;
  size_t end = at;
  unsigned value = 0;
  for (; end < look->count && end < at + most && digit_value(bytes[end]) < base; end++)
    value = value * base + digit_value(bytes[end]);
  if (value > 'f' || !vg_is_hex((uint8_t)value)) return 0;
  if (!closing) return end == at + most ? most : 0;
  return end < look->count && bytes[end] == closing ? end + 1 - at : 0;
}

enum { code_digits = 8, escape_longest = code_digits + 4 };

// The length of an escape: what leads it, and its number; 0 where there is none.
static inline size_t behind(size_t lead, size_t number) { return number ? lead + number : 0; }

// The length of the escape of a hex digit behind the backslash at `at`: `\x63`, `\x{63}`, `\u0063`,
// `\u{63}`, `\U00000063`, `\143` or `\64`; else 0.
static size_t backslashed_digit(const struct look *look, size_t at) {
  if (look->count - at < 3) return 0;
  uint8_t kind = look->bytes[at + 1], next = look->bytes[at + 2];
  // Octal numbers above a byte's are one digit shorter.
  if (kind >= '0' && kind <= '7')
    return behind(1, coded_digit(look, at + 1, kind <= '3' ? 3 : 2, 8, 0));
  if (kind != 'x' && kind != 'u' && kind != 'U') return 0;
  if (next == '{') return behind(3, coded_digit(look, at + 3, code_digits, 16, '}'));
  return behind(2, coded_digit(look, at + 2, kind == 'x' ? 2 : kind == 'u' ? 4 : 8, 16, 0));
}

// The length of the escape of a hex digit at `at`: one of those, `%63`, `=63`, `&#x63;` or `&#99;`;
// else 0.
static size_t escaped_digit(const struct look *look, size_t at) {
  if (look->count - at < 3) return 0;
  const uint8_t *bytes = look->bytes + at;
  switch (bytes[0]) {
    case '%':
    case '=': return behind(1, coded_digit(look, at + 1, 2, 16, 0));
    case '\\': return backslashed_digit(look, at);
    case '&':
      if (bytes[1] != '#') return 0;
      return (bytes[2] | 0x20) == 'x'
                 ? behind(3, coded_digit(look, at + 3, code_digits, 16, ';'))
                 : behind(2, coded_digit(look, at + 2, code_digits, 10, ';'));
    default: return 0;
  }
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
  if (byte == '\\' || byte == '%' || byte == '&' || byte == '=') {
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
  const uint8_t *bytes = look->bytes;
  if (start < 2) return start;
  uint8_t last = bytes[start - 1];
  if (last == '%' || last == '=' || last == '\\') return start - 1;
  if (bytes[start - 2] == '\\') return start - 2;
  if (last != ';' && last != '}') return start;
  for (size_t length = 2; length <= escape_longest && length <= start; length++) {
    uint8_t lead = bytes[start - length];
    if (lead == '&' || lead == '\\') return start - length;
  }
  return start;
}

// Stores the joint at the begin of a piece, where the piece before may be short.
static int take_joint_before(struct look *look, size_t start, size_t end) {
  size_t escape = escape_before(look, start);
  size_t escaped = escape < start ? escaped_digit(look, escape) : 0;
  if (escaped && escape + escaped >= start) {
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
