internal import CArchive

/// A database in memory, of which only stored rows are read.
@safe
final class Database {
  private let handle: OpaquePointer
  // Both must stay for as long as the database is open.
  private let bytes: HeldBytes
  private let patience: Patience

  /// - Throws: `.missingLibrary` or `.corrupt`.
  init(_ bytes: HeldBytes, _ budget: Budget) throws(ArchiveProblem.Reason) {
    guard vg_database_load() != 0 else { throw .missingLibrary("libsqlite3-0") }
    self.bytes = bytes
    patience = Patience(budget)
    let buffer = unsafe bytes.bytes
    // A database in WAL mode cannot be opened from memory; its file format is the same otherwise
    // ("File format version numbers" in SQLite's description of the format).
    for place in 18...19 where unsafe buffer.count > 19 && buffer[place] == 2 {
      unsafe buffer[place] = 1
    }
    let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let context = unsafe Unmanaged.passUnretained(patience).toOpaque()
    guard
      let handle = unsafe vg_database_open(
        start, buffer.count, budget.limits.held, goesOn, context)
    else { throw .corrupt }
    unsafe self.handle = handle
  }

  deinit { unsafe vg_database_close(handle) }

  /// Runs a statement that reads; nil where the database does not allow it.
  func rows(_ statement: String) -> Rows? {
    guard let rows = unsafe vg_rows_open(handle, statement) else { return nil }
    return unsafe Rows(owning: rows, of: self)
  }

  /// The rows of a statement.
  @safe
  final class Rows {
    private let handle: OpaquePointer
    // Outlives its rows.
    private let database: Database
    let columnCount: Int
    // A step behind the end would begin again.
    private var isAtEnd = false
    /// Whether a step failed, which is an end too.
    private(set) var hasFailed = false

    fileprivate init(owning handle: OpaquePointer, of database: Database) {
      unsafe self.handle = handle
      self.database = database
      unsafe columnCount = Int(vg_rows_column_count(handle))
    }

    deinit { unsafe vg_rows_close(handle) }

    /// Steps on to the next row; false at the end, or where it fails.
    func next() -> Bool {
      guard !isAtEnd else { return false }
      let result = unsafe vg_rows_next(handle)
      isAtEnd = result <= 0
      hasFailed = result < 0
      return result > 0
    }

    /// A value of the row, valid until the next step.
    func value(_ column: Int) -> DatabaseValue {
      let value = unsafe vg_rows_value(handle, Int32(column))
      let kind: DatabaseValue.Kind =
        switch unsafe value.kind {
        case vg_value_null: .null
        case vg_value_blob: .blob
        default: .text
        }
      return unsafe DatabaseValue(
        kind: kind,
        bytes: UnsafeRawBufferPointer(
          start: value.bytes, count: value.bytes == nil ? 0 : value.count))
    }

    /// A value of the row as bytes of its own.
    func copy(_ column: Int) -> [UInt8] { unsafe Array(value(column).bytes) }
  }
}

/// A value in a row.
@safe
struct DatabaseValue {
  enum Kind {
    case null, text, blob
  }

  let kind: Kind
  let bytes: UnsafeRawBufferPointer

  /// What container it begins, if it is a BLOB.
  var container: ContainerKind? {
    guard kind == .blob else { return nil }
    let start = unsafe Array(bytes.prefix(ContainerKind.startSize))
    return ContainerKind(startOf: start.span)
  }
}

/// Ends the work of a database that takes too long.
private final class Patience {
  private let budget: Budget
  // Each step is 10,000 instructions of SQLite's machine; a row takes about two for each column.
  private var steps = 0

  init(_ budget: Budget) {
    self.budget = budget
  }

  func ask() -> Bool {
    steps += 1
    return steps < 50_000 && budget.goesOn
  }
}

private func goesOn(_ context: UnsafeMutableRawPointer?) -> Int32 {
  guard let context = unsafe context else { return 0 }
  return unsafe Unmanaged<Patience>.fromOpaque(context).takeUnretainedValue().ask() ? 1 : 0
}
