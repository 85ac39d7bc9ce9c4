#include <mbedtls/md5.h>
#include <mbedtls/sha1.h>
#include <mbedtls/sha256.h>
#include <mbedtls/version.h>

// Mbed TLS 3 dropped the suffix that version 2 had put on the functions which can fail.
static inline int vg_sha256(const unsigned char *bytes, size_t count, unsigned char *digest) {
#if MBEDTLS_VERSION_MAJOR >= 3
  return mbedtls_sha256(bytes, count, digest, 0);
#else
  return mbedtls_sha256_ret(bytes, count, digest, 0);
#endif
}

static inline int vg_md5(const unsigned char *bytes, size_t count, unsigned char *digest) {
#if MBEDTLS_VERSION_MAJOR >= 3
  return mbedtls_md5(bytes, count, digest);
#else
  return mbedtls_md5_ret(bytes, count, digest);
#endif
}

// The digest that names a git object, of pieces of any size: SHA-1 or SHA-256.
struct vg_object_digest {
  int is_sha256;
  union {
    mbedtls_sha1_context sha1;
    mbedtls_sha256_context sha256;
  } state;
};

static inline int vg_object_digest_begin(struct vg_object_digest *digest, int is_sha256) {
  digest->is_sha256 = is_sha256;
  if (is_sha256) {
    mbedtls_sha256_init(&digest->state.sha256);
#if MBEDTLS_VERSION_MAJOR >= 3
    return mbedtls_sha256_starts(&digest->state.sha256, 0);
#else
    return mbedtls_sha256_starts_ret(&digest->state.sha256, 0);
#endif
  }
  mbedtls_sha1_init(&digest->state.sha1);
#if MBEDTLS_VERSION_MAJOR >= 3
  return mbedtls_sha1_starts(&digest->state.sha1);
#else
  return mbedtls_sha1_starts_ret(&digest->state.sha1);
#endif
}

static inline int vg_object_digest_add(struct vg_object_digest *digest, const void *bytes,
                                       size_t count) {
#if MBEDTLS_VERSION_MAJOR >= 3
  return digest->is_sha256 ? mbedtls_sha256_update(&digest->state.sha256, bytes, count)
                           : mbedtls_sha1_update(&digest->state.sha1, bytes, count);
#else
  return digest->is_sha256 ? mbedtls_sha256_update_ret(&digest->state.sha256, bytes, count)
                           : mbedtls_sha1_update_ret(&digest->state.sha1, bytes, count);
#endif
}

// Writes 20 or 32 bytes.
static inline int vg_object_digest_end(struct vg_object_digest *digest, unsigned char *result) {
#if MBEDTLS_VERSION_MAJOR >= 3
  return digest->is_sha256 ? mbedtls_sha256_finish(&digest->state.sha256, result)
                           : mbedtls_sha1_finish(&digest->state.sha1, result);
#else
  return digest->is_sha256 ? mbedtls_sha256_finish_ret(&digest->state.sha256, result)
                           : mbedtls_sha1_finish_ret(&digest->state.sha1, result);
#endif
}
