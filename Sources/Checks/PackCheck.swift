package import Blobs
package import Findings
package import Git
import Rules

/// Tells which key files a tool that packs a folder would take along: into an image, a package, an
/// upload.
package enum PackCheck {
  /// The check's id in findings.
  package static let id = "packed-with-folder"

  /// A tool, the file by which it leaves others out, and the files that show that it is used.
  private struct Packer {
    let tool: String
    let ignoreFile: String
    let style: IgnoreFile.Style
    /// Files that show its use; without one the ignore file itself does.
    var manifests: [String] = []
  }

  private static let packers = [
    Packer(
      tool: "docker build", ignoreFile: ".dockerignore", style: .docker,
      manifests: ["Dockerfile", "Containerfile"]),
    Packer(tool: "npm publish", ignoreFile: ".npmignore", style: .git),
    Packer(tool: "gcloud", ignoreFile: ".gcloudignore", style: .git),
    Packer(tool: "vercel", ignoreFile: ".vercelignore", style: .git),
  ]

  /// One key file that is not left out.
  package struct Gap: Sendable {
    package let finding: Finding
    /// The folder that is packed.
    package let folder: Path
    /// The name of the file that should leave it out.
    package let ignoreFile: String
    /// The line that is missing there.
    package let pattern: String
  }

  /// One gap for each key file and tool.
  ///
  /// - Parameters:
  ///   - seen: The files of a work tree, and which of them hold a secret.
  ///   - root: The work tree's root; links don't lead out of it.
  /// - Returns: The gaps, by folders.
  package static func gaps(_ seen: RepositoryScan.Seen, _ root: FileRoot) -> [Gap] {
    let keys = seen.workTree.files.filter { file in
      file.entry.kind == .file
        && (KeyName.isOne(file.entry.path)
          || file.standing != .tracked && seen.holders.contains(file.entry.path))
    }.map(\.entry.path)
    if keys.isEmpty { return [] }
    let names = Set(seen.workTree.files.map(\.entry.path))
    var folders: Set<Path> = []
    for key in keys {
      var folder = key.parent
      while let current = folder {
        folders.insert(current)
        folder = current.parent
      }
    }
    let ordered = [Path("")] + folders.sorted()
    return ordered.flatMap { folder in
      packers.flatMap { gaps($0, in: folder, keys, names, root) }
        + manifestGaps(in: folder, keys, root)
    }
  }

  private static func gaps(
    _ packer: Packer, in folder: Path, _ keys: [Path], _ names: Set<Path>, _ root: FileRoot
  ) -> [Gap] {
    let file = folder.appending(packer.ignoreFile.utf8)
    let bytes = content(file, root)
    let isUsed =
      bytes != nil && packer.manifests.isEmpty
      || packer.manifests.contains { names.contains(folder.appending($0.utf8)) }
    guard isUsed else { return [] }
    let rules = IgnoreFile(bytes ?? [], packer.style)
    return keys.compactMap { key in
      guard let below = below(key, folder), !rules.leavesOut(below) else { return nil }
      let name = String(decoding: below.name, as: UTF8.self)
      let pattern = packer.style == .docker && below.parent != nil ? "**/" + name : name
      let why = bytes == nil ? "there is no '\(file.text)'" : "'\(file.text)' does not name it"
      return Gap(
        finding: finding(
          key, "'\(packer.tool)' takes '\(key.text)' along: \(why).",
          fix: "echo \(Path(pattern).shellWord) >> \(file.shellWord)", packer.ignoreFile),
        folder: folder, ignoreFile: packer.ignoreFile, pattern: pattern)
    }
  }

  /// What `MANIFEST.in` takes into a Python package's source archive.
  private static func manifestGaps(
    in folder: Path, _ keys: [Path], _ root: FileRoot
  ) -> [Gap] {
    let file = folder.appending("MANIFEST.in".utf8)
    guard let bytes = content(file, root) else { return [] }
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
      String(decoding: line, as: UTF8.self).split { $0.isWhitespace }.map(String.init)
    }
    return keys.compactMap { key in
      guard let below = below(key, folder) else { return nil }
      let name = String(decoding: below.name, as: UTF8.self)
      var isTaken = false
      for words in lines {
        guard let command = words.first else { continue }
        let isNamed = words.dropFirst().contains {
          PlaceSearch.matches(below.name, Array($0.utf8)[...]) || $0 == below.text
        }
        switch command {
        case "include" where isNamed && below.parent == nil, "global-include" where isNamed,
          "recursive-include" where isNamed:
          isTaken = true
        case "graft"
        where words.dropFirst().contains { $0 == "." || below.text.hasPrefix($0 + "/") }:
          isTaken = true
        case "exclude" where isNamed, "global-exclude" where isNamed,
          "recursive-exclude" where isNamed:
          isTaken = false
        default: break
        }
      }
      guard isTaken else { return nil }
      return Gap(
        finding: finding(
          key, "'\(file.text)' takes '\(key.text)' into the package's source archive.",
          fix: "echo 'global-exclude \(name)' >> \(file.shellWord)", "MANIFEST.in"),
        folder: folder, ignoreFile: "MANIFEST.in", pattern: "global-exclude " + name)
    }
  }

  private static func content(_ file: Path, _ root: FileRoot) -> [UInt8]? {
    guard let found = try? root.find(file), found.entry.kind == .file else { return nil }
    return try? found.bytes(limit: 1 << 20)
  }

  private static func below(_ key: Path, _ folder: Path) -> Path? {
    if folder.bytes.isEmpty { return key }
    let start = folder.bytes + [UInt8(ascii: "/")]
    return key.bytes.starts(with: start) ? Path(bytes: Array(key.bytes[start.count...])) : nil
  }

  private static func finding(
    _ key: Path, _ message: String, fix: String, _ ignoreFile: String
  ) -> Finding {
    Finding(
      rule: id, severity: .low, message: message, path: key, layer: .ignore,
      fingerprint: Collector.fingerprint(id, ignoreFile, key, 0), fix: fix)
  }
}
