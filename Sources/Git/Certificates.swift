/// Stands in for the function of Mbed TLS that reads files of certificates, and reads none.
///
/// Where libgit2 is built with Mbed TLS, as on Debian, starting it parses every certificate
/// authority of the system: 4 of the 5 ms that it takes, for connections that this program never
/// opens. A symbol of the executable comes before that of a library, so this one is called. A
/// connection that were made anyway would trust nobody, and fail.
/// - Returns: Zero, which says that no certificate was rejected.
@c(mbedtls_x509_crt_parse_file)
package func readNoCertificates(
  _ chain: UnsafeMutableRawPointer?, _ path: UnsafePointer<CChar>?
) -> Int32 {
  0
}
