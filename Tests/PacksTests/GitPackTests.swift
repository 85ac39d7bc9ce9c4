import Git
import Packs
import TestSupport
import Testing

/// Packs as git makes them, in all the ways that it makes them.
@Suite struct GitPackTests {
  /// How a repository is packed.
  enum Packing: String, CaseIterable, CustomTestStringConvertible {
    case oneDeepPack = "-c pack.depth=200 repack -adfq --window=50"
    case shallow = "repack -adfq --window=5 --depth=1"
    case withoutDeltas = "repack -adfq --window=0"
    case byReference = "-c repack.useDeltaBaseOffset=false repack -adfq"
    case uncompressed = "-c pack.compression=0 repack -adFq"
    case smallPacks = "-c pack.packSizeLimit=1m repack -adfq"
    case withBitmapAndReverseIndex = "-c pack.writeReverseIndex=true repack -adbq"
    case withMultiPackIndex = "repack -adfq --write-midx"

    var testDescription: String { rawValue }
  }

  @Test(arguments: Packing.allCases)
  func `what a walk delivers is what git reads`(packing: Packing) throws {
    let repository = try Self.repository()
    try repository.git(packing.rawValue.split(separator: " ").map(String.init))
    try expectSameObjects(repository)
  }

  @Test func `packs that overlap are read as one store`() throws {
    let repository = try Self.repository()
    for revision in ["HEAD~20", "HEAD~5", "HEAD", "HEAD"] {
      try repository.git(
        ["pack-objects", "--quiet", "--revs", ".git/objects/pack/pack"],
        standardInput: Array("\(revision)\n".utf8))
    }
    try repository.git("prune-packed", "--quiet")
    try expectSameObjects(repository)
  }

  @Test func `what was fetched as a thin pack is read`() throws {
    let origin = try Self.repository()
    let clone = try origin.clone()
    try origin.write("folder-1/file-1.txt", "a last change\n")
    try origin.commit("more")
    try clone.git("-c", "fetch.unpackLimit=1", "fetch", "--quiet")
    try expectSameObjects(clone)
  }

  @Test func `objects of alternates are read`() throws {
    let origin = try Self.repository()
    try origin.git("repack", "-adq")
    let clone = try origin.clone("--shared")
    try clone.write("folder-1/file-1.txt", "a change of the clone's own\n")
    try clone.commit("mine")
    try clone.git("repack", "-dlq")
    try expectSameObjects(clone)
  }

  /// A history of edits, with names and contents that make for deltas of all kinds.
  private static func repository() throws -> RepositoryBuilder {
    var generator = SeededGenerator(seed: 21)
    var files = (0..<6).map { number in (0..<(number * 40)).map { "line \($0) of \(number)" } }
    var history: [UInt8] = []
    for step in 0..<40 {
      history += Self.commit("step \(step)")
      for number in files.indices where Bool.random(using: &generator) {
        let place = Int.random(in: 0...files[number].count, using: &generator)
        files[number].insert("step \(step), \(generator.next())", at: place)
        if step.isMultiple(of: 7) { files[number].shuffle(using: &generator) }
        let text = files[number].joined(separator: "\n")
        history += Self.file("folder-\(number % 3)/file-\(number).txt", Array(text.utf8))
      }
    }
    let noise = (0..<12_000).flatMap { _ in bigEndian(Int(generator.next() >> 1), 8) }
    history += Self.commit("noise") + Self.file("noise", noise)
    let repository = try RepositoryBuilder()
    try repository.git(["fast-import", "--quiet"], standardInput: history)
    try repository.git("reset", "--quiet", "--hard", "main")
    try repository.tag("v1", message: "A tag")
    return repository
  }

  /// The begin of a commit, as git-fast-import(1) reads it.
  private static func commit(_ message: String) -> [UInt8] {
    let text = """
      commit refs/heads/main
      committer A Tester <tester@example.invalid> 1700000000 +0000
      data \(message.utf8.count)
      \(message)

      """
    return Array(text.utf8)
  }

  /// A file of a commit.
  private static func file(_ path: String, _ content: [UInt8]) -> [UInt8] {
    Array("M 100644 inline \(path)\ndata \(content.count)\n".utf8) + content + [0x0a]
  }

  /// Compares all packed objects with those that `git cat-file` writes.
  private func expectSameObjects(
    _ repository: RepositoryBuilder, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let objects = Path(try repository.git("rev-parse", "--absolute-git-dir") + "/objects")
    let listing = PackStore.list(objectDirectory: objects, format: .sha1)
    let packs = try listing.packs.map { try Pack($0) }
    #expect(!packs.isEmpty, sourceLocation: location)
    let search = NaiveSearch(literals: ["line 1", "step 3"])
    var options = PackWalk.Options()
    options.threads = 2
    let seen = try collect(packs, options, searches: allKinds(search))
    #expect(seen.unreadable.isEmpty, sourceLocation: location)
    var remaining = seen.objects
    for (id, kind, bytes) in try repository.allObjects() {
      guard let object = remaining.removeValue(forKey: id) else {
        // What git has and the packs have not is loose.
        #expect(!packs.contains { $0.contains(id) }, sourceLocation: location)
        continue
      }
      #expect("\(object.kind)" == kind, sourceLocation: location)
      #expect(object.bytes == bytes, sourceLocation: location)
      #expect(object.marks == search.marks(of: bytes), sourceLocation: location)
      #expect(object.times == 1, sourceLocation: location)
    }
    #expect(remaining.isEmpty, sourceLocation: location)
  }
}

extension RepositoryBuilder {
  /// All objects of the repository, as git reads them.
  func allObjects() throws -> [(id: ObjectID, kind: String, bytes: [UInt8])] {
    var rest = try attempt("cat-file", "--batch-all-objects", "--batch").output[...]
    var objects: [(ObjectID, String, [UInt8])] = []
    while let end = rest.firstIndex(of: 0x0a) {
      let header = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
      let size = try #require(Int(header[2]))
      let start = end + 1
      objects.append(
        (
          try #require(ObjectID(hex: header[0])), String(header[1]),
          Array(rest[start..<start + size])
        ))
      rest = rest[(start + size + 1)...]
    }
    return objects
  }
}
