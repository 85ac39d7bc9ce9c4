import Foundation
import Glibc
import TestSupport
import Testing
import VastServer

/// Where the new value goes: tested before the old one is touched, and never lost on the way.
@Suite struct NewKeyPlaceTests {
  static let unfit: [Case<(name: String, make: @Sendable (RepositoryBuilder) throws -> Void)>] = [
    Case("a file that is there", ("new.key", { try $0.write("new.key", "kept\n") })),
    Case("an empty file", ("new.key", { try $0.write("new.key", "") })),
    Case("a folder", ("new.key", { try $0.makeFolder("new.key") })),
    Case("a pipe", ("new.key", { try $0.shell("mkfifo new.key") })),
    Case(
      "a link to a file",
      (
        "new.key",
        {
          try $0.write("target", "kept\n")
          try $0.link("new.key", to: "target")
        }
      )),
    Case("a link to nothing", ("new.key", { try $0.link("new.key", to: "nothing") })),
    Case("a link to itself", ("new.key", { try $0.link("new.key", to: "new.key") })),
    Case("in no folder", ("no/such/folder/new.key", { _ in })),
    Case(
      "in a file", ("file/new.key", { try $0.write("file", "no folder\n") })),
    Case("a device without room", ("/dev/full", { _ in })),
    Case("a device that forgets", ("/dev/null", { _ in })),
    Case("a terminal", ("/dev/tty", { _ in })),
    Case("the standard output", ("/dev/stdout", { _ in })),
    Case("where nothing can be made", ("/proc/new.key", { _ in })),
    Case("no name", ("", { _ in })), Case("a folder's name", ("new.key/", { _ in })),
    Case("too long a name", (String(repeating: "n", count: 300), { _ in })),
    Case("a name too long with its end", (String(repeating: "n", count: 5000), { _ in })),
    Case(
      "a socket",
      (
        "new.key",
        {
          try $0.shell(
            "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"new.key\")' "
              + "|| mkfifo new.key")
        }
      )),
  ]

  @Test(arguments: unfit)
  func `a place that can't serve stops it before anything is touched`(
    place: Case<(name: String, make: @Sendable (RepositoryBuilder) throws -> Void)>
  ) throws {
    let scene = try Scene.withLeakedPrimary()
    try place.what.make(scene.repository)
    let before = try scene.repository.shell("ls -lA . ; cat target new.key/* 2>&1").stdout
    let outcome = try scene.run("reset", "--yes", "--new-key-file", place.what.name)
    #expect(outcome.status == 2, "\(outcome.said)")
    scene.expectUntouched()
    #expect(try scene.repository.shell("ls -lA . ; cat target new.key/* 2>&1").stdout == before)
  }

  static let irreplaceable: [Case<@Sendable (RepositoryBuilder) throws -> Void>] = [
    Case("a folder", { try $0.makeFolder("new.key") }),
    Case("a pipe", { try $0.shell("mkfifo new.key") }),
  ]

  @Test(arguments: irreplaceable)
  func `not even --replace takes what is no file`(
    place: Case<@Sendable (RepositoryBuilder) throws -> Void>
  ) throws {
    let scene = try Scene.withLeakedPrimary()
    try place.what(scene.repository)
    let outcome = try scene.run("reset", "--yes", "--replace", "--new-key-file", "new.key")
    #expect(outcome.status == 2, "\(outcome.said)")
    scene.expectUntouched()
  }

  @Test func `a file is replaced where it is asked for, and becomes private`() throws {
    let scene = try Scene.withLeakedPrimary()
    try scene.repository.write("new.key", String(repeating: "old ", count: 100))
    try scene.repository.chmod("new.key", 0o644)
    let outcome = try scene.run("reset", "--yes", "--replace", "--new-key-file", "new.key")
    #expect(outcome.status == 0, "\(outcome.said)")
    try scene.expectNewKey()
  }

  @Test func `a file that is to be replaced stays whole where there is nothing to put there`()
    throws
  {
    let scene = try Scene()
    let key = scene.userKey()
    try scene.leak(key)
    try scene.repository.write("new.key", "kept\n")
    _ = try scene.run("reset", "--yes", "--replace", "--new-key-file", "new.key")
    #expect(try scene.repository.text("new.key") == "kept\n")
  }

  @Test func `a file that is to be replaced stays whole where the reset fails`() throws {
    let scene = try Scene.withLeakedPrimary()
    try scene.repository.write("new.key", "kept\n")
    scene.server.fail(.resetKey, .answer(.html(500, "Error"), acted: false))
    _ = try scene.run("reset", "--yes", "--replace", "--new-key-file", "new.key")
    #expect(try scene.repository.text("new.key") == "kept\n")
  }

  @Test func `nothing is left at the place where the reset is refused`() throws {
    let scene = try Scene.withLeakedPrimary()
    scene.server.fail(.resetKey, .answer(.refusal(403, "Not authorized."), acted: false))
    _ = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(try scene.repository.names().filter { $0.contains("new.key") } == [])
  }

