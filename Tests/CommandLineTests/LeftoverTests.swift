import TestSupport
import Testing

/// What git commands leave behind that were interrupted, and what only grafts or reflogs lead to.
@Suite struct LeftoverTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "text\n")
    try repository.commit("Root")
  }

  /// Adds a blob that nothing names, and returns the name of its file.
  private func blob(_ ending: String = "") throws -> String {
    let id = try repository.git(
      ["hash-object", "-w", "--stdin"], standardInput: Array((assignment(key) + ending).utf8))
    return ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
  }

  private func expectPlace(_ path: String) throws {
    let report = try repository.audit()
    let place = try report.place(of: key)
    #expect(place.layer == "unreachable")
    #expect(place.severity == "high")
    #expect(place.path == path)
    #expect(report.complete)
  }

  @Test func `a loose object under a name for the time being is read`() throws {
    try repository.rename(blob(), to: ".git/objects/ab/tmp_obj_x1y2z3")
    try expectPlace(".git/objects/ab/tmp_obj_x1y2z3")
  }

  @Test func `as far as it was written`() throws {
    // Deflate packs some ten bits of what stands last into the bytes that are cut off.
    let name = try blob("and so on, down to the last line of a long file\n")
    let bytes = try repository.read(name)
    try repository.remove(name)
    try repository.write(".git/objects/ab/tmp_obj_cut", Array(bytes.dropLast(6)))
    try repository.write(".git/objects/ab/tmp_obj_empty", "")
    try repository.write(".git/objects/ab/tmp_obj_zero", .init(repeating: 0, count: 4096))
    try expectPlace(".git/objects/ab/tmp_obj_cut")
  }

  @Test func `one that is no object leaves the audit incomplete`() throws {
    try repository.write(".git/objects/ab/tmp_obj_bad", String(repeating: "no object ", count: 20))
    let report = try repository.audit()
    #expect(report.status == 3)
    #expect(report.incomplete.map(\.what) == [".git/objects/ab/tmp_obj_bad"])
  }

  @Test(arguments: ["tmp_objdir-incoming-abc", "incoming-abc"])
  func `loose objects of a push that was interrupted are read`(folder: String) throws {
    let name = try blob()
    let inner = name.dropFirst(".git/objects/".count)
    try repository.rename(name, to: ".git/objects/\(folder)/\(inner)")
    try expectPlace(name)
  }

  @Test func `so are its packs`() throws {
    let name = try blob()
    let id = name.dropFirst(".git/objects/".count).filter { $0 != "/" }
    let folder = ".git/objects/tmp_objdir-incoming-abc/pack"
    try repository.makeFolder(folder)
    try repository.git(
      ["pack-objects", "--quiet", folder + "/pack"], standardInput: Array((id + "\n").utf8))
    try repository.remove(name)
    try expectPlace(name)
  }

  @Test(arguments: ["tmp_pack_Ab12Cd", "pack-\(String(repeating: "ab", count: 20)).pack"])
  func `a pack without an index leaves the audit incomplete`(name: String) throws {
    let file = try blob()
    let id = file.dropFirst(".git/objects/".count).filter { $0 != "/" }
    let hash = try repository.git(
      ["pack-objects", "--quiet", ".git/objects/pack/pack"], standardInput: Array((id + "\n").utf8))
    try repository.remove(file)
    try repository.remove(".git/objects/pack/pack-\(hash).idx")
    try repository.rename(".git/objects/pack/pack-\(hash).pack", to: ".git/objects/pack/" + name)
    let report = try repository.audit()
    #expect(report.status == 3)
    #expect(report.incomplete.map(\.what) == [".git/objects/pack/" + name])
    #expect(try repository.report(["history"]).status == 0)
  }

  @Test func `the reflog of a branch that is gone tells its name`() throws {
    try repository.write(".git/logs/refs/heads/VAST_API_KEY=\(key)", "")
    let place = try repository.audit().place(of: key)
    #expect(place.layer == "ref-name")
    #expect(place.severity == "high")
    try repository.branch("VAST_API_KEY=\(key)")
    #expect(try repository.audit().place(of: key).severity == "critical")
  }

  @Test func `history follows the parents of grafts, and those that grafts hide`() throws {
    try repository.write("k.sh", assignment(key))
    let leak = try repository.commit("Leaks")
    try repository.write("k.sh", "x\n")
    let tip = try repository.commit("Mends")
    try repository.write(".git/info/grafts", "# none\n\(tip)\n")
    #expect(try repository.report(["history"]).place(of: key).commit == leak)
    try repository.git("checkout", "--quiet", "--orphan", "other")
    let orphan = try repository.commit("Begins anew")
    try repository.git("branch", "--quiet", "-D", "main")
    #expect(try repository.report(["history"]).status == 0)
    try repository.write(".git/info/grafts", "\(orphan) \(tip)\n")
    #expect(try repository.report(["history"]).place(of: key).commit == leak)
    #expect(try repository.report(["history", "--all"]).place(of: key).commit == leak)
    try repository.write(".git/info/grafts", "\(orphan) x\n")
    #expect(try repository.report(["history"]).status == 3)
  }

  @Test(arguments: ["loose", "packed"])
  func `folders a thousand deep are followed up to their commit`(form: String) throws {
    let path = String(repeating: "d/", count: 1000) + "k.sh"
    let content = assignment(key)
    let script = """
      commit refs/heads/deep
      committer A <a@example.invalid> 1700000000 +0000
      data 4
      Deep
      M 100644 inline \(path)
      data \(content.utf8.count)
      \(content)
      """
    let limit = form == "loose" ? 10000 : 1
    try repository.git(
      ["-c", "fastimport.unpackLimit=\(limit)", "fast-import", "--quiet"],
      standardInput: Array(script.utf8))
    let place = try repository.report(["history"]).place(of: key)
    #expect(place.path == path)
    #expect(try place.commit == repository.id(of: "deep"))
  }
}
