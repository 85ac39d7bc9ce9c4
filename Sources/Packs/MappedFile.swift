import Git
import Glibc

/// A regular file mapped for reading, or bytes made from one, for as long as the object lives.
///
/// A file that another process cuts short in place while it is mapped raises SIGBUS, as it does in
/// git: packs are replaced by unlinking, never rewritten, and unlinking leaves the mapping whole.
@safe
final class MappedFile: Sendable {
  /// The first byte; `count` bytes can be read from here.
  nonisolated(unsafe) let base: UnsafePointer<UInt8>
  let count: Int
  /// Numbers that change when the file is written or another takes its place: size, inode, and the
  /// time of the last change in seconds and nanoseconds.
  let stamp: [UInt64]

  /// Maps the file at `path`; FIFOs, devices and empty files are refused, never waited for.
  init(_ path: Path) throws(PackError) {
    let file = unsafe path.withCString { unsafe open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard file >= 0 else { throw PackError(path, errno: errno) }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw PackError(path, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw PackError(path, .notAPack) }
    guard status.st_size > 0 else { throw PackError(path, .truncated) }
    let count = Int(status.st_size)
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw PackError(path, errno: errno)
    }
    unsafe base = UnsafePointer(address.assumingMemoryBound(to: UInt8.self))
    self.count = count
    stamp = [
      UInt64(count), UInt64(status.st_ino),
      UInt64(bitPattern: Int64(status.st_ctim.tv_sec)),
      UInt64(bitPattern: Int64(status.st_ctim.tv_nsec)),
    ]
  }

  /// Holds bytes that were made from those of a file, with that file's stamp.
  init(holding bytes: [UInt8], stamp: [UInt64], _ path: Path) throws(PackError) {
    let access = PROT_READ | PROT_WRITE
    let address = unsafe mmap(nil, bytes.count, access, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw PackError(path, errno: errno)
    }
    unsafe address.copyMemory(from: bytes, byteCount: bytes.count)
    unsafe base = UnsafePointer(address.assumingMemoryBound(to: UInt8.self))
    count = bytes.count
    self.stamp = stamp
  }

  deinit {
    unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
  }

  /// Reads the byte at `offset`, which the caller has checked.
  func byte(at offset: Int) -> UInt8 { unsafe base[offset] }

  /// Copies bytes out; the caller has checked the range.
  func copy(_ range: Range<Int>) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// Reads the big-endian number of four bytes at `offset`, which the caller has checked.
  @inline(__always)
  func bigEndian32(at offset: Int) -> UInt32 {
    unsafe UInt32(
      bigEndian: UnsafeRawPointer(base).loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Reads the big-endian number of eight bytes at `offset`, which the caller has checked.
  @inline(__always)
  func bigEndian64(at offset: Int) -> UInt64 {
    unsafe UInt64(
      bigEndian: UnsafeRawPointer(base).loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Tells whether the `other.count` bytes from `offset` on, which must exist, equal `other`.
  func matches(_ other: [UInt8], at offset: Int) -> Bool {
    for index in other.indices where unsafe base[offset + index] != other[index] { return false }
    return true
  }

  /// Whether the file ends with the digest of all before it, as git's indexes do.
  func hasRightDigest(_ format: ObjectFormat) -> Bool {
    let end = count - format.byteCount
    guard end >= 0 else { return false }
    let digest = unsafe ObjectDigest.checksum(
      of: UnsafeRawBufferPointer(start: base, count: end), format)
    return matches(digest, at: end)
  }

  /// A copy of all bytes, for small files.
  var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: base, count: count)) }

  /// Gives mapped pages back to the system, which reads them again when they are touched again; not
  /// for bytes that were made.
  ///
  /// The pages stay in the system's file cache: this bounds what the process holds, and costs a
  /// soft page fault for each sixteen pages that are used again.
  ///
  /// - Parameters:
  ///   - part: Which of some equal parts of the file.
  ///   - parts: How many there are.
  func releasePages(_ part: Int = 0, of parts: Int = 1) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let pages = (count + page - 1) / page
    let start = pages * part / parts * page
    let end = pages * (part + 1) / parts * page
    unsafe _ = madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_DONTNEED)
  }
}

extension Path {
  /// Lends the path to a C function, with the zero byte that C needs at its end.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe terminated.withUnsafeBufferPointer { buffer in
      // The buffer holds at least the zero byte, so it has a base address.
      guard let start = buffer.baseAddress else { preconditionFailure("empty C string") }
      return unsafe body(start)
    }
  }
}