  @Test func `a second value does not take another file's place`() throws {
    let scene = try Scene()
    let other = scene.server.addKey(.primary, to: scene.server.addAccount())
    try scene.leak(scene.primary, other)
    try scene.repository.write("new.key.2", "kept\n")
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-file", "new.key", places: ["new.key", "new.key.3"])
    #expect(try scene.repository.text("new.key.2") == "kept\n", "\(outcome.said)")
    // Whatever was reset has its value in a file.
    let files = try scene.repository.names().filter { $0.hasPrefix("new.key") }
    let texts = try files.map { try scene.repository.text($0) }
    #expect(Set(scene.server.minted).isSubset(of: texts))
  }

  @Test(arguments: [0o022, 0o000, 0o777] as [Int])
  func `is for its owner only, whatever the mask`(mask: Int) throws {
    let scene = try Scene.withLeakedPrimary()
    let mask = String(mask, radix: 8)
    let program = try RunningProgram(
      [
        "sh", "-c", "umask \(mask); exec '\(Tool.executable)' reset --yes --new-key-file new.key",
      ], in: scene.repository.path,
      environment: scene.repository.environment.merging(scene.environment) { $1 },
      streams: .pipes(input: ""))
    #expect(program.wait() == 0, "\(program.said)")
    try scene.expectNewKey()
  }

  @Test func `works in another folder, and with a name that looks like an option`() throws {
    let scene = try Scene.withLeakedPrimary()
    let name = scene.repository.home + "/-n ew\u{e9}.key"
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-file", name, places: ["~/-n ew\u{e9}.key"])
    #expect(outcome.status == 0, "\(outcome.said)")
    try scene.expectNewKey(in: name)
  }

  @Test func `a folder that goes away during the reset loses no value in silence`() throws {
    let scene = try Scene.withLeakedPrimary()
    try scene.repository.makeFolder("place")
    let pause = scene.server.pause(.resetKey, acted: true)
    let program = try scene.start(
      "reset", "--yes", "--new-key-file", "place/new.key", streams: .pipes(input: ""))
    #expect(pause.wait(), "\(program.said)")
    try scene.repository.shell("rm -rf place")
    pause.release()
    #expect([1, 3].contains(program.wait()), "\(program.said)")
    #expect(program.said.contains("manage-keys"), "\(program.said)")
    scene.expectClean(program.said)
  }

  @Test func `a file that appears during the reset is not overwritten`() throws {
    let scene = try Scene.withLeakedPrimary()
    let pause = scene.server.pause(.resetKey, acted: true)
    let program = try scene.start(
      "reset", "--yes", "--new-key-file", "new.key", streams: .pipes(input: ""))
    #expect(pause.wait(), "\(program.said)")
    let value = try #require(scene.server.minted.first)
    try scene.repository.shell("rm -f new.key; echo precious >other; mv other new.key")
    pause.release()
    _ = program.wait()
    let files = try scene.repository.names().filter { $0.hasPrefix("new.key") }
    let texts = try files.map { try scene.repository.text($0) }
    #expect(texts.contains("precious\n") || texts.contains(value), "\(program.said)")
    #expect(texts.contains(value) || program.said.contains("manage-keys"), "\(program.said)")
  }

  // MARK: - A full disk

  @Test func `a disk without room stops it before anything is touched`() throws {
    let scene = try Scene.withLeakedPrimary()
    // No file may grow: as on a full disk, but without the right to mount one.
    let program = try RunningProgram(
      [
        "sh", "-c",
        "trap '' XFSZ; ulimit -f 0; exec '\(Tool.executable)' reset --yes --new-key-file new.key",
      ], in: scene.repository.path,
      environment: scene.repository.environment.merging(scene.environment) { $1 },
      streams: .pipes(input: ""))
    #expect(program.wait() ?? 0 != 0, "\(program.said)")
    scene.expectUntouched()
  }

  @Test(
    .enabled(if: geteuid() == 0, "mounting a file system needs root"), arguments: [false, true])
  func `a disk that is full, before or during the reset, loses no value`(during: Bool) throws {
    let scene = try Scene.withLeakedPrimary()
    let pause = scene.server.pause(.resetKey, acted: true)
    let fill = "cat /dev/zero >small/filler 2>&-; "
    // The file system is seen by this program only, and is gone with it.
    let script =
      "mount -t tmpfs -o size=64k tmpfs small || exit 99; \(during ? "" : fill)"
      + "('\(Tool.executable)' reset --yes --new-key-file small/new.key; echo $? >status) & "
      + "while [ ! -e go ] && [ ! -e status ]; do sleep 0.02; done; \(during ? fill : "") : >went; "
      + "wait; cat small/new.key >saved 2>&-; exit $(cat status)"
    try scene.repository.makeFolder("small")
    let program = try RunningProgram(
      ["unshare", "-m", "sh", "-c", script], in: scene.repository.path,
      environment: scene.repository.environment.merging(scene.environment) { $1 },
      streams: .pipes(input: ""))
    if during {
      #expect(pause.wait(), "\(program.said)")
      try scene.repository.write("go", "")
      #expect(program.waits { scene.repository.exists("went") })
      pause.release()
    }
    let status = program.wait()
    if status == 99 || program.said.contains("unshare:") { return }
    if during {
      #expect(status == 0, "\(program.said)")
      #expect(try scene.repository.text("saved") == scene.server.minted.first)
    } else {
      #expect(status == 2, "\(program.said)")
      scene.expectUntouched()
    }
  }
}
