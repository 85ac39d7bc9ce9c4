#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <nettle/version.h>

// Nettle 4 dropped the length from the functions that end a digest.
#if NETTLE_VERSION_MAJOR >= 4
#define VG_END(name, size, state, result) nettle_##name##_digest(state, result)
#else
#define VG_END(name, size, state, result) nettle_##name##_digest(state, size, result)
#endif

// Writes 32 bytes.
static inline void vg_sha256(const unsigned char *bytes, size_t count, unsigned char *result) {
  struct sha256_ctx state;
  nettle_sha256_init(&state);
  nettle_sha256_update(&state, count, bytes);
  VG_END(sha256, SHA256_DIGEST_SIZE, &state, result);
}

// Writes 16 bytes.
static inline void vg_md5(const unsigned char *bytes, size_t count, unsigned char *result) {
  struct md5_ctx state;
  nettle_md5_init(&state);
  nettle_md5_update(&state, count, bytes);
  VG_END(md5, MD5_DIGEST_SIZE, &state, result);
}

// The digest that names a git object, of pieces of any size: SHA-1 or SHA-256.
struct vg_object_digest {
  int is_sha256;
  union {
    struct sha1_ctx sha1;
    struct sha256_ctx sha256;
  } state;
};

static inline void vg_object_digest_begin(struct vg_object_digest *digest, int is_sha256) {
  digest->is_sha256 = is_sha256;
  if (is_sha256) {
    nettle_sha256_init(&digest->state.sha256);
  } else {
    nettle_sha1_init(&digest->state.sha1);
  }
}

static inline void vg_object_digest_add(struct vg_object_digest *digest, const void *bytes,
                                        size_t count) {
  if (digest->is_sha256) {
    nettle_sha256_update(&digest->state.sha256, count, bytes);
  } else {
    nettle_sha1_update(&digest->state.sha1, count, bytes);
  }
}

// Writes 20 or 32 bytes.
static inline void vg_object_digest_end(struct vg_object_digest *digest, unsigned char *result) {
  if (digest->is_sha256) {
    VG_END(sha256, SHA256_DIGEST_SIZE, &digest->state.sha256, result);
  } else {
    VG_END(sha1, SHA1_DIGEST_SIZE, &digest->state.sha1, result);
  }
}
