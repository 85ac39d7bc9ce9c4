import Blobs
import Findings
import Git

/// Tells who could get at a file that is about to be written.
enum FileExposure {
  /// The exposure of a file, there already or not.
  ///
  /// What git tracks is carried, and so counts whatever can't be told. A file that git ignores is
  /// its owner's alone only if it is there already with such a mode: a new one gets another.
  static func of(_ file: Path) -> Exposure {
    guard let place = resolved(file) else { return .outside }
    let repository: Repository
    do throws(GitError) {
      repository = try Repository.open(at: place.folder)
    } catch {
      return error.reason == .notARepository ? .outside : .carried
    }
    guard let root = repository.workTree.flatMap({ try? FolderWalk.resolved($0) }),
      let path = below(root, place.folder.appending(place.rest)),
      !path.bytes.starts(with: ".git/".utf8),
      let entries = try? repository.indexEntries().entries,
      !entries.contains(where: { $0.path == path }),
      let rules = try? IgnoreRules(of: repository)
    else { return .carried }
    guard rules.isIgnored(path, isFolder: false) else { return .untracked }
    let entry = try? FolderWalk.entry(at: file, as: path)
    return entry.map { $0.kind == .file && $0.mode & 0o077 == 0 } ?? false
      ? .ignoredPrivate : .ignoredReadable
  }

  /// The nearest folder that exists, without links, and the rest of the path.
  private static func resolved(_ file: Path) -> (folder: Path, rest: [UInt8])? {
    if let whole = try? FolderWalk.resolved(file) { return split(whole, rest: []) }
    var (folder, rest) = (file, [UInt8]())
    while let (parent, name) = split(folder, rest: rest) {
      if let known = try? FolderWalk.resolved(parent) { return (known, name) }
      (folder, rest) = (parent, name)
    }
    return nil
  }

  private static func split(_ path: Path, rest: [UInt8]) -> (folder: Path, rest: [UInt8])? {
    guard let slash = path.bytes.lastIndex(of: slash), path.bytes.count > 1 else { return nil }
    let folder = slash == 0 ? Path("/") : Path(bytes: Array(path.bytes[..<slash]))
    let name = Array(path.bytes[(slash + 1)...])
    return (folder, rest.isEmpty ? name : name + [Self.slash] + rest)
  }

  private static func below(_ root: Path, _ path: Path) -> Path? {
    guard path.bytes.starts(with: root.bytes + [slash]) else { return nil }
    return Path(bytes: Array(path.bytes[(root.bytes.count + 1)...]))
  }

  private static let slash = UInt8(ascii: "/")
}
