import Blobs
import Git
import TestSupport
import Testing

/// A walk tells what is below a folder, in an order that depends on names alone.
@Suite struct FolderWalkTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `names come in order of their bytes, and a folder's own before those below`() throws {
    for name in ["b/z", "b/a/deep", "b/a.txt", "a-b", "a.b", "a/x", "ab", "é", "B", "a/.hidden"] {
      try folder.write(name, "text")
    }
    var walked: [String] = []
    FolderWalk(root: Path(folder.path)).forEach {
      walked.append($0.path.text)
    } failed: { path, failure in
      Issue.record("\(path.text): \(failure.why)")
    } left: {
      walked.append("|")
    }
    #expect(
      walked == [
        "B", "a", "a-b", "a.b", "ab", "b", "é", "|", "a/.hidden", "a/x", "|", "b/a", "b/a.txt",
        "b/z", "|", "b/a/deep", "|",
      ])
  }

  @Test func `links are told and not followed, and what is to be left out is not entered`() throws {
    try folder.write("in/file", "text")
    try folder.write("out/file", "text")
    try shell("ln -s in link; mkfifo pipe", in: folder)
    var kinds: [String: FileEntry.Kind] = [:]
    FolderWalk(root: Path(folder.path)) { $0.path.text != "out" }.forEach {
      kinds[$0.path.text] = $0.kind
    } failed: { path, failure in
      Issue.record("\(path.text): \(failure.why)")
    }
    #expect(
      kinds == [
        "in": .folder, "in/file": .file, "out": .folder, "link": .symlink, "pipe": .special,
      ])
  }

  @Test func `a folder that can't be opened is told once`() throws {
    var failed: [String] = []
    var left = 0
    FolderWalk(root: Path(folder.path("nothing"))).forEach { _ in
      Issue.record("nothing is there")
    } failed: { path, _ in
      failed.append(path.text)
    } left: {
      left += 1
    }
    #expect(failed == [""])
    #expect(left == 1)
  }
}
