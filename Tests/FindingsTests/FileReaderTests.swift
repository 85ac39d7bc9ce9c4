import Blobs
import Git
import TestSupport
import Testing

/// One reader reads file after file, of any size, into memory that it uses again.
@Suite struct FileReaderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func path(_ name: String) -> Path { Path(folder.path(name)) }

  @Test func `files of any size are read as they are, in any order`() throws {
    let sizes = [3 << 20, 0, 1, 65_536, 65_537, 65_538, 5, (2 << 20) + 1, 1 << 20, 0, 9 << 20, 2]
    var reader = FileReader()
    for (number, size) in sizes.enumerated() {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 7 + $0 >> 9 + number) }
      try folder.write("file", bytes)
      var pieces = 0
      try reader.read(path("file")) { piece, window in
        pieces += 1
        #expect(window.isWhole(count: piece.count))
        #expect(piece.count == size)
        let isSame = piece.count == size && piece.indices.allSatisfy { piece[$0] == bytes[$0] }
        #expect(isSame, "\(size) bytes")
      }
      #expect(pieces == 1)
    }
  }

  @Test func `the pieces of a large file overlap, and each byte has one that owns it`() throws {
    let count = 70 << 20
    try shell("truncate -s \(count) large", in: folder)
    let places = [0, 33_554_431, 33_554_432, 40_000_000, count - 1]
    for place in places {
      try shell("printf x | dd of=large bs=1 seek=\(place) conv=notrunc 2>&-", in: folder)
    }
    var reader = FileReader()
    var (owned, found, isLast) = (0, [Int](), false)
    try reader.read(path("large")) { piece, window in
      #expect(!isLast)
      #expect(window.offset + window.owned.lowerBound == owned)
      owned = window.offset + window.owned.upperBound
      isLast = window.owned.upperBound > piece.count
      for place in places where window.owned.contains(place - window.offset) {
        if piece[place - window.offset] == UInt8(ascii: "x") { found.append(place) }
      }
    }
    #expect(isLast)
    #expect(owned == count + 1)
    #expect(found == places)
  }

  @Test func `nothing but regular files is read`() throws {
    try shell("mkfifo pipe; mkdir folder; touch file; ln -s file link", in: folder)
    var reader = FileReader()
    for name in ["pipe", "folder", "link", "nothing"] {
      #expect(throws: FileFailure.self) {
        try reader.read(path(name)) { _, _ in Issue.record("\(name) was read") }
      }
    }
  }
}

/// Runs a line of shell in a folder.
func shell(_ script: String, in folder: TemporaryFolder) throws {
  _ = try ChildProcess(
    ["sh", "-c", script], in: folder.path, environment: folder.environment
  ).run()
}
