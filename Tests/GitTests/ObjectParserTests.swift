import Git
import Testing

@Suite struct ObjectParserTests {
  private let tree = String(repeating: "1a", count: 20)
  private let parent = String(repeating: "2b", count: 20)

  // The macros of the tests take no spans.
  private func commit(_ bytes: [UInt8]) -> CommitObject? { CommitObject(bytes.span, .sha1) }
  private func tag(_ bytes: [UInt8]) -> TagObject? { TagObject(bytes.span, .sha1) }

  private func signature(_ bytes: [UInt8], _ range: Range<Int>?) -> Signature? {
    range.map { Signature(bytes.span, $0) }
  }

  private func isTree(_ bytes: [UInt8]) -> Bool {
    TreeObject.forEachEntry(in: bytes.span, .sha1) { _, _, _ in }
  }

  private func text(_ bytes: [UInt8], _ range: Range<Int>?) -> String? {
    range.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test func `reads a commit`() throws {
    let bytes = Array(
      """
      tree \(tree)
      parent \(parent)
      parent \(tree)
      author Ada L. <ada@example.org> 1700000000 +0130
      committer Bob <bob@example.org> 1700000060 -0800
      encoding ISO-8859-1
      gpgsig -----BEGIN
       line

      subject

      body

      """.utf8)
    let commit = try #require(self.commit(bytes))
    #expect(commit.tree.description == tree)
    #expect(commit.parents.map(\.description) == [parent, tree])
    #expect(text(bytes, commit.author) == "Ada L. <ada@example.org> 1700000000 +0130")
    #expect(text(bytes, commit.encoding) == "ISO-8859-1")
    #expect(text(bytes, commit.message) == "subject\n\nbody\n")
    let signed = try #require(commit.headers.headers.last)
    #expect(text(bytes, signed.name) == "gpgsig")
    #expect(text(bytes, signed.value) == "-----BEGIN\n line")
    let author = try #require(signature(bytes, commit.author))
    #expect(author.name == Array("Ada L.".utf8))
    #expect(author.email == Array("ada@example.org".utf8))
    #expect(author.seconds == 1_700_000_000)
    #expect(author.offsetMinutes == 90)
    let committer = try #require(signature(bytes, commit.committer))
    #expect(committer.offsetMinutes == -480)
  }

  @Test(arguments: [
    "", "\n", "tree", "tree \n", "tree 1234\n\n", "parent 12\n", "author A <a> 1 +0000\n",
  ])
  func `takes what has no tree for no commit`(_ text: String) {
    #expect(commit(Array(text.utf8)) == nil)
  }

  @Test func `takes a commit without author or message`() throws {
    let bytes = Array("tree \(tree)".utf8)
    let commit = try #require(self.commit(bytes))
    #expect(commit.author == nil)
    #expect(commit.parents.isEmpty)
    #expect(commit.message == bytes.count..<bytes.count)
    let broken = Array("tree \(tree)\nparent 12\n".utf8)
    #expect(self.commit(broken) == nil)
  }

  @Test(arguments: [
    ("A <a> 5 +0000", "A", "a", Int64?(5)),
    ("<a> 5", "", "a", 5),
    ("A", "A", "", nil),
    ("", "", "", nil),
    ("A <a", "A", "a", nil),
    ("A> B <c> 7 +0000", "A> B", "c", 7),
    ("A <a>b> 7 +0000", "A", "a", 7),
    ("A <a> 99999999999999999999 +0000", "A", "a", nil),
    ("A <a> -1 +0000", "A", "a", nil),
    ("A <a> x", "A", "a", nil),
    ("  A  B  <> 9", "A  B", "", 9),
  ])
  func `reads a signature as leniently as git`(
    _ text: String, _ name: String, _ email: String, _ seconds: Int64?
  ) {
    let bytes = Array(text.utf8)
    let signature = Signature(bytes.span, bytes.indices)
    #expect(String(decoding: signature.name, as: UTF8.self) == name)
    #expect(String(decoding: signature.email, as: UTF8.self) == email)
    #expect(signature.seconds == seconds)
  }

  @Test func `reads a tag`() throws {
    let bytes = Array(
      "object \(tree)\ntype commit\ntag v1\ntagger Ada <a@b> 1700000000 +0000\n\nnotes\n".utf8)
    let tag = try #require(self.tag(bytes))
    #expect(tag.target.description == tree)
    #expect(tag.kind == .commit)
    #expect(text(bytes, tag.name) == "v1")
    #expect(text(bytes, tag.tagger) == "Ada <a@b> 1700000000 +0000")
    #expect(text(bytes, tag.message) == "notes\n")
    let odd = Array("object \(tree)\ntype thing\n".utf8)
    #expect(try #require(self.tag(odd)).kind == nil)
    #expect(self.tag(Array("type commit\n".utf8)) == nil)
  }

  @Test func `reads the entries of a tree`() throws {
    let fixture = try GitFixture()
    let id = try fixture.blob(Array("text\n".utf8))
    let name = Array("caf".utf8) + [0xE9]
    var input: [UInt8] = []
    for (mode, name) in [
      ("100755", Array("a".utf8)), ("120000", Array("b c".utf8)), ("100644", name),
    ] {
      input += Array("\(mode) blob \(id)\t".utf8) + name + [0]
    }
    input += Array("160000 commit \(parent)\tmodule\0".utf8)
    let tree = try fixture.git(["mktree", "-z", "--missing"], input: input).text
    let treeID = try #require(ObjectID(hex: tree.dropLast()))
    var found: [String] = []
    let isWhole = try fixture.open().objects.withObject(treeID) { _, bytes in
      TreeObject.forEachEntry(in: bytes, .sha1) { mode, name, entry in
        #expect(entry == (mode.isBlob ? id : ObjectID(hex: parent)))
        let name = String(decoding: bytes.copy(name), as: UTF8.self)
        found.append("\(mode.kind) \(mode.isBlob) \(name)")
      }
    }
    #expect(isWhole)
    let expected = ["file true a", "symlink true b c", "file true caf\u{FFFD}"]
    #expect(found == expected + ["submodule false module"])
  }

  @Test func `says where a tree ends too early`() {
    let entry = Array("100644 a\0".utf8) + [UInt8](repeating: 7, count: 20)
    for length in 0...entry.count {
      var count = 0
      let bytes = entry + entry.prefix(length)
      let isWhole = TreeObject.forEachEntry(in: bytes.span, .sha1) { _, _, _ in count += 1 }
      #expect(isWhole == (length == 0 || length == entry.count))
      #expect(count == (length == entry.count ? 2 : 1))
    }
    for wrong in ["", "100644", "100644 ", "x a\0", " a\0", "100644 \0", "7777777777 a\0"] {
      let bytes = Array(wrong.utf8) + (wrong.isEmpty ? [0] : [UInt8](repeating: 7, count: 20))
      #expect(!isTree(bytes))
    }
  }

  @Test func `survives any bytes`() {
    var random = SeededGenerator(seed: 3)
    let commit =
      "tree \(tree)\nparent \(parent)\nauthor A <a> 1 +0\n x\ncommitter B <b> 2 -1\n\nm\n"
    let samples = [
      Array(commit.utf8),
      Array("object \(tree)\ntype commit\ntag v\ntagger A <a> 1 +0000\n\nm".utf8),
      Array("100644 a\0".utf8) + [UInt8](repeating: 9, count: 20) + Array("40000 b\0".utf8)
        + [UInt8](repeating: 8, count: 20),
    ]
    for round in 0..<30_000 {
      var bytes = samples[round % 3]
      for _ in 0...round % 5 {
        guard let index = bytes.indices.randomElement(using: &random) else { break }
        switch round % 4 {
        case 0: bytes[index] = .random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert([0, 10, 32, 60, 62].randomElement(using: &random) ?? 0, at: index)
        default: bytes.removeSubrange(index...)
        }
      }
      for range in [
        CommitObject(bytes.span, .sha1)?.author, CommitObject(bytes.span, .sha1)?.committer,
      ] {
        if let range { _ = Signature(bytes.span, range) }
      }
      _ = Signature(bytes.span, bytes.indices)
      let headers = ObjectHeaders(bytes.span)
      #expect(headers.message.upperBound == bytes.count)
      _ = TagObject(bytes.span, .sha1)
      _ = TreeObject.forEachEntry(in: bytes.span, .sha1) { _, name, _ in
        #expect(name.upperBound < bytes.count)
      }
    }
  }
}
