import TestSupport
import Testing

/// Which commits brought a place in, compared with what git says of every commit.
@Suite struct AttributionOracleTests {
  /// A file in a commit.
  private struct File: Hashable {
    let path: String
    let blob: String
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `a place is told with the first commit that holds it while no parent does`(
    seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    let repository = try RepositoryBuilder()
    try makeHistory(in: repository, &random)
    try repository.git("repack", "-adfq", "--depth=20", "--window=20")

    let report = try repository.audit()
    let history = report.findings.filter { $0.layer == "history" && $0.secret != nil }
    let introducing = try introductions(in: repository)
    #expect(Set(history.map { File(path: $0.path, blob: $0.blob ?? "") }) == Set(introducing.keys))
    for finding in history {
      let file = File(path: finding.path, blob: finding.blob ?? "")
      #expect(finding.commit == introducing[file]?.first)
      let found = try repository.git(
        "log", "--all", "-m", "--format=%H", "--find-object=\(file.blob)")
      #expect(found.contains(finding.commit ?? "none"))
    }
  }

  /// Makes some thirty commits on several branches: new files, edits, copies, renames, removals,
  /// reverts, merges of two and of three, and a root of its own.
  private func makeHistory(
    in repository: RepositoryBuilder, _ random: inout SeededGenerator
  ) throws {
    let keys = (0..<4).map { _ in MadeUp.key() }
    try repository.write("start.txt", "nothing\n")
    try repository.commit("Begins")
    var branches = ["main"]
    for step in 0..<28 {
      let paths = try repository.git("ls-files").split(separator: "\n").map(String.init)
        .filter { $0.hasSuffix(".env.txt") }
      let path = paths.randomElement(using: &random)
      switch Int.random(in: 0..<10, using: &random) {
      case 0...3:
        let folder = ["", "a/", "a/b/", "c/"].randomElement(using: &random) ?? ""
        let key = keys.randomElement(using: &random) ?? ""
        try repository.write("\(folder)f\(step % 6).env.txt", assignment(key) + "# \(step % 3)\n")
      case 4: if let path { try repository.append(path, "# more \(step)\n") }
      case 5: if let path { try repository.rename(path, to: "moved-\(step).env.txt") }
      case 6: if let path { try repository.remove(path) }
      case 7:
        let name = "branch\(step)"
        try repository.branch(name)
        branches.append(name)
      case 8:
        try repository.checkout(branches.randomElement(using: &random) ?? "main")
        continue
      default:
        let others = branches.shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random))
        let outcome = try repository.attempt(["merge", "-q", "--no-ff", "-m", "Merges"] + others)
        if outcome.status != 0 { try repository.git("merge", "--abort") }
        continue
      }
      try repository.write("step.txt", "\(step)\n")
      try repository.commit("Step \(step)")
    }
    try repository.git("checkout", "-q", "--orphan", "other-root")
    try repository.write("root.env.txt", assignment(keys[0]))
    try repository.commit("Begins again")
    try repository.checkout("main")
  }

  /// For each file with a key that some commit holds: the commits that hold it while no parent
  /// does, in the order of their dates.
  private func introductions(in repository: RepositoryBuilder) throws -> [File: [String]] {
    var held: [String: Set<File>] = [:]
    var result: [File: [String]] = [:]
    let commits = try repository.git(
      "log", "--all", "--topo-order", "--reverse", "--format=%H %at %P"
    )
    .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    for commit in commits { held[commit[0]] = try files(in: repository, at: commit[0]) }
    for commit in commits.sorted(by: { (Int($0[1]) ?? 0) < (Int($1[1]) ?? 0) }) {
      let before = commit.dropFirst(2).reduce(into: Set<File>()) { $0.formUnion(held[$1] ?? []) }
      for file in (held[commit[0]] ?? []).subtracting(before) {
        result[file, default: []].append(commit[0])
      }
    }
    return result
  }

  private func files(in repository: RepositoryBuilder, at commit: String) throws -> Set<File> {
    let lines = try repository.git("ls-tree", "-r", commit).split(separator: "\n")
    return Set(
      lines.compactMap { line in
        let fields = line.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard fields.count == 4, fields[3].hasSuffix(".env.txt") else { return nil }
        return File(path: fields[3], blob: fields[2])
      })
  }
}
