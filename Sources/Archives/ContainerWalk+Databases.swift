extension ContainerWalk {
  /// Opens a database and hands over its tables, that with the schema first.
  mutating func openDatabase(
    _ source: any ByteSource, at path: [UInt8], depth: Int, _ visit: ArchiveVisit
  ) throws(ArchiveProblem.Reason) -> ContainerOutcome {
    let replay = source as? ReplaySource ?? ReplaySource(source)
    guard let whole = replay.whole(limit: budget.left) else { throw .tooLarge(budget.left) }
    budget.hold(whole.count)
    defer { budget.release(whole.count) }
    if let reason = replay.failure { throw reason }
    let database = try Database(whole, budget)
    // A view, a virtual table and the like have no page of their own: they are not asked, so that
    // nothing in the schema is run.
    guard
      let rows = database.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")
    else { throw .corrupt }
    var tables = [Array("sqlite_schema".utf8)]
    while tables.count <= budget.limits.entries, rows.next() { tables.append(rows.copy(0)) }
    let isCorrupt = rows.hasFailed
    for table in tables {
      guard budget.takeEntry() else { break }
      read(table, of: database, at: path, depth: depth, visit)
    }
    if let reason = budget.exhausted ?? (isCorrupt ? .corrupt : nil) { report(reason, at: path) }
    return .opened
  }

  private mutating func read(
    _ table: [UInt8], of database: Database, at path: [UInt8], depth: Int, _ visit: ArchiveVisit
  ) {
    let inner = path + [UInt8(ascii: "!")] + table.suffix(budget.limits.nameLength)
    guard let name = quoted(table), let columns = storedColumns(of: name, database),
      let statement = statement(name, columns), let rows = database.rows(statement)
    else { return report(.corrupt, at: inner) }
    let source = RowSource(rows, names: columns, budget, depth: depth)
    hand(source, at: inner, .table, visit)
    if let reason = source.failure { report(reason, at: inner) }
    open(source.containers, statement, columns, of: database, at: inner, depth: depth, visit)
  }

  /// Opens the BLOBs that are containers.
  private mutating func open(
    _ places: [RowSource.Place], _ statement: String, _ columns: [[UInt8]],
    of database: Database, at path: [UInt8], depth: Int, _ visit: ArchiveVisit
  ) {
    guard !places.isEmpty, let rows = database.rows(statement) else { return }
    var row = 0
    for place in places {
      while row < place.row {
        guard budget.goesOn, rows.next() else { return }
        row += 1
      }
      let bytes = unsafe rows.value(place.column).bytes
      let content = unsafe ReplaySource(MemorySource(bytes, budget))
      let inner = path + Array("/\(row)/".utf8) + columns[place.column]
      guard budget.takeEntry(), budget.take(bytes.count, depth: depth) else { return }
      read(content, at: inner, .file, depth: depth, visit)
    }
  }

  /// The columns whose values are stored: others are computed by expressions of the schema.
  private func storedColumns(of table: String, _ database: Database) -> [[UInt8]]? {
    guard let rows = database.rows("PRAGMA table_xinfo(\(table))"), rows.columnCount > 6 else {
      return nil
    }
    var names: [[UInt8]] = []
    // 0 is an ordinary column, 3 a computed one that is stored.
    while rows.next() {
      if [0x30, 0x33].contains(rows.copy(6).first) { names.append(rows.copy(1)) }
    }
    return rows.hasFailed || names.isEmpty ? nil : names
  }

  private func statement(_ table: String, _ columns: [[UInt8]]) -> String? {
    var list: [String] = []
    for column in columns {
      guard let name = quoted(column) else { return nil }
      list.append(name)
    }
    return "SELECT \(list.joined(separator: ", ")) FROM \(table)"
  }

  /// A name as SQL has it; nil where it is none.
  private func quoted(_ name: [UInt8]) -> String? {
    guard !name.contains(0), let text = String(validating: name, as: UTF8.self) else { return nil }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
