import Git

internal import Packs

/// The entries of a pack that has no index, found by passing through all of it once.
///
/// The format is that of gitformat-pack. What is wrong ends the pass, since where the next entry
/// begins is known only from the one before; what came before it can be read.
@safe
final class BarePack {
  /// How an entry stores its object.
  enum Storage: Equatable {
    /// As a whole; the number is the one of the kind.
    case whole(UInt8)
    /// As a delta of the entry with this number.
    case delta(Int32)
    /// As a delta of the object whose id has this number among the `references`.
    case referenceDelta(Int32)
    /// As something that contradicts itself.
    case broken
    /// As a whole that is cut short or becomes corrupt.
    case cut
  }

  struct Entry {
    let offset: Int
    let dataStart: Int
    /// The inflated size, which was found to be right except for what is broken or cut.
    let size: Int
    var storage: Storage
  }

  let source: any SeekableSource
  let format: ObjectFormat
  private(set) var entries: [Entry] = []
  /// The ids of bases, one behind the other.
  private(set) var references: [UInt8] = []
  /// What is wrong with the pack.
  private(set) var problem: ArchiveProblem.Reason?
  /// Where the last entry ends that could be read.
  private(set) var end = 0

  /// What entries hold inflated, by their numbers, as much as may be kept of the pass.
  private var kept: [Int: ObjectBytes] = [:]
  private var keptCount = 0

  /// How many bytes are kept of the pass, so that they are not inflated twice.
  private static let mostKept = 16 << 20
  /// What keeping an entry takes besides its bytes, generously.
  private static let keepingCost = 1 << 10
  /// How much is read of the data of a bomb.
  private static let beginning = 4 << 10

  private let budget: Budget
  private let cursor: PackCursor
  /// Takes what is inflated only to find its end.
  private let scratch = UnsafeMutableRawBufferPointer.allocate(
    byteCount: 64 << 10, alignment: 16)

  /// Passes through the pack that begins at `start` of a source and goes to its end.
  init(_ source: any SeekableSource, at start: Int, _ format: ObjectFormat, _ budget: Budget) {
    self.source = source
    self.format = format
    self.budget = budget
    cursor = PackCursor(source, at: start, format)
    do throws(ArchiveProblem.Reason) {
      try readEntries(count: readHeader())
      try checkEnd()
    } catch {
      problem = error
    }
  }

  deinit { unsafe scratch.deallocate() }

  /// Whether its last entry is a bomb, which tells of the problem.
  var endsInBomb: Bool {
    if case .tooManyBytes? = problem { entries.last?.storage == .cut } else { false }
  }

  /// Where the data of an entry ends.
  func dataEnd(_ number: Int) -> Int {
    number + 1 < entries.count ? entries[number + 1].offset : end
  }

  /// What an entry holds inflated, where that was kept; it is not kept any longer then.
  func takeInflated(_ number: Int) -> ObjectBytes? { kept.removeValue(forKey: number) }

  /// The id of a base.
  func reference(_ number: Int32) -> ArraySlice<UInt8> {
    let start = Int(number) * format.byteCount
    return references[start..<(start + format.byteCount)]
  }
}

extension BarePack {
  private func readHeader() throws(ArchiveProblem.Reason) -> Int {
    let header = unsafe Array(cursor.bytes(12).prefix(12))
    guard header.count == 12 else { throw .truncated }
    guard header.starts(with: "PACK".utf8), header[4..<7].allSatisfy({ $0 == 0 }),
      header[7] == 2 || header[7] == 3
    else { throw .corrupt }
    cursor.pass(12)
    end = cursor.position
    return header[8...].reduce(0) { $0 << 8 | Int($1) }
  }

  private func readEntries(count: Int) throws(ArchiveProblem.Reason) {
    guard count > 0 else { return }
    var stream = try made { () throws(EntryError) in try EntryStream() }
    let builder = try made { () throws(EntryError) in try ObjectBuilder() }
    for _ in 0..<count {
      guard budget.takeObject() else { throw .tooManyEntries(budget.limits.objects) }
      var entry = try readEntryHeader()
      do throws(ArchiveProblem.Reason) {
        // One that says itself that it is a bomb is not read to the limit first.
        guard budget.mayPass(entry.size) else { throw .tooManyBytes(budget.bytes) }
        var size = try skipSmall(entry, builder)
        if size == nil { size = try skipData(&stream) }
        if size != entry.size {
          entry.storage = .broken
          problem = .corrupt
        }
      } catch {
        end = cursor.position
        if case .tooManyBytes = error {
          end = min(entry.dataStart + Self.beginning, source.size)
        }
        if case .whole = entry.storage {
          entry.storage = .cut
          entries.append(entry)
        }
        throw error
      }
      entries.append(entry)
      end = cursor.position
    }
  }

