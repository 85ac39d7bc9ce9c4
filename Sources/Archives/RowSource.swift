/// Gives the rows of a table as text: a line for each, `name = value` for each column.
///
/// A line break or another control character in a value becomes a space, so that the number of a
/// line is that of its row. A BLOB is written as its bytes; one that is a container is left to
/// those who open containers.
final class RowSource: ByteSource {
  /// Where a BLOB is that is a container: the row's number, from 1, and the column's, from 0.
  struct Place: Hashable {
    var row: Int
    var column: Int
  }

  private let rows: Database.Rows
  private let names: [[UInt8]]
  private let budget: Budget
  private let depth: Int
  private var row = 0
  private var text: [UInt8] = []
  private var block = HeldBytes()
  private(set) var failure: ArchiveProblem.Reason?
  private(set) var containers: [Place] = []

  init(_ rows: Database.Rows, names: [[UInt8]], _ budget: Budget, depth: Int) {
    self.rows = rows
    self.names = names
    self.budget = budget
    self.depth = depth
  }

  func next() -> UnsafeRawBufferPointer {
    let none = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    guard failure == nil else { return unsafe none }
    text.removeAll(keepingCapacity: true)
    while text.count < 64 << 10, rows.next() { addRow() }
    if rows.hasFailed { failure = budget.exhausted ?? .corrupt }
    // A row costs something even if it is empty.
    guard text.isEmpty || budget.take(text.count, depth: depth) else {
      failure = budget.exhausted
      return unsafe none
    }
    block = HeldBytes()
    guard unsafe text.withUnsafeBytes({ unsafe block.append($0) }) else {
      failure = .outOfMemory
      return unsafe none
    }
    return unsafe UnsafeRawBufferPointer(block.bytes)
  }

  private func addRow() {
    row += 1
    var isFirst = true
    for column in 0..<min(rows.columnCount, names.count) {
      let value = rows.value(column)
      guard value.kind != .null else { continue }
      if value.container != nil {
        containers.append(Place(row: row, column: column))
        continue
      }
      if !isFirst { text += ", ".utf8 }
      isFirst = false
      text += names[column]
      text += " = ".utf8
      unsafe text.append(contentsOf: value.bytes.lazy.map { $0 < 0x20 ? 0x20 : $0 })
    }
    text.append(UInt8(ascii: "\n"))
  }
}
