import Foundation
import TestSupport
import Testing

/// `home --root` looks at the files of another machine and at nothing outside of them.
@Suite struct HomeRootTests {
  let place: TemporaryFolder

  init() throws {
    place = try TemporaryFolder()
  }

  private func report(_ options: String...) throws -> ToolReport {
    try Tool.json(["home", "--root", place.path] + options, in: place)
  }

  @Test func `finds the homes of a machine`() throws {
    let keys = (0..<4).map { _ in MadeUp.key() }
    try place.write("root/.vast_api_key", keys[0])
    try place.write("home/ann/.config/vastai/vast_api_key", keys[1])
    try place.write("etc/passwd", "bob:x:1001:1001::/srv/bob:/bin/sh\nroot:x:0:0::/root:/bin/sh\n")
    try place.write("srv/bob/.bash_history", "vastai set api-key \(keys[2])\n")
    try place.write("etc/environment", "VAST_API_KEY=\(keys[3])\n")
    let report = try report()
    #expect(report.secrets.count == 4)
    let paths = Set(report.findings.filter { $0.secret != nil }.map(\.path))
    #expect(
      paths == [
        place.path("root/.vast_api_key"), place.path("home/ann/.config/vastai/vast_api_key"),
        place.path("srv/bob/.bash_history"), place.path("etc/environment"),
      ])
    #expect(report.status == 1)
  }

  @Test func `follows no link out of the root, and links within it`() throws {
    let (inside, outside) = (MadeUp.key(), MadeUp.key())
    try place.write(place.home + "/secret", outside)
    try place.write("home/ann/notes", "")
    for (name, target) in [
      ("home/ann/.vast_api_key", place.home + "/secret"),
      ("home/ann/.netrc", "../../../home/secret"),
      ("home/ann/.bash_history", "../../../../../../../../" + place.home + "/secret"),
    ] {
      try place.link(name, to: target)
    }
    try place.makeFolder("root")
    try place.link("root/.config", to: "/data/settings")
    try place.write("data/settings/vastai/vast_api_key", inside)
    let report = try report()
    #expect(report.secrets.map(\.sha256) == [digest(inside)])
  }

  @Test func `ends with links that lead in a circle`() throws {
    try place.makeFolder("root")
    try place.link("root/.bashrc", to: ".profile")
    try place.link("root/.profile", to: ".bashrc")
    let report = try report()
    #expect(report.incomplete.count == 2)
    #expect(report.status == 3)
  }

  @Test func `says that there is nobody's home`() throws {
    #expect(try report().status == 3)
    #expect(try Tool.run("home", "--root", "/does/not/exist", in: place).status == 2)
  }

  @Test func `lists what to remove from an instance, in order`() throws {
    let key = MadeUp.key()
    try place.write("root/.bash_history", "vastai set api-key \(key)\n")
    try place.write("root/.config/vastai/vast_api_key", key)
    try place.write("root/.ssh/id_ed25519", MadeUp.sshPrivateKey())
    try place.write("workspace/train/.env", "VAST_API_KEY=\(key)\n")
    try place.write("workspace/train/data.bin", "nothing\n")
    let outcome = try Tool.run(
      "home", "--root", place.path, "--instance", in: place)
    let text = outcome.stdout
    let steps = ["vast_api_key  (", "id_ed25519  (", "train/.env  (", ".bash_history  ("]
    let places = steps.compactMap { text.range(of: $0, options: .backwards)?.lowerBound }
    #expect(places.count == 4, "\(text)")
    #expect(places == places.sorted())
    #expect(!text.contains("data.bin"))
    #expect(outcome.status == 1)

    let dry = try Tool.run("fix", "--root", place.path, "--instance", in: place)
    #expect(dry.status == 1)
    #expect(place.exists("root/.ssh/id_ed25519"))

    try Tool.run("fix", "--root", place.path, "--instance", "--yes", in: place).expectStatus(0)
    for name in ["root/.bash_history", "root/.config/vastai/vast_api_key", "root/.ssh/id_ed25519"] {
      #expect(!place.exists(name), "\(name)")
    }
    #expect(place.exists("workspace/train/data.bin"))
    #expect(try report("--instance").findings.isEmpty)
  }

  private func digest(_ text: String) -> String? {
    let outcome = try? ChildProcess(
      ["sha256sum"], in: place.path, environment: place.environment,
      standardInput: Array(text.utf8)
    ).run()
    return outcome.map { String($0.stdout.prefix(64)) }
  }
}

extension ChildProcess.Outcome {
  fileprivate func expectStatus(_ status: Int32) {
    #expect(self.status == status, "\(stdout)\(stderr)")
  }
}
