#ifndef VASTGUARD_SCAN_H
#define VASTGUARD_SCAN_H

#include <stddef.h>
#include <stdint.h>

/// The shortest and the longest maximal run of hex digits that is an anchor. A key has 64; an
/// escape before it that ends in hex digits (`%3D`, `\u003d`) makes the run up to four longer.
/// A cap keeps anchors local: whether one stands somewhere is decided by 82 bytes.
enum { vg_run_shortest = 64, vg_run_longest = 80 };

/// The longest literal, in bytes.
enum { vg_literal_longest = 64 };

/// The kind of an anchor that is a run of hex digits; literals are numbered from 1.
enum { vg_kind_run = 0 };

/// The most literals; the kinds beyond are those below.
enum { vg_literals_most = 65000 };

/// The number of bytes of encoded text that make an anchor.
enum { vg_encoded_length = 48 };

/// The ways in which ASCII text is encoded so that its bytes follow a period. The kind of an
/// anchor is one of these numbers plus the phase: which byte of the period the anchor begins with.
enum {
  vg_kind_utf16 = 65001,         // 2: a letter or digit, and a zero byte
  vg_kind_hex = 65003,           // 2: the two digits of a byte
  vg_kind_percent = 65005,       // 3: %34
  vg_kind_utf32 = 65008,         // 4: a letter or digit, and three zero bytes
  vg_kind_base64 = 65012,        // 4: the characters of three bytes of text
  vg_kind_backslash_x = 65016,   // 4: \x34
  vg_kind_octal = 65020,         // 4: \064
  vg_kind_unicode = 65024,       // 6: \u0034
  vg_kind_reference = 65030,     // 6: &#x34;
  vg_kind_base64_utf16 = 65036,  // 8: the characters of six bytes of UTF-16
  vg_kind_bytes = 65044,         // 6: `0x34, `
  vg_kind_pairs = 65050,         // 3: `34,`
  vg_kind_pairs_utf16 = 65053,   // 6: `34,00,`
  // A byte order mark at the begin is an anchor of UTF-16 or UTF-32 too.
  // Without a period, or with a longer one: &#52; and &#100;, &#0052;, &#x0034;, \u{34}, \u{0034},
  // \x{34}, \64 and \144, \U00000034, \\u0034 and the \'34 of RTF, in any order.
  vg_kind_varied = 65059,
  // Where a string of hex digits stops and goes on in the next literal, on the next line or behind
  // an escape.
  vg_kind_joint = 65060,
  // Without a period too: the commas of a list of characters, `, 52, 'c', "d",0x65`, and what stands
  // behind each.
  vg_kind_list = 65061,
  // The begin of base64 that is as of a compressed stream, a container or a document.
  vg_kind_packed = 65062,
  vg_kind_end = 65063
};

/// What tells a joint: hex digits before or after it, the fewest on the other side (or one, where
/// quoted-printable text breaks a line), and its own length at most.
enum { vg_joint_piece = 15, vg_joint_rest = 4, vg_joint_longest = 40 };

/// The longest escape of varying length, or character of a list with its comma; and the longest anchor
/// that holds other bytes than hex digits and is no literal: a stretch of such, with the one that must
/// not stand before. A joint with what is told of its two sides is no longer.
enum { vg_varied_longest = 10, vg_encoded_longest = vg_encoded_length + 2 * vg_varied_longest };

/// A place that rules look around: `length` bytes from `offset`.
struct vg_anchor {
  size_t offset;
  uint16_t length;
  uint16_t kind;
};

/// The ways to search, of which all find the same: one byte at a time, 32 at a time, and 64 at a time.
enum vg_way { vg_portable, vg_by_halves, vg_by_bytes };

/// Whether this processor has the instructions of a way.
int vg_can(enum vg_way way);

/// A compiled set of literals: immutable, shared by all threads.
struct vg_search;

/// Compiles `count` literals, which stand in `literals` one after the other and are compared
/// without regard to ASCII case; `runs` says whether runs of hex digits are wanted too, `encodings`
/// whether encoded text and joints are. Returns null where a length is not 3 to
/// `vg_literal_longest`, where there are more than `vg_literals_most`, or where memory is short.
struct vg_search *vg_search_create(const uint8_t *literals, const size_t *lengths, size_t count,
                                   int runs, int encodings);

/// The same for a way that the processor can, and not the last of them: for tests.
struct vg_search *vg_search_create_for(enum vg_way way, const uint8_t *literals,
                                       const size_t *lengths, size_t count, int runs,
                                       int encodings);

void vg_search_free(struct vg_search *search);

/// Anchors in memory that grows as needed: zero it before its first use, and reuse it.
struct vg_anchors {
  struct vg_anchor *items;
  size_t count;
  size_t capacity;
};

void vg_anchors_free(struct vg_anchors *anchors);

/// Adds an anchor. Returns 0 where memory is short, else 1.
int vg_anchors_add(struct vg_anchors *anchors, size_t offset, size_t length, unsigned kind);

/// Replaces `anchors` by those of the bytes, in no promised order; the edges of [0, count) end a
/// run. Returns 0 where memory is short, else 1.
int vg_search_find(const struct vg_search *search, const uint8_t *bytes, size_t count,
                   struct vg_anchors *anchors);

#endif
