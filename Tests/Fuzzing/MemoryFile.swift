import Git
import Glibc

/// Bytes that can be opened as a file, in memory.
struct MemoryFile: ~Copyable {
  private let descriptor: CInt

  init?(_ bytes: [UInt8]) {
    // A name is needed only until the file is open: the path below leads to it without one.
    var name = Array("/dev/shm/pack-fuzz-XXXXXX".utf8CString)
    descriptor = unsafe mkstemp(&name)
    unsafe unlink(name)
    guard descriptor >= 0, unsafe write(descriptor, bytes, bytes.count) == bytes.count else {
      return nil
    }
  }

  deinit { close(descriptor) }

  var path: Path { Path("/proc/self/fd/\(descriptor)") }
}
