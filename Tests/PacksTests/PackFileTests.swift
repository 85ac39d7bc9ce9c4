import Git
import Glibc
import Packs
import TestSupport
import Testing

/// Packs and indexes that are not what they should be as a whole.
@Suite struct PackFileTests {
  private let folder: TemporaryFolder
  private let pack: [UInt8]
  private let index: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    var writer = PackWriter()
    writer.firstLargeOffset = 30
    for number in 0..<5 { writer.add([UInt8(number), 1, 2, 3]) }
    pack = writer.pack
    index = writer.index
  }

  @Test func `a pack and its index that fit are opened`() throws {
    #expect(try open(pack, index).objectCount == 5)
  }

  @Test func `a pack that is cut short anywhere is refused`() {
    for count in 0..<pack.count { expectRefusal(Array(pack.prefix(count)), index) }
  }

  @Test func `an index that is cut short anywhere is refused`() {
    for count in 0..<index.count { expectRefusal(pack, Array(index.prefix(count))) }
  }

  @Test func `other files and other versions are refused`() {
    for (place, reason) in [(0, PackError.Reason.notAPack), (7, .unsupportedVersion(9))] {
      expectRefusal(pack.with(9, at: place), index, reason)
    }
    expectRefusal(pack, index.with(9, at: 0), .notAPack)
    expectRefusal(pack, index.with(9, at: 7), .unsupportedVersion(9))
  }

  @Test func `an index of another pack is refused`() {
    // The number of objects, and the checksum that both end with.
    expectRefusal(pack.with(6, at: 11), index, .indexMismatch)
    expectRefusal(pack.with(99, at: pack.count - 1), index, .indexMismatch)
  }

  @Test func `an index whose tables contradict each other is refused`() {
    // A fanout table that falls, and one that promises more than there is.
    expectRefusal(pack, index.with(200, at: 8 + 3), .corruptIndex)
    expectRefusal(pack, index.with(0x7f, at: 8 + 255 * 4), .truncated)
    // One byte too many between the tables and the end.
    expectRefusal(pack, index + [0], .corruptIndex)
  }

  @Test func `files that vanished are told from files that can't be read`() throws {
    let here = try PackWriter.write(pack: pack, index: index, to: folder)
    let gone = Path(folder.path("objects/pack/gone"))
    #expect(throws: PackError.self) {
      try Pack(PackLocation(pack: here.pack, index: gone, size: 0, format: .sha1))
    }
    #expect(reason(PackLocation(pack: here.pack, index: gone, size: 0, format: .sha1)) == .vanished)
    #expect(
      reason(PackLocation(pack: gone, index: here.index, size: 0, format: .sha1)) == .vanished)
    let directory = Path(folder.path)
    #expect(
      reason(PackLocation(pack: directory, index: here.index, size: 0, format: .sha1)) == .notAPack)
  }

  @Test(.timeLimit(.minutes(1))) func `a named pipe is not waited for`() throws {
    let here = try PackWriter.write(pack: pack, index: index, to: folder)
    let pipe = folder.path("objects/pack/pipe")
    try #require(unsafe mkfifo(pipe, 0o600) == 0)
    #expect(
      reason(PackLocation(pack: Path(pipe), index: here.index, size: 0, format: .sha1)) == .notAPack
    )
  }

  @Test func `no change of one byte does more than lose objects`() throws {
    for place in 0..<(pack.count - 20) {
      for value in [UInt8(0xff), pack[place] ^ 1] {
        guard let opened = try? open(pack.with(value, at: place), index) else { continue }
        let seen = try collect([opened])
        #expect(seen.objects.count + seen.unreadable.count == 5)
      }
    }
    for place in Array(stride(from: 0, to: 1032, by: 31)) + Array(1032..<(index.count - 40)) {
      for value in [UInt8(0x80), index[place] ^ 1] {
        guard let opened = try? open(pack, index.with(value, at: place)) else { continue }
        let seen = try collect([opened])
        #expect(seen.objects.count + seen.unreadable.count <= 5)
      }
    }
  }

  private func open(_ pack: [UInt8], _ index: [UInt8]) throws -> Pack {
    try Pack(PackWriter.write(pack: pack, index: index, to: folder))
  }

  private func reason(_ location: PackLocation) -> PackError.Reason? {
    do {
      _ = try Pack(location)
      return nil
    } catch {
      return error.reason
    }
  }

  private func expectRefusal(
    _ pack: [UInt8], _ index: [UInt8], _ expected: PackError.Reason? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: PackError.self, sourceLocation: location) {
      try open(pack, index)
    }
    if let expected { #expect(error?.reason == expected, sourceLocation: location) }
  }
}

extension [UInt8] {
  /// The same bytes but for one.
  func with(_ byte: UInt8, at place: Int) -> [UInt8] {
    var changed = self
    changed[place] = byte
    return changed
  }
}
