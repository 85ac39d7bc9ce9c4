import Archives
import Blobs
import Testing

@Suite struct DatabaseTests {
  @Test func `a table is a text with a line for each row`() throws {
    let database = try Made.database(
      """
      CREATE TABLE settings(name TEXT, value, note);
      INSERT INTO settings VALUES ('VAST_API_KEY', 'abc', NULL), ('n', 12, x'6869'), ('m', 1.5, '');
      """)
    let reading = Reading(database, at: "app.db")
    #expect(
      reading.texts["app.db!settings"]
        == "name = VAST_API_KEY, value = abc\nname = n, value = 12, note = hi\n"
        + "name = m, value = 1.5, note = \n")
    #expect(reading.texts["app.db!sqlite_schema"]?.contains("CREATE TABLE settings") == true)
    #expect(reading.problems.isEmpty)
  }

  @Test func `a line break in a value does not begin a line`() throws {
    let database = try Made.database(
      "CREATE TABLE t(a); INSERT INTO t VALUES ('x' || char(10) || 'KEY=1' || char(13, 0)), (2);")
    #expect(Reading(database, at: "d").texts["d!t"] == "a = x KEY=1  \na = 2\n")
  }

  @Test func `a database in WAL mode is read`() throws {
    var database = try Made.database("CREATE TABLE t(a); INSERT INTO t VALUES ('x');")
    database[18] = 2
    database[19] = 2
    let reading = Reading(database, at: "d")
    #expect(reading.texts["d!t"] == "a = x\n")
    #expect(reading.problems.isEmpty)
  }

  @Test func `a database in another encoding is read`() throws {
    let database = try Made.database(
      "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(a); INSERT INTO t VALUES ('grün');")
    #expect(Reading(database, at: "d").texts["d!t"] == "a = grün\n")
  }

  @Test func `a container in a BLOB is opened`() throws {
    let zip = try Made.archive("zip", ["f": "deep"])
    let hex = zip.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let database = try Made.database(
      "CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 2), (3, x'\(hex)'), (4, 5);")
    let outer = try Made.archive("pax", [("app.db", database)])
    let texts = Reading(outer, at: "o.tar").texts
    #expect(texts["o.tar!app.db!t"] == "a = 1, b = 2\na = 3\na = 4, b = 5\n")
    #expect(texts["o.tar!app.db!t/2/b!f"] == "deep")
  }

  @Test func `only what is stored is read, and nothing is computed`() throws {
    let database = try Made.database(
      """
      CREATE TABLE t(a, b AS (hex(zeroblob(100000000))), c AS (a || '!') STORED);
      INSERT INTO t(a) VALUES ('x');
      CREATE VIEW v AS SELECT hex(randomblob(1000000000)) FROM t;
      CREATE VIRTUAL TABLE f USING fts5(body);
      INSERT INTO f VALUES ('searchable text');
      """)
    let reading = Reading(database, at: "d")
    #expect(reading.texts["d!t"] == "a = x, c = x!\n")
    #expect(!reading.paths.contains("d!v"))
    #expect(!reading.paths.contains("d!f"))
    #expect(reading.texts["d!f_content"]?.contains("searchable text") == true)
    #expect(reading.problems.isEmpty)
  }

  @Test func `names that SQL would have to quote are read`() throws {
    let database = try Made.database(
      #"CREATE TABLE "a ""b""; --"("select" , "x y"); INSERT INTO "a ""b""; --" VALUES (1, 2);"#)
    #expect(Reading(database, at: "d").texts[#"d!a "b"; --"#] == "select = 1, x y = 2\n")
  }

  @Test func `a damaged database gives what can be read`() throws {
    let rows = (0..<3000).map { "(\($0), 'some text for row \($0)')" }.joined(separator: ",")
    var database = try Made.database(
      "CREATE TABLE t(a, b); INSERT INTO t VALUES \(rows); CREATE TABLE u(c);")
    for index in (database.count / 2)..<(database.count / 2 + 9000) { database[index] = 0x5a }
    let reading = Reading(database, at: "d")
    #expect(reading.outcome == .opened)
    #expect(reading.texts["d!t"]?.hasPrefix("a = 0, b = some text for row 0\n") == true)
    #expect(reading.problems == [ArchiveProblem(path: Array("d!t"), reason: .corrupt)])
    let half = Reading(Array(database.prefix(5000)), at: "d")
    #expect(half.problems.map(\.reason).contains(.corrupt))
  }

  @Test func `a database that is too large for memory is not opened`() throws {
    var limits = ArchiveLimits()
    limits.held = 4096
    let database = try Made.database("CREATE TABLE t(a); INSERT INTO t VALUES ('x');")
    let reading = Reading(database, at: "d", limits: limits)
    #expect(reading.outcome == .unreadable)
    #expect(reading.problems.map(\.reason) == [.tooLarge(4096)])
    // In another container, its own bytes are what can be looked at.
    let tar = Reading(try Made.archive("pax", [("d", database)]), at: "t", limits: limits)
    #expect(tar.contents["t!d"] == database)
  }
}
