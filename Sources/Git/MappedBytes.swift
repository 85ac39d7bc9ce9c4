import Glibc

/// A regular file mapped for reading, for as long as the object lives; every access is checked.
@safe
final class MappedBytes: Sendable {
  nonisolated(unsafe) private let base: UnsafePointer<UInt8>
  let count: Int

  /// Maps the file at `path`; FIFOs, devices and empty files are refused, never waited for.
  ///
  /// - Throws: `missing` where nothing is there, `corrupt` where there is no byte, or `other`.
  init(_ path: Path) throws(GitError) {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let file = path.withCString { name in unsafe open(name, flags) }
    guard file >= 0 else {
      let reason: GitError.Reason = errno == ENOENT ? .missing : .other
      throw GitError(reason, "open", "\(path.text) can't be opened")
    }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw GitError(.other, "open", "\(path.text) is not a regular file")
    }
    let count = Int(status.st_size)
    guard count > 0 else { throw GitError(.corrupt, "open", "\(path.text) is empty") }
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw GitError(.other, "mmap", "\(path.text) can't be mapped")
    }
    unsafe base = UnsafePointer(address.assumingMemoryBound(to: UInt8.self))
    self.count = count
  }

  deinit {
    unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
  }

  subscript(offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < count)
    return unsafe base[offset]
  }

  /// Lends the bytes of a range, which must exist.
  func withBytes<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let bytes = unsafe Span(_unsafeStart: base + range.lowerBound, count: range.count)
    return try body(bytes)
  }

  /// Reads the big-endian number of `width` bytes at `offset`, which must exist.
  func number(at offset: Int, width: Int = 4) -> UInt64 {
    precondition(offset >= 0 && offset <= count - width)
    var number: UInt64 = 0
    for index in offset..<(offset + width) { unsafe number = number << 8 | UInt64(base[index]) }
    return number
  }

  /// Reads the id of a format at `offset`, which must exist.
  func id(at offset: Int, _ format: ObjectFormat) -> ObjectID {
    withBytes(offset..<(offset + format.byteCount)) { ObjectID($0, at: 0, format) }
  }
}
