import Foundation
import TestSupport
import Testing

/// What `make install` puts where, and the files for CI systems that nothing else runs.
@Suite struct PackagingTests {
  private func text(_ file: String) throws -> String {
    try String(contentsOf: CIRun.project.appending(path: file), encoding: .utf8)
  }

  private func install(_ arguments: String..., in folder: TemporaryFolder) throws {
    let outcome = try ChildProcess(
      [CIRun.project.appending(path: "packaging/install").path] + arguments + [Tool.executable],
      in: folder.path,
      environment: folder.environment.merging([
        "DESTDIR": folder.path + "/to install", "PREFIX": "/opt/some where",
      ]) { $1 }
    ).run()
    #expect(outcome.status == 0, "\(outcome.stderr)")
  }

  @Test func `installing and uninstalling concern our own files only`() throws {
    let folder = try TemporaryFolder()
    let place = "to install/opt/some where"
    try folder.write("\(place)/bin/other", "")
    try folder.write("\(place)/share/man/man1/other.1", "")
    for _ in 1...2 { try install(in: folder) }
    #expect(try folder.names(in: "\(place)/bin") == ["other", "vastguard"])
    #expect(try folder.mode("\(place)/bin/vastguard") == 0o755)
    #expect(try folder.mode("\(place)/share/vastguard/ci/scan") == 0o755)
    let version = try Tool.run("--version", executable: folder.path("\(place)/bin/vastguard"))
    #expect(try version.stdout == Tool.run("--version").stdout)

    try install("--remove", in: folder)
    #expect(try folder.names(in: "\(place)/bin") == ["other"])
    #expect(try folder.names(in: "\(place)/share/man/man1") == ["other.1"])
    #expect(try folder.names(in: "\(place)/share") == ["man"])
  }

  @Test func `the manual has each command, and nothing that roff would read as a request`() throws {
    let folder = try TemporaryFolder()
    let outcome = try ChildProcess(
      [CIRun.project.appending(path: "packaging/manual").path, Tool.executable], in: folder.path,
      environment: folder.environment
    ).run()
    #expect(outcome.status == 0)
    for name in ["NAME", "AUDIT", "HISTORY", "HOOK INSTALL", "RULES CHECK"] {
      #expect(outcome.stdout.contains("\n.SH \(name)\n"))
    }
    let requests = outcome.stdout.split(separator: "\n").filter { $0.hasPrefix(".") }
    for request in requests { #expect(request.contains(/^\.(TH|SH|nf|fi|sp)\b/)) }
    #expect(!outcome.stdout.contains("\n'"))
  }

  @Test func `the action gives nothing to a script but through its environment`() throws {
    let steps = try text("action.yml").components(separatedBy: "\n    - name:").dropFirst()
    #expect(steps.count >= 6)
    for step in steps {
      guard let start = step.range(of: "\n      run:") else { continue }
      #expect(!step[start.upperBound...].contains("${{"))
      #expect(step.contains("\n      shell: sh\n"))
    }
  }

  @Test(arguments: ["action.yml", "ci/github.yml"])
  func `other actions are named by their commits`(_ file: String) throws {
    let uses = try text(file).matches(of: /uses: (.*)/)
    #expect(!uses.isEmpty)
    for use in uses {
      #expect(use.1.wholeMatch(of: /[\w.\/-]+@[0-9a-f]{40} # v[0-9.]+/) != nil, "\(use.1)")
    }
  }

  @Test func `the page about CI has every input and output, and the script its variables`() throws {
    let (action, page) = (try text("action.yml"), try text("Documentation/CI.md"))
    let names = action.matches(of: /(?m)^  ([a-z-]+):$/)
    #expect(names.count >= 15)
    for name in names where !["using", "steps"].contains(name.1) {
      #expect(page.contains("`\(name.1)`"), "\(name.1)")
    }
    let script = try text("ci/scan")
    let head = script.prefix(upTo: try #require(script.range(of: "\nset -u")).lowerBound)
    for variable in script.matches(of: /\$\{(SCAN_[A-Z_]+)/) {
      #expect(head.contains(variable.1) || page.contains(variable.1), "\(variable.1)")
    }
    for file in ["action.yml", "ci/gitlab.yml", "ci/azure-pipelines.yml", "ci/Jenkinsfile"] {
      let known = ["SCAN_IMAGE", "SCAN_DISABLED"]
      for variable in try text(file).matches(of: /\bSCAN_[A-Z_]+/) {
        let name = String(variable.0)
        #expect(known.contains(name) || script.contains("${\(name)"), "\(file): \(name)")
      }
    }
  }
}
