import TestSupport
import Testing

/// What lies in archives and compressed files is looked at wherever they lie, and has their path,
/// an exclamation mark, and its own.
@Suite struct ContainerTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
  }

  /// Makes `name` an archive that holds one file, and leaves nothing else behind.
  private func pack(_ text: String, as inner: String, into name: String) throws {
    try repository.write(inner, text)
    try shell("tar --create --gzip --file \(name) \(inner)")
    try repository.remove(inner)
  }

  private func shell(_ command: String) throws {
    #expect(try repository.shell(command).status == 0)
  }

  @Test func `finds a key in an archive that is staged`() throws {
    try pack("\n" + assignment(key), as: "settings/app.conf", into: "backup.tar.gz")
    try repository.stage("backup.tar.gz")
    let report = try repository.report(["staged"])
    let place = try report.place(of: key)
    #expect(place.path == "backup.tar.gz!settings/app.conf")
    #expect([place.line, place.column] == [2, 14])
    #expect(place.severity == "critical")
    #expect(report.status == 1)
  }

  @Test func `leaves alone what an archive held before`() throws {
    try pack(assignment(key), as: "old.conf", into: "backup.tar.gz")
    try repository.commit("Leaks")
    try repository.write("new.conf", "a = 1\n")
    try repository.write("old.conf", assignment(key))
    try shell("tar --create --gzip --file backup.tar.gz old.conf new.conf")
    try repository.stage("backup.tar.gz")
    #expect(try repository.report(["staged"]).secret(key) == nil)
  }

  @Test(arguments: [false, true])
  func `finds a key in an archive of the history`(isPacked: Bool) throws {
    try pack(assignment(key), as: "app.conf", into: "backup.tgz")
    let leak = try repository.commit("Leaks")
    try repository.remove("backup.tgz")
    try repository.commit("Cleans")
    if isPacked { try repository.git("gc", "--quiet", "--prune=now") }
    let report = try repository.report(["audit"])
    let place = try report.place(of: key)
    #expect(place.path == "backup.tgz!app.conf")
    #expect(place.layer == "history")
    #expect(place.commit == leak)
    #expect(report.complete)
  }

  @Test func `finds a key file of an archive that only the history has`() throws {
    try pack(key, as: "root/.vast_api_key", into: "home.tar.gz")
    let leak = try repository.commit("Leaks")
    try repository.remove("home.tar.gz")
    try repository.commit("Cleans")
    let place = try repository.report(["history"]).place(of: key)
    #expect(place.path == "home.tar.gz!root/.vast_api_key")
    #expect([place.layer, place.severity, place.commit] == ["history", "critical", leak])
  }

  @Test func `takes the name of an archive's file for a path`() throws {
    try pack(key, as: ".vast_api_key", into: "home.tar.gz")
    let report = try repository.report(["scan", "."])
    #expect(try report.place(of: key).path == "home.tar.gz!.vast_api_key")
  }

  @Test func `gives what one compressed file holds its name without the suffix`() throws {
    try repository.write("dump.log", assignment(key))
    try shell("gzip --no-name dump.log")
    #expect(try repository.report(["scan", "."]).place(of: key).path == "dump.log.gz!dump.log")
  }

  @Test func `tells a value once that stands in clear in an archive`() throws {
    try repository.write("app.conf", assignment(key))
    try shell("tar --create --file plain.tar app.conf; rm app.conf")
    #expect(try repository.report(["scan", "."]).place(of: key).path == "plain.tar!app.conf")
  }

  @Test func `calls a broken archive what could not be scanned`() throws {
    try pack(String(repeating: "a = 1\n", count: 5000), as: "app.conf", into: "whole.tar.gz")
    try shell("head -c 100 whole.tar.gz >cut.tar.gz; rm whole.tar.gz")
    try repository.commit("Adds")
    for command in [["audit"], ["scan", "."], ["history"]] {
      let report = try repository.report(command)
      #expect(report.status == 3)
      #expect(!report.complete)
    }
  }

  @Test func `looks into what standard input gives`() throws {
    try pack(assignment(key), as: "app.conf", into: "backup.tar.gz")
    let report = try Tool.json(
      ["scan", "--stdin-path", "x.tar.gz", "-"], in: repository,
      standardInput: repository.read("backup.tar.gz"))
    #expect(try report.place(of: key).path == "x.tar.gz!app.conf")
  }
}
