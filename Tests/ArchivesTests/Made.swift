import CArchiveWriter
import Testing

/// Containers, made by the libraries that read them.
enum Made {
  /// An entry to write: its name and content.
  typealias Part = (name: String, content: [UInt8])

  /// An archive in one of libarchive's formats (`pax`, `ustar`, `gnutar`, `v7tar`, `zip`, `newc`,
  /// `odc`, `arsvr4`).
  static func archive(
    _ format: String, _ parts: [Part], options: String? = nil
  ) throws -> [UInt8] {
    try unsafe write(format: format, filter: nil, options: options) { archive in
      for part in parts { unsafe add(part, to: archive) }
    }
  }

  static func archive(_ format: String, _ text: [String: String]) throws -> [UInt8] {
    try archive(
      format, text.sorted { $0.key < $1.key }.map { ($0.key, Array($0.value.utf8)) })
  }

  /// A tar with a folder, two links, an empty file and a FIFO.
  static func links() throws -> [UInt8] {
    try unsafe write(format: "pax", filter: nil, options: nil) { archive in
      unsafe add("folder/", S_IFDIR, to: archive)
      unsafe add("link", S_IFLNK, to: archive) {
        unsafe archive_entry_set_symlink($0, "https://host/?api_key=abc")
      }
      unsafe add(".env", S_IFREG, to: archive)
      unsafe add("again", S_IFREG, to: archive) { unsafe archive_entry_set_hardlink($0, ".env") }
      unsafe add("pipe", S_IFIFO, to: archive)
    }
  }

  /// A content compressed by one of libarchive's filters (`gzip`, `bzip2`, `xz`, `lzma`, `zstd`,
  /// `lz4`, `compress`).
  static func compressed(_ filter: String, _ content: [UInt8]) throws -> [UInt8] {
    try unsafe write(format: "raw", filter: filter, options: nil) { archive in
      unsafe add(("content", content), to: archive)
    }
  }

  private static func write(
    format: String, filter: String?, options: String?, _ body: (OpaquePointer) -> Void
  ) throws -> [UInt8] {
    let archive = try unsafe #require(archive_write_new())
    defer { unsafe archive_write_free(archive) }
    if format == "zip", options != nil { unsafe archive_write_set_passphrase(archive, "secret") }
    let isKnown = unsafe archive_write_set_format_by_name(archive, format) == ARCHIVE_OK
    try #require(isKnown)
    if let filter { unsafe archive_write_add_filter_by_name(archive, filter) }
    if let options { unsafe archive_write_set_options(archive, options) }
    unsafe archive_write_set_bytes_per_block(archive, 0)
    let output = Output()
    let context = unsafe Unmanaged.passUnretained(output).toOpaque()
    unsafe archive_write_open(archive, context, nil, writeOutput, nil)
    unsafe body(archive)
    unsafe archive_write_close(archive)
    return output.bytes
  }

  private static func add(_ part: Part, to archive: OpaquePointer) {
    guard let entry = unsafe archive_entry_new() else { return }
    defer { unsafe archive_entry_free(entry) }
    unsafe archive_entry_set_pathname(entry, part.name)
    unsafe archive_entry_set_filetype(entry, UInt32(S_IFREG))
    unsafe archive_entry_set_perm(entry, 0o644)
    unsafe archive_entry_set_size(entry, Int64(part.content.count))
    unsafe archive_write_header(archive, entry)
    _ = unsafe archive_write_data(archive, part.content, part.content.count)
  }

  private static func add(
    _ name: String, _ type: Int32, to archive: OpaquePointer,
    _ change: (OpaquePointer) -> Void = { _ in }
  ) {
    guard let entry = unsafe archive_entry_new() else { return }
    defer { unsafe archive_entry_free(entry) }
    unsafe archive_entry_set_pathname(entry, name)
    unsafe archive_entry_set_filetype(entry, UInt32(type))
    unsafe archive_entry_set_perm(entry, 0o644)
    unsafe change(entry)
    unsafe archive_write_header(archive, entry)
  }

  /// A database that a script in SQL makes.
  static func database(_ script: String) throws -> [UInt8] {
    var handle: OpaquePointer?
    unsafe sqlite3_open(":memory:", &handle)
    defer { unsafe sqlite3_close(handle) }
    let result = unsafe sqlite3_exec(handle, script, nil, nil, nil)
    try #require(result == SQLITE_OK)
    var size: Int64 = 0
    let bytes = try unsafe #require(sqlite3_serialize(handle, "main", &size, 0))
    defer { unsafe sqlite3_free(bytes) }
    return unsafe Array(UnsafeBufferPointer(start: bytes, count: Int(size)))
  }
}

private final class Output {
  var bytes: [UInt8] = []
}

private func writeOutput(
  _ archive: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ bytes: UnsafeRawPointer?,
  _ count: Int
) -> Int {
  guard let context = unsafe context else { return -1 }
  let output = unsafe Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
  unsafe output.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
  return count
}
