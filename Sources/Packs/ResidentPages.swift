import Glibc
import Synchronization

/// Bounds how much of the mapped packs stays resident.
///
/// Pages that were read count as memory of the process until the system wants them back; giving
/// them back early keeps a walk over a large pack as small as one over a small pack. They stay in
/// the system's cache, so that touching them again costs no more than a soft page fault.
final class ResidentPages: Sendable {
  private let packs: [Pack]
  private let limit: Int
  private let isReleasing = Atomic(false)

  /// How many bytes a thread reads between two calls of ``check()``.
  static let step = 2 << 20

  /// Giving back fewer bytes than this is not worth its cost.
  private static let smallestRelease = 96 << 20

  /// Keeps the process below `limit` bytes as far as mapped packs are to blame.
  init(_ packs: [Pack], limit: Int) {
    self.packs = packs
    self.limit = limit
  }

  /// Gives all pages back if the process has become too large.
  func check() {
    guard let (all, files) = Self.residentBytes(), all > limit, files > Self.smallestRelease,
      // One thread is enough.
      !isReleasing.exchange(true, ordering: .relaxed)
    else { return }
    for pack in packs { pack.file.releasePages() }
    isReleasing.store(false, ordering: .relaxed)
  }

  /// Gives back one of some equal parts of the pages of each pack: at the end of a walk all threads
  /// do it side by side, as closing a large pack takes one longer than it may seem.
  func release(_ part: Int, of parts: Int) {
    for pack in packs { pack.file.releasePages(part, of: parts) }
  }

  /// Returns how many bytes of the process are resident, and how many of these belong to files, or
  /// nil where the system doesn't tell.
  ///
  /// They are the second and third number of `/proc/self/statm` (proc(5)). Counting what was read
  /// instead would not do: with a page that is touched the system maps up to fifteen neighbours.
  private static func residentBytes() -> (all: Int, files: Int)? {
    let file = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var text = [UInt8](repeating: 0, count: 128)
    let count = unsafe text.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
    let numbers = text.prefix(max(count, 0)).split(separator: UInt8(ascii: " ")).prefix(3).map {
      Int(String(decoding: $0, as: UTF8.self)) ?? 0
    }
    guard numbers.count == 3 else { return nil }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    return (numbers[1] * page, numbers[2] * page)
  }
}
