/// Puts rows in the order of their keys, however many there are, with a bounded amount of memory.
///
/// Rows are collected until they reach a limit, sorted, and written as a run to a file without a name;
/// runs are merged when the rows are read. Where all of them fit, no file is made.
struct RowSorter {
  /// How many bytes of rows are held.
  private let limit: Int
  private let folder: String
  /// The rows that are in no run yet, one behind the other, and where each of them is.
  private var bytes: [UInt8] = []
  private var places: [Place] = []
  private var file: SpillFile?
  private var runs: [(range: Range<Int>, level: Int)] = []
  /// How many rows were added.
  private(set) var count = 0

  /// A row's place in memory, its head included.
  private struct Place {
    let start: Int
    let end: Int
  }

  /// How many runs are merged into one: each that is read needs a buffer.
  private static let fanIn = 32

  /// Prepares to sort.
  ///
  /// - Parameters:
  ///   - limit: How many bytes of rows are held in memory.
  ///   - folder: Where the others go.
  init(limit: Int, folder: String) {
    (self.limit, self.folder) = (limit, folder)
  }

  /// Adds a row.
  mutating func add(key: [UInt8], _ row: [UInt8]) throws(OutputError) {
    if !places.isEmpty, bytes.count + key.count + row.count > limit { try spill() }
    let start = bytes.count
    SortedRow.append(key: key, row, to: &bytes)
    places.append(Place(start: start, end: bytes.count))
    count += 1
  }

  /// The rows in the order of their keys, then of their bytes; as often as wanted.
  mutating func rows() throws(OutputError) -> SortedRows {
    guard let file, !runs.isEmpty else { return try SortedRows([RunReader(sorted())]) }
    try spill()
    return try SortedRows(readers(of: runs[...], in: file))
  }

  private mutating func spill() throws(OutputError) {
    guard !places.isEmpty else { return }
    let file: SpillFile
    if let known = self.file { file = known } else { file = try SpillFile(in: folder) }
    self.file = file
    let start = file.size
    try file.append(sorted())
    (bytes, places) = ([], [])
    runs.append((start..<file.size, 0))
    while runs.count >= Self.fanIn, let level = runs.last?.level,
      runs.suffix(Self.fanIn).allSatisfy({ $0.level == level })
    {
      try unite(level: level, in: file)
    }
  }

  /// Makes one run of the last ones.
  private mutating func unite(level: Int, in file: SpillFile) throws(OutputError) {
    var rows = try SortedRows(readers(of: runs.suffix(Self.fanIn), in: file))
    let start = file.size
    var pending: [UInt8] = []
    while let row = try rows.next() {
      SortedRow.append(key: row.key, row.bytes, to: &pending)
      if pending.count >= 1 << 20 {
        try file.append(pending)
        pending.removeAll(keepingCapacity: true)
      }
    }
    try file.append(pending)
    runs.removeLast(Self.fanIn)
    runs.append((start..<file.size, level + 1))
  }

  private func readers(
    of runs: ArraySlice<(range: Range<Int>, level: Int)>, in file: SpillFile
  ) -> [RunReader] {
    runs.map { RunReader(file, $0.range) }
  }

  /// The rows in memory as a run.
  private func sorted() -> [UInt8] {
    let span = bytes.span
    let head = SortedRow.headSize
    let order = places.sorted { left, right in
      SortedRow.precedes(
        span.extracting((left.start + head)..<left.end),
        span.extracting((right.start + head)..<right.end))
    }
    var run: [UInt8] = []
    run.reserveCapacity(bytes.count)
    for place in order { run += bytes[place.start..<place.end] }
    return run
  }
}

/// A row and the key by which it was sorted.
struct SortedRow {
  let key: [UInt8]
  let bytes: [UInt8]

  /// In a run, two lengths of four bytes stand before key and row.
  static let headSize = 8

  static func append(key: [UInt8], _ row: [UInt8], to run: inout [UInt8]) {
    for count in [key.count, row.count] {
      let count = UInt32(clamping: count)
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        run.append(UInt8(truncatingIfNeeded: count >> shift))
      }
    }
    run += key
    run += row
  }

  /// Whether the bytes of one row, key first, come before those of another: no key begins with
  /// another one.
  static func precedes(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    let count = min(left.count, right.count)
    for index in 0..<count where left[index] != right[index] { return left[index] < right[index] }
    return left.count < right.count
  }
}

/// Reads the rows of one run.
private struct RunReader {
  /// How many bytes are read at once.
  private static let pieceSize = 64 << 10

  private let file: SpillFile?
  /// What of the run was not read yet.
  private var rest: Range<Int>
  private var buffer: [UInt8]
  private var start = 0
  private var end = 0

  /// A run in memory.
  init(_ bytes: [UInt8]) {
    (file, rest, buffer) = (nil, 0..<0, bytes)
  }

  init(_ file: SpillFile, _ range: Range<Int>) {
    (self.file, rest, buffer) = (file, range, [])
  }

  /// Goes to the next row; false behind the last one.
  mutating func advance() throws(OutputError) -> Bool {
    start = end
    guard try has(SortedRow.headSize) else { return false }
    let size = SortedRow.headSize + number(at: start) + number(at: start + 4)
    guard try has(size) else { return false }
    end = start + size
    return true
  }

  /// Whether its row comes before that of another run.
  func precedes(_ other: RunReader) -> Bool {
    SortedRow.precedes(
      buffer.span.extracting((start + SortedRow.headSize)..<end),
      other.buffer.span.extracting((other.start + SortedRow.headSize)..<other.end))
  }

  var row: SortedRow {
    let key = start + SortedRow.headSize
    let row = key + number(at: start)
    return SortedRow(key: Array(buffer[key..<row]), bytes: Array(buffer[row..<end]))
  }

  private func number(at place: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(buffer[place + $1]) << (8 * $1) }
  }

  /// Whether there are as many bytes from the start on.
  private mutating func has(_ count: Int) throws(OutputError) -> Bool {
    if buffer.count - start >= count { return true }
    guard let file, !rest.isEmpty else { return false }
    let missing = count - (buffer.count - start)
    let size = min(rest.count, max(missing, Self.pieceSize))
    let piece = try file.read(rest.lowerBound..<(rest.lowerBound + size))
    rest = (rest.lowerBound + size)..<rest.upperBound
    buffer.removeSubrange(..<start)
    (start, end) = (0, 0)
    buffer += piece
    return buffer.count >= count
  }
}

/// The rows of several runs in one order: a heap of the runs by their next rows.
struct SortedRows {
  private var heap: [RunReader]

  fileprivate init(_ runs: [RunReader]) throws(OutputError) {
    heap = []
    for var run in runs where try run.advance() {
      heap.append(run)
    }
    for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
  }

  /// The next row; nil behind the last one.
  mutating func next() throws(OutputError) -> SortedRow? {
    guard let row = heap.first?.row else { return nil }
    if try !heap[0].advance() {
      heap[0] = heap[heap.count - 1]
      heap.removeLast()
    }
    if !heap.isEmpty { sink(0) }
    return row
  }

  private mutating func sink(_ index: Int) {
    var index = index
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
        if heap[child].precedes(heap[least]) { least = child }
      }
      if least == index { return }
      heap.swapAt(index, least)
      index = least
    }
  }
}
