import Blobs
import Git
import Packs

/// Hits without their secrets: each secret stands for itself in one of the blobs, from where it is
/// read again.
struct KnownHits: Sendable {
  /// Where a secret can be read.
  struct Sample: Sendable, Hashable {
    let blob: ObjectID
    let offset: Int
    let count: Int
  }

  /// A hit, with the number of a sample for its secret.
  struct Row: Sendable {
    let rule: Int
    let sample: Int
    let offset: Int
    let region: Finding.Region
    let lines: Range<Int>
  }

  private(set) var samples: [Sample] = []
  private var rows: [ObjectID: [Row]] = [:]

  init() {}

  /// The highest number of a rule, or -1.
  var lastRule: Int { rows.values.joined().map(\.rule).max() ?? -1 }

  /// Adds the hits of blobs, of which none may have been added before.
  ///
  /// - Returns: The blobs that were left out, because something in them is encoded, in a container,
  ///   in the address of a submodule, or has a marker beside it.
  mutating func add(_ blobs: [ObjectID: [Hit]]) -> [ObjectID] {
    var numbers: [[UInt8]: Int] = [:]
    var others: [ObjectID] = []
    for (blob, hits) in blobs {
      guard hits.allSatisfy({ $0.isVerbatim && !$0.isSubmoduleURL && $0.marker == nil }) else {
        others.append(blob)
        continue
      }
      for hit in hits {
        let sample = numbers[hit.secret] ?? samples.count
        if sample == samples.count {
          samples.append(Sample(blob: blob, offset: hit.offset, count: hit.secret.count))
          numbers[hit.secret] = sample
        }
        rows[blob, default: []].append(
          Row(
            rule: hit.rule, sample: sample, offset: hit.offset, region: hit.region,
            lines: hit.lines))
      }
    }
    return others
  }

  /// The hits with the secrets, which stand in the order of the samples.
  func hits(_ secrets: [[UInt8]]) -> [ObjectID: [Hit]] {
    rows.mapValues { rows in
      rows.map { row in
        Hit(
          rule: row.rule, secret: secrets[row.sample], offset: row.offset, region: row.region,
          lines: row.lines)
      }
    }
  }
}

extension KnownHits {
  func write(to writer: inout NumberWriter) {
    writer.add([samples.count])
    for sample in samples {
      writer.add(sample.blob)
      writer.add([sample.offset, sample.count])
    }
    writer.add([rows.count])
    for (blob, rows) in rows {
      writer.add(blob)
      writer.add([rows.count])
      for row in rows {
        writer.add([row.rule, row.sample, row.offset, row.region.line, row.region.column])
        writer.add([row.region.endLine, row.region.endColumn])
        writer.add([row.lines.lowerBound, row.lines.upperBound])
      }
    }
  }

  /// Reads what `write(to:)` wrote; nil where it can't be that.
  init?(_ reader: inout NumberReader) {
    guard let sampleCount = reader.count(each: 36) else { return nil }
    for _ in 0..<sampleCount {
      guard let blob = reader.id(), let offset = reader.number(), let count = reader.number(),
        offset >= 0, count >= 0
      else { return nil }
      samples.append(Sample(blob: blob, offset: offset, count: count))
    }
    guard let blobCount = reader.count(each: 28) else { return nil }
    for _ in 0..<blobCount {
      guard let blob = reader.id(), let count = reader.count(each: 72) else { return nil }
      for _ in 0..<count {
        guard let row = Row(&reader), row.sample < sampleCount else { return nil }
        rows[blob, default: []].append(row)
      }
    }
  }
}

extension KnownHits.Row {
  init?(_ reader: inout NumberReader) {
    let numbers = (0..<9).compactMap { _ in reader.number() }
    guard numbers.count == 9, numbers.allSatisfy({ $0 >= 0 }), numbers[7] <= numbers[8] else {
      return nil
    }
    (rule, sample, offset) = (numbers[0], numbers[1], numbers[2])
    region = Finding.Region(
      line: numbers[3], column: numbers[4], endLine: numbers[5], endColumn: numbers[6])
    lines = numbers[7]..<numbers[8]
  }
}

/// Reads samples of secrets.
struct SampleCollector: ObjectCollector, ~Copyable {
  private let samples: [ObjectID: [Int: KnownHits.Sample]]
  private var secrets: [Int: [UInt8]] = [:]

  /// Prepares a thread's collector.
  init(_ samples: [ObjectID: [Int: KnownHits.Sample]]) {
    self.samples = samples
  }

  /// The secrets by the numbers of their samples.
  consuming func finish() -> [Int: [UInt8]] { secrets }

  mutating func visit(_ object: borrowing PackedObject, bytes: Span<UInt8>?) {
    guard let bytes else { return }
    for (number, sample) in samples[object.id] ?? [:]
    where sample.count <= bytes.count && sample.offset <= bytes.count - sample.count {
      secrets[number] = bytes.copy(sample.offset..<(sample.offset + sample.count))
    }
  }

  func search(for kind: ObjectKind) -> (any MarkSearch)? { NoMarks() }

  mutating func needsBytes(of object: borrowing PackedObject) -> Bool { true }

  mutating func needsWindows(of object: borrowing PackedObject) -> Bool { false }

  mutating func visit(
    _ object: borrowing PackedObject, window: ObjectWindow, bytes: Span<UInt8>
  ) {}

  mutating func unreadable(_ id: ObjectID, _ error: EntryError) {}

  mutating func takeUnreadable() -> [(id: ObjectID, why: String)] { [] }
}
