import Foundation
import TestSupport
import Testing
import VastServer

/// Nobody who looks on learns a key, and nobody who owns the repository says what is done.
@Suite struct KeySecrecyTests {
  @Test(arguments: [Route.whoAmI, .listKeys, .resetKey])
  func `no argument list, environment or temporary file holds a key while it runs`(
    route: Route
  ) throws {
    let scene = try Scene.withLeakedPrimary()
    let pause = scene.server.pause(route, acted: true)
    let program = try scene.start(
      "reset", "--yes", "--new-key-file", "new.key", streams: .pipes(input: ""))
    if program.waits(20, until: { pause.wait(seconds: 0.01) }) {
      let secrets = scene.server.issued
      for process in try FileManager.default.contentsOfDirectory(atPath: "/proc")
      where Int(process) != nil {
        for file in ["cmdline", "environ", "comm"] {
          guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/\(file)") else {
            continue
          }
          let text = String(decoding: bytes, as: UTF8.self)
          #expect(!secrets.contains(where: text.contains), "process \(process), \(file)")
        }
      }
      #expect(try scene.holders() == ["settings-0.sh"])
      pause.release()
    }
    #expect(program.wait() == 0, "\(program.said)")
    scene.expectClean(program.said)
  }

  @Test func `leaves no temporary file`() throws {
    let scene = try Scene.withLeakedPrimary()
    _ = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(try scene.repository.names(in: scene.repository.home + "/tmp") == [])
    #expect(try scene.repository.names() == [".git", "new.key", "settings-0.sh"])
  }

  @Test(arguments: ["json", "sarif", "jsonl", "text"])
  func `no report holds a key, an address or a balance`(format: String) throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run(
      "verify", "--show-account", "--format", format, "--output", "report")
    guard scene.repository.exists("report") else {
      #expect(outcome.status == 2, "\(outcome.said)")
      return
    }
    let report = try scene.repository.text("report")
    #expect(!report.contains(scene.primary))
    #expect(!report.contains(scene.server.email(of: scene.account)))
    #expect(!report.contains("12.5") && !report.contains("41.75"))
  }

  @Test(
    .enabled(if: Programs.strace != nil, "strace is not installed, or may not trace here"))
  func `the program that scans opens no network socket`() throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.repository.traced([Tool.executable, "verify"], scene.environment)
    #expect(outcome.status == 1, "\(outcome.said)")
    let trace = Trace(try scene.repository.text("trace"))
    let sockets = trace.programs { $0.contains("AF_INET") || $0.contains("AF_NETLINK") }
    #expect(sockets == ["vastguard-keys"])
  }

  @Test func `the program with the network asks nobody by itself`() throws {
    let scene = try Scene()
    let program = Tool.executable + "-keys"
    for arguments in [[], ["--help"], ["verify"], ["reset", "--yes"], [scene.primary]] {
      let outcome = try ChildProcess(
        [program] + arguments, in: scene.repository.path,
        environment: scene.repository.environment.merging(scene.environment) { $1 },
        timeout: .seconds(20)
      ).run()
      #expect(outcome.status < 128, "\(outcome.said)")
      scene.expectClean(outcome.said)
    }
    #expect(scene.server.requests.isEmpty)
  }

  @Test func `garbage in the pipe between the programs is no crash`() throws {
    let scene = try Scene()
    for text in ["", "{", "\u{0}\u{1}\u{2}", String(repeating: "x", count: 100_000)] {
      for arguments in [["verify"], ["reset"], []] {
        let outcome = try ChildProcess(
          [Tool.executable + "-keys"] + arguments, in: scene.repository.path,
          environment: scene.repository.environment.merging(scene.environment) { $1 },
          standardInput: Array(text.utf8), timeout: .seconds(20)
        ).run()
        #expect((1..<128).contains(outcome.status) || text.isEmpty, "\(outcome.said)")
      }
    }
    #expect(scene.server.requests.isEmpty)
  }
}

enum Programs {
  /// strace(1), where it is installed and works.
  static let strace: String? = {
    guard let folder = try? TemporaryFolder(),
      let outcome = try? folder.shell("strace -qq -o trace true && command -v strace"),
      outcome.status == 0
    else { return nil }
    return outcome.stdout
  }()
}

/// What strace(1) wrote of several processes and threads.
private struct Trace {
  private typealias Start = (line: Int, program: String)

  private let lines: [[Substring]]
  private var starts: [Substring: [Start]] = [:]
  private var parents: [Substring: (line: Int, id: Substring)] = [:]

  init(_ text: String) {
    // A line: the process or thread, and what it called or how that ended.
    lines = text.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1) }
    var calling: [Substring: String] = [:]
    for (number, line) in lines.enumerated() where line.count == 2 {
      let (id, call) = (line[0], line[1])
      if call.contains("execve(") {
        calling[id] = call.split(separator: "\"").dropFirst().first.map(String.init)
      }
      if call.contains("execve"), call.hasSuffix("= 0"), let path = calling[id] {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        starts[id, default: []].append((number, name))
      } else if call.contains("clone") || call.contains("fork"),
        let child = call.split(separator: " ").last
      {
        parents[child] = (number, id)
      }
    }
  }

  /// The names of the programs that made calls of some kind.
  func programs(that isMeant: (Substring) -> Bool) -> Set<String> {
    var found: Set<String> = []
    for (number, line) in lines.enumerated() where line.count == 2 && isMeant(line[1]) {
      found.insert(program(of: line[0], at: number))
    }
    return found
  }

  /// What a process had executed last; for a thread or a child, what its parent had.
  private func program(of id: Substring, at line: Int) -> String {
    if let start = starts[id]?.last(where: { $0.line <= line }) { return start.program }
    return parents[id].map { program(of: $0.id, at: $0.line) } ?? "unknown"
  }
}

extension Place {
  /// Runs a program, and has its system calls that start programs and open sockets in a file.
  fileprivate func traced(
    _ arguments: [String], _ more: [String: String]
  ) throws -> ChildProcess.Outcome {
    let calls = "trace=execve,clone,clone3,fork,vfork,socket,connect"
    return try ChildProcess(
      ["strace", "-f", "-qq", "-e", calls, "-o", "trace"] + arguments, in: path,
      environment: environment.merging(more) { $1 }
    ).run()
  }
}
