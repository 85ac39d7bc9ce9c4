import Foundation
import TestSupport

/// Archives and compressed files.
///
/// What is written here needs no other program; what a program of the system writes is nil where that
/// is not installed.
enum Archive {
  /// A file in an archive.
  struct Member {
    var name: String
    var bytes: [UInt8]
  }

  /// A zip file; its members are deflated where `gzip` is there to do it, else stored.
  static func zip(_ members: [Member], deflated: Bool) -> [UInt8] {
    var whole: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let packed = deflated ? deflate(member.bytes) : nil
      let bytes = packed ?? member.bytes
      let method: UInt16 = packed == nil ? 0 : 8
      let name = Array(member.name.utf8)
      let common =
        little(method, 2) + [0, 0, 0x21, 0x58] + little(Digest.crc32(member.bytes), 4)
        + little(bytes.count, 4) + little(member.bytes.count, 4) + little(name.count, 2)
      directory +=
        [0x50, 0x4b, 1, 2, 20, 0, 20, 0, 0, 0] + common + [UInt8](repeating: 0, count: 12)
      directory += little(whole.count, 4) + name
      whole += [0x50, 0x4b, 3, 4, 20, 0, 0, 0] + common + [0, 0] + name + bytes
    }
    let counts = little(members.count, 2) + little(members.count, 2)
    let places = little(directory.count, 4) + little(whole.count, 4)
    return whole + directory + [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + counts + places + [0, 0]
  }

  /// A tar file in the ustar form.
  static func tar(_ members: [Member]) -> [UInt8] {
    members.flatMap { member in
      let name = Array(member.name.utf8.prefix(100))
      var header = name + [UInt8](repeating: 0, count: 100 - name.count)
      header += octal(0o644, 7) + [0] + octal(0, 7) + [0] + octal(0, 7) + [0]
      header += octal(member.bytes.count, 11) + [0] + octal(1_700_000_000, 11) + [0]
      let tail = Array("        0".utf8) + [UInt8](repeating: 0, count: 100)
      let rest = tail + Array("ustar\u{0}00".utf8)
      var block = header + rest + [UInt8](repeating: 0, count: 512 - header.count - rest.count)
      block.replaceSubrange(
        148..<156, with: octal(block.reduce(0) { $0 + Int($1) }, 6) + [0, 0x20])
      let padding = [UInt8](repeating: 0, count: (512 - member.bytes.count % 512) % 512)
      return block + member.bytes + padding
    } + [UInt8](repeating: 0, count: 1024)
  }

  /// A gzip file whose content is stored, not compressed.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var blocks: [UInt8] = []
    let chunks = stride(from: 0, to: max(1, bytes.count), by: 0xffff)
    for start in chunks {
      let chunk = bytes[start..<min(bytes.count, start + 0xffff)]
      blocks += [start + 0xffff >= bytes.count ? 1 : 0]
      blocks += little(chunk.count, 2) + little(0xffff ^ chunk.count, 2) + chunk
    }
    let head: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
    return head + blocks + little(Digest.crc32(bytes), 4) + little(bytes.count, 4)
  }

  /// What a program makes of bytes on its standard input; nil where it is not installed.
  static func filtered(_ bytes: [UInt8], by program: String...) -> [UInt8]? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let outcome = try? ChildProcess(
      program, in: "/", environment: ["PATH": path, "LC_ALL": "C"], standardInput: bytes
    ).run()
    guard let outcome, outcome.status == 0, !outcome.output.isEmpty else { return nil }
    return outcome.output
  }

  /// A database that SQL statements make; nil where `sqlite3` is not installed.
  static func database(_ statements: String) -> [UInt8]? {
    guard let folder = try? TemporaryFolder() else { return nil }
    let outcome = try? ChildProcess(
      ["sqlite3", "new.db"], in: folder.path, environment: folder.environment,
      standardInput: Array(statements.utf8)
    ).run()
    guard outcome?.status == 0 else { return nil }
    return try? folder.read("new.db")
  }

  /// The deflated bytes, taken out of what `gzip` writes.
  private static func deflate(_ bytes: [UInt8]) -> [UInt8]? {
    filtered(bytes, by: "gzip", "-nc").map { Array($0.dropFirst(10).dropLast(8)) }
  }

  private static func little(_ number: some BinaryInteger, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func octal(_ number: Int, _ count: Int) -> [UInt8] {
    let text = String(number, radix: 8)
    return Array((String(repeating: "0", count: max(0, count - text.count)) + text).utf8)
  }
}
