internal import CArchive
internal import Glibc

/// An archive or compressed stream that libarchive reads from a source.
@safe
final class Archive {
  private let handle: OpaquePointer
  private let input: ArchiveInput
  private let directoryBytes: Int

  /// An entry as the archive describes it.
  struct Entry {
    var name: [UInt8]
    var kind: ArchiveEntry.Kind
    var isEncrypted: Bool
  }

  enum Step {
    case entry(Entry)
    case end
    /// There may be more entries.
    case entryFailed(ArchiveProblem.Reason)
    case failed(ArchiveProblem.Reason)
  }

  /// Opens an archive; whether it is one is known when its first entry is read.
  ///
  /// - Throws: `.missingLibrary`, `.outOfMemory`, or `.notOpened`.
  init(
    _ kind: ContainerKind, _ source: any ByteSource, limits: ArchiveLimits
  ) throws(ArchiveProblem.Reason) {
    guard let code = kind.code else { throw .notOpened(kind) }
    guard vg_archive_load() != 0 else { throw .missingLibrary("libarchive13") }
    input = ArchiveInput(source)
    let context = unsafe Unmanaged.passUnretained(input).toOpaque()
    let canSeek = source is any SeekableSource
    guard
      let handle = unsafe vg_archive_open(
        code, context, readArchiveInput, canSeek ? seekArchiveInput : nil)
    else {
      throw .outOfMemory
    }
    unsafe self.handle = handle
    directoryBytes = limits.directoryBytes(of: kind)
  }

  deinit { unsafe vg_archive_close(handle) }

  /// Reads on to the next entry; what is left of the one before is passed over.
  func next() -> Step {
    input.allowance = directoryBytes
    defer { input.allowance = .max }
    var entry = unsafe vg_archive_entry()
    switch unsafe vg_archive_next(handle, &entry) {
    case vg_archive_ok: return .entry(unsafe described(entry))
    case vg_archive_end: return .end
    case vg_archive_entry_failed: return .entryFailed(reason)
    default: return .failed(reason)
    }
  }

  /// Passes over what is left of the entry's content.
  func skip() { unsafe _ = vg_archive_skip(handle) }

  private func described(_ entry: vg_archive_entry) -> Entry {
    let target = unsafe bytes(entry.target)
    let kind: ArchiveEntry.Kind =
      switch unsafe entry.kind {
      case vg_archive_file: .file
      case vg_archive_directory: .directory
      case vg_archive_symlink: .symlink(target: target)
      case vg_archive_hardlink: .hardlink(target: target)
      default: .other
      }
    return unsafe Entry(
      name: bytes(entry.name), kind: kind, isEncrypted: entry.is_encrypted != 0)
  }

  private func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
    guard let text = unsafe text else { return [] }
    return unsafe Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }

  /// A block of the entry's content, valid until the next one is read, and its place there.
  @safe
  struct Block {
    var bytes: UnsafeRawBufferPointer
    var offset: Int64
  }

  /// The next block of the entry's content; nil at its end.
  func block() throws(ArchiveProblem.Reason) -> Block? {
    var start: UnsafeRawPointer?
    var count = 0
    var offset: Int64 = 0
    switch unsafe vg_archive_block(handle, &start, &count, &offset) {
    case vg_archive_ok:
      return unsafe Block(
        bytes: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count),
        offset: offset)
    case vg_archive_end: return nil
    default: throw reason
    }
  }

  /// Why the last call failed.
  private var reason: ArchiveProblem.Reason {
    if input.isOversized { return .oversizedDirectory }
    if let failure = input.source.failure { return failure }
    return switch unsafe vg_archive_why(handle) {
    case vg_archive_truncated: .truncated
    case vg_archive_encrypted: .encrypted
    case vg_archive_unsupported: .unsupported
    case vg_archive_out_of_memory: .outOfMemory
    default: .corrupt
    }
  }
}

extension ContainerKind {
  /// libarchive's part; nil for what it does not open here.
  fileprivate var code: vg_archive_kind? {
    switch self {
    case .gzip: vg_archive_gzip
    case .bzip2: vg_archive_bzip2
    case .xz: vg_archive_xz
    case .lzma: vg_archive_lzma
    case .zstd: vg_archive_zstd
    case .lz4: vg_archive_lz4
    case .compress: vg_archive_compress
    case .tar: vg_archive_tar
    case .zip: vg_archive_zip
    case .cpio: vg_archive_cpio
    case .ar: vg_archive_ar
    case .zlib, .sqlite, .bundle, .pack, .pdf, .png, .sevenZip, .rar, .cab: nil
    }
  }
}

/// What the callbacks of an archive read from.
private final class ArchiveInput {
  let source: any ByteSource
  /// How many bytes may be read until it is set again.
  var allowance = Int.max
  var isOversized = false

  init(_ source: any ByteSource) {
    self.source = source
  }
}

private func readArchiveInput(
  _ context: UnsafeMutableRawPointer?, _ block: UnsafeMutablePointer<UnsafeRawPointer?>?
) -> Int {
  guard let context = unsafe context, let block = unsafe block else { return -1 }
  let input = unsafe Unmanaged<ArchiveInput>.fromOpaque(context).takeUnretainedValue()
  guard input.allowance > 0 else {
    input.isOversized = true
    return -1
  }
  let bytes = unsafe input.source.next()
  input.allowance -= bytes.count
  unsafe block.pointee = bytes.baseAddress
  if unsafe bytes.isEmpty { return input.source.failure == nil ? 0 : -1 }
  return bytes.count
}

private func seekArchiveInput(
  _ context: UnsafeMutableRawPointer?, _ offset: Int64, _ whence: Int32
) -> Int64 {
  guard let context = unsafe context else { return -1 }
  let input = unsafe Unmanaged<ArchiveInput>.fromOpaque(context).takeUnretainedValue()
  guard let source = input.source as? any SeekableSource else { return -1 }
  let base =
    switch whence {
    case SEEK_SET: 0
    case SEEK_CUR: source.position
    default: source.size
    }
  let (place, isHuge) = base.addingReportingOverflow(Int(offset))
  guard !isHuge, (0...source.size).contains(place) else { return -1 }
  source.position = place
  return Int64(place)
}
