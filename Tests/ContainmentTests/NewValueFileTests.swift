import Containment
import Foundation
import TestSupport
import Testing

/// A file takes a new value whole, or the key is not touched.
@Suite struct NewValueFileTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/new" }

  init() throws {
    folder = try TemporaryFolder()
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func `room is made beforehand, and given back where it is not needed`() throws {
    var file = NewValueFile(path: path, replaces: false)
    try file.allocate(count: 2)
    #expect(try names().count == 2)
    #expect(try !names().contains("new"))
    #expect(try file.keep("value") == path)
    file.release()
    #expect(try names() == ["new"])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "value")
  }

  @Test func `a file that came meanwhile is left, and the value goes to the next name`() throws {
    var file = NewValueFile(path: path, replaces: false)
    try file.allocate(count: 1)
    try "mine".write(toFile: path, atomically: false, encoding: .utf8)
    #expect(try file.keep("value") == path + ".2")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
  }

  @Test func `a second value needs a second place`() throws {
    try "mine".write(toFile: path + ".2", atomically: false, encoding: .utf8)
    var file = NewValueFile(path: path, replaces: false)
    try file.check(count: 1)
    #expect(throws: PlaceProblem.self) { try file.check(count: 2) }
    #expect(throws: PlaceProblem.self) { try file.allocate(count: 2) }
    #expect(try names() == ["new.2"])
  }

  @Test(arguments: ["folder", "link", "dangling", "pipe", "", "-", "missing/new", "new/"])
  func `nothing but a file will do`(name: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder.path + "/folder", withIntermediateDirectories: false)
    try "".write(toFile: folder.path + "/target", atomically: false, encoding: .utf8)
    for (link, target) in [("link", "target"), ("dangling", "nowhere")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/\(link)", withDestinationPath: target)
    }
    #expect(unsafe mkfifo(folder.path + "/pipe", 0o600) == 0)
    let path = ["", "-"].contains(name) ? name : "\(folder.path)/\(name)"
    #expect(throws: PlaceProblem.self) {
      try NewValueFile(path: path, replaces: true).check()
    }
  }

  @Test func `others can read nothing, whatever the mask`() throws {
    var file = NewValueFile(path: path, replaces: false)
    _ = try file.keep("value")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }
}
