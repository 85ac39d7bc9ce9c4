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

static inline int vg_sha1(const unsigned char *bytes, size_t count, unsigned char *digest) {
#if MBEDTLS_VERSION_MAJOR >= 3
  return mbedtls_sha1(bytes, count, digest);
#else
  return mbedtls_sha1_ret(bytes, count, digest);
#endif
}