  private func readEntryHeader() throws(ArchiveProblem.Reason) -> Entry {
    let offset = cursor.position
    // Ten bytes for the size and as many for a distance, or thirty-two for an id.
    var header = unsafe EntryHeaderReader(Array(cursor.bytes(64).prefix(64)))
    let (type, size) = try header.typeAndSize()
    let storage: Storage
    switch type {
    case 1...4: storage = .whole(type)
    case 6: storage = base(at: offset - (try header.distance()))
    case 7:
      storage = .referenceDelta(Int32(references.count / format.byteCount))
      references += try header.take(format.byteCount)
    default: throw .corrupt
    }
    cursor.pass(header.position)
    return Entry(offset: offset, dataStart: cursor.position, size: size, storage: storage)
  }

  /// A delta of the entry that begins at an offset.
  private func base(at offset: Int) -> Storage {
    var range = entries.indices
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      if entries[middle].offset == offset { return .delta(Int32(middle)) }
      if entries[middle].offset < offset {
        range = (middle + 1)..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    problem = .corrupt
    return .broken
  }

  /// Passes the data of an entry in one go if it is small and sound, and returns its inflated size.
  private func skipSmall(
    _ entry: Entry, _ builder: borrowing ObjectBuilder
  ) throws(ArchiveProblem.Reason) -> Int? {
    guard unsafe entry.size <= scratch.count - ObjectBuilder.slack else { return nil }
    // What can't be compressed is a little longer than it is.
    let data = unsafe cursor.bytes(entry.size + entry.size / 1000 + 64)
    guard let length = unsafe builder.length(of: data, size: entry.size, into: scratch) else {
      return nil
    }
    cursor.pass(length)
    guard budget.takePassed(entry.size) else { throw .tooManyBytes(budget.bytes) }
    let cost = entry.size + Self.keepingCost
    if keptCount + cost <= Self.mostKept {
      let bytes = unsafe UnsafeRawBufferPointer(rebasing: scratch[..<entry.size])
      kept[entries.count] = try made { () throws(EntryError) in
        unsafe try ObjectBytes(copying: bytes)
      }
      keptCount += cost
    }
    return entry.size
  }

  /// Passes the data of an entry, and returns its inflated size.
  private func skipData(_ stream: inout EntryStream) throws(ArchiveProblem.Reason) -> Int {
    stream.reset()
    var size = 0
    while !stream.isAtEnd {
      let input = unsafe cursor.bytes(1)
      if unsafe input.isEmpty { throw .truncated }
      let step: (taken: Int, written: Int)
      do throws(EntryError) {
        step = unsafe try stream.inflate(input, into: scratch)
      } catch {
        throw ArchiveProblem.Reason(error)
      }
      cursor.pass(step.taken)
      size += step.written
      guard budget.takePassed(step.written) else { throw .tooManyBytes(budget.bytes) }
    }
    return size
  }

  /// Compares the checksum that ends the pack.
  private func checkEnd() throws(ArchiveProblem.Reason) {
    let digest = cursor.digestOfPassed()
    let rest = unsafe Array(cursor.bytes(format.byteCount + 1).prefix(format.byteCount + 1))
    guard rest.count >= format.byteCount else { throw .truncated }
    guard rest == digest else { throw .corrupt }
    if let problem { throw problem }
  }

  private func made<Tool: ~Copyable>(
    _ make: () throws(EntryError) -> Tool
  ) throws(ArchiveProblem.Reason) -> Tool {
    do throws(EntryError) { return try make() } catch { throw .outOfMemory }
  }
}

/// Reads what stands before the data of an entry.
private struct EntryHeaderReader {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func next() throws(ArchiveProblem.Reason) -> UInt8 {
    guard position < bytes.count else { throw .truncated }
    defer { position += 1 }
    return bytes[position]
  }

  /// The type, and the inflated size: four bits, and seven in each further byte.
  mutating func typeAndSize() throws(ArchiveProblem.Reason) -> (type: UInt8, size: Int) {
    var byte = try next()
    let type = byte >> 4 & 7
    var size = Int(byte & 15)
    var shift = 4
    while byte & 0x80 != 0 {
      // Nothing is 2^53 bytes long.
      guard shift < 48 else { throw .corrupt }
      byte = try next()
      size |= Int(byte & 0x7f) << shift
      shift += 7
    }
    return (type, size)
  }

  /// The distance back to a base: seven bits a byte, each further byte adding one.
  mutating func distance() throws(ArchiveProblem.Reason) -> Int {
    var byte = try next()
    var distance = Int(byte & 0x7f)
    while byte & 0x80 != 0 {
      guard distance < 1 << 48 else { throw .corrupt }
      byte = try next()
      distance = (distance + 1) << 7 | Int(byte & 0x7f)
    }
    return distance
  }

  mutating func take(_ count: Int) throws(ArchiveProblem.Reason) -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else { throw .truncated }
    defer { position += count }
    return bytes[position..<(position + count)]
  }
}

extension ArchiveProblem.Reason {
  /// What an entry that cannot be built says of its pack.
  init(_ error: EntryError) {
    self = error == .outOfMemory ? .outOfMemory : .corrupt
  }
}
