/// Tells contents apart for counting them; where it fails, a count is one too low.
enum ContentMark {
  static func of(_ bytes: Span<UInt8>) -> UInt64 {
    var lanes = Lanes()
    let blocks = bytes.count / Lanes.block
    // Many bytes at a time, and no product waits for another: every file of a work tree passes here.
    unsafe bytes.withUnsafeBytes { raw in
      for block in 0..<blocks { unsafe lanes.add(raw, at: block * Lanes.block) }
    }
    var mark = lanes.sum
    for index in (blocks * Lanes.block)..<bytes.count {
      mark = (mark ^ UInt64(bytes[index])) &* 0x100_0000_01b3
    }
    return mark
  }

  /// Four sums that are independent of each other, each of every fourth pair of words.
  private struct Lanes {
    private var first: UInt64 = 0xcbf2_9ce4_8422_2325
    private var second: UInt64 = 0x9e37_79b9_7f4a_7c15
    private var third: UInt64 = 0xbf58_476d_1ce4_e5b9
    private var fourth: UInt64 = 0x94d0_49bb_1331_11eb

    /// How many bytes are added at once.
    static let block = 64

    @inline(__always)
    mutating func add(_ raw: UnsafeRawBufferPointer, at offset: Int) {
      first = unsafe Self.mixed(first, raw, offset)
      second = unsafe Self.mixed(second, raw, offset + 16)
      third = unsafe Self.mixed(third, raw, offset + 32)
      fourth = unsafe Self.mixed(fourth, raw, offset + 48)
    }

    /// Both halves of a product, which depend on all bits of its factors.
    @inline(__always)
    private static func mixed(
      _ sum: UInt64, _ raw: UnsafeRawBufferPointer, _ offset: Int
    ) -> UInt64 {
      let left = unsafe raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let right = unsafe raw.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
      let product = (left ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: right ^ sum)
      return product.high ^ product.low ^ (sum << 1 | sum >> 63)
    }

    var sum: UInt64 {
      [second, third, fourth].reduce(first) { sum, lane in
        let product = (sum ^ 0xe703_7ed1_a0b4_28db).multipliedFullWidth(by: lane)
        return product.high ^ product.low ^ (sum << 1 | sum >> 63)
      }
    }
  }
}

/// Counts distinct contents, each once with its full size.
struct ContentCount {
  private struct Content: Hashable {
    let size: Int
    let mark: UInt64
  }

  private var seen: Set<Content> = []

  /// Adds a file's content to the counts if it was not there.
  mutating func add(_ result: FileResult, to statistics: inout Report.Statistics) {
    statistics.files += 1
    guard seen.insert(Content(size: result.size, mark: result.mark)).inserted else { return }
    statistics.blobs += 1
    statistics.bytes += result.size
  }
}
