import Foundation
import FoundationXML
import TestSupport
import Testing

/// The pages hold together: links lead somewhere, decisions are numbered, the picture is whole.
@Suite struct DocumentationTests {
  private static let documentation = CIRun.project.appending(path: "Documentation")

  private static func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  private static func text(_ page: URL) throws -> String {
    try String(contentsOf: page, encoding: .utf8)
  }

  /// Every Markdown page of the project.
  private static func pages() throws -> [URL] {
    let decisions = documentation.appending(path: "Decisions")
    return try [CIRun.project, documentation, decisions].flatMap { folder in
      try names(in: folder).filter { $0.hasSuffix(".md") }.map { folder.appending(path: $0) }
    }
  }

  /// The anchors that GitHub makes of a page's headings.
  private static func anchors(_ text: String) -> Set<String> {
    Set(
      text.matches(of: /(?m)^#+ (.+)$/).map { heading in
        String(heading.1).lowercased().replacing(/[^\w\- ]/, with: "").replacing(" ", with: "-")
      })
  }

  @Test func `every link within the project leads to a file, and to a heading of it`() throws {
    let pages = try Self.pages()
    #expect(pages.count > 20)
    for page in pages {
      let text = try Self.text(page)
      for link in text.matches(of: /\]\(([^)\s]+)\)/) where !link.1.contains("://") {
        let parts = link.1.split(separator: "#", omittingEmptySubsequences: false)
        let folder = page.deletingLastPathComponent()
        let target = parts[0].isEmpty ? page : folder.appending(path: String(parts[0]))
        let place = "\(page.lastPathComponent): \(link.1)"
        guard FileManager.default.fileExists(atPath: target.standardizedFileURL.path) else {
          Issue.record("\(place) leads nowhere")
          continue
        }
        if parts.count > 1 {
          let anchors = Self.anchors(try Self.text(target.standardizedFileURL))
          #expect(anchors.contains(String(parts[1])), "\(place)")
        }
      }
    }
  }

  @Test func `decisions are numbered from one, without gaps, as their headings say`() throws {
    let folder = Self.documentation.appending(path: "Decisions")
    for (index, name) in try Self.names(in: folder).enumerated() {
      let number = index + 1
      #expect(name.hasPrefix(String(format: "%04d-", number)), "\(name)")
      let page = try Self.text(folder.appending(path: name))
      #expect(page.hasPrefix("# \(number). "), "\(name)")
    }
  }

  @Test func `every page is reached from the README`() throws {
    var reached: Set<String> = []
    var open = [CIRun.project.appending(path: "README.md")]
    while let page = open.popLast() {
      guard reached.insert(page.path).inserted, page.pathExtension == "md" else { continue }
      for link in try Self.text(page).matches(of: /\]\(([^)\s#]+\.md)/)
      where !link.1.contains("://") {
        let folder = page.deletingLastPathComponent()
        open.append(folder.appending(path: String(link.1)).standardizedFileURL)
      }
    }
    for name in try Self.names(in: Self.documentation) where name.hasSuffix(".md") {
      #expect(reached.contains(Self.documentation.appending(path: name).path), "\(name)")
    }
  }

  @Test func `the picture is of an audit, holds no key, and asks for nothing from elsewhere`()
    throws
  {
    let picture = try Self.text(Self.documentation.appending(path: "terminal.svg"))
    #expect(XMLParser(data: Data(picture.utf8)).parse())
    #expect(picture.contains(">vastguard audit<"))
    #expect(!picture.contains(/[0-9a-f]{40}/))
    #expect(!picture.contains(/href|url\(|@import|<script|<foreignObject/))
  }

  @Test func `the picture shows what the program prints`() throws {
    let folder = try TemporaryFolder()
    guard try folder.shell("command -v python3").status == 0 else { return }
    let script = CIRun.project.appending(path: "scripts/picture").path
    let outcome = try ChildProcess(
      [script, Tool.executable, folder.path("new.svg")], in: folder.path,
      environment: folder.environment
    ).run()
    try #require(outcome.status == 0, "\(outcome.stderr)")
    let now = try folder.text("new.svg")
    let drawn = try Self.text(Self.documentation.appending(path: "terminal.svg"))
    let seconds = /in (?:less than )?[0-9.]+ s\./
    #expect(
      now.replacing(seconds, with: "") == drawn.replacing(seconds, with: ""),
      "scripts/picture draws it anew")
  }
}
