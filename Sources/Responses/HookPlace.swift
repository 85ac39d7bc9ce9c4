package import Git
import Glibc

/// Where git looks for the hooks of the repository that the current folder lies in, and why there.
///
/// git itself is asked, so that `core.hooksPath` counts wherever it is set: in any file, in a work
/// tree's own configuration, on the command line of a git that called us, or by the environment.
package struct HookPlace: Sendable {
  /// The folder that git looks in.
  package let folder: Path
  /// The folder that it looks in by default: `hooks` in what all work trees share.
  package let repositoryFolder: Path
  /// The folder in which hooks run.
  package let runFolder: Path
  package let isBare: Bool
  /// Where `core.hooksPath` is set; nil where it is not.
  package let origin: String?
  /// The folder of the user's scripts where Husky keeps the hooks folder; nil where it does not.
  package let huskyScripts: Path?

  /// Asks git.
  ///
  /// - Throws: `noRepository` where there is none; what git said where it refuses the repository.
  package init(_ git: HookGit = HookGit()) throws(HookError) {
    let own = try Self.gitFolder(git)
    let shared = try Self.absolute(git.tell("rev-parse", "--git-common-dir"))
    repositoryFolder = shared.appending("hooks".utf8)
    isBare = try git.tell("rev-parse", "--is-bare-repository") == Path("true")
    runFolder = try isBare ? own : Self.workTree(git, of: own)
    guard let named = try git.path("core.hooksPath") else {
      folder = repositoryFolder
      origin = nil
      huskyScripts = nil
      return
    }
    guard !named.bytes.isEmpty else {
      throw .setting("core.hooksPath", "is empty, so that git runs no hooks")
    }
    let isAbsolute = named.bytes.first == UInt8(ascii: "/")
    let found = Self.trimmed(isAbsolute ? named : runFolder.appending(named.bytes))
    folder = found
    origin = try git.origin(of: "core.hooksPath") ?? "git's configuration"
    huskyScripts = Self.huskyScripts(of: found)
  }

  private static func gitFolder(_ git: HookGit) throws(HookError) -> Path {
    let answer = try git.ask(["rev-parse", "--absolute-git-dir"])
    if answer.status == 0 { return Path(bytes: answer.text) }
    throw answer.complaint.contains("not a git repository")
      ? .noRepository : .git("rev-parse", answer.complaint)
  }

  /// The root of the checked-out files, also for a folder inside of `.git`.
  private static func workTree(_ git: HookGit, of own: Path) throws(HookError) -> Path {
    let answer = try git.ask(["rev-parse", "--show-toplevel"])
    if answer.status == 0, !answer.text.isEmpty { return Path(bytes: answer.text) }
    guard own.name.elementsEqual(".git".utf8) else { return own }
    return Path(bytes: Array(own.bytes.dropLast(".git".utf8.count + 1)))
  }

  /// Husky 9 has git look in `_` of its folder, where a script `h` runs what stands one folder up.
  private static func huskyScripts(of folder: Path) -> Path? {
    guard folder.name.elementsEqual("_".utf8) else { return nil }
    let above = Path(bytes: Array(folder.bytes.dropLast(2)))
    let isUsual = above.name.elementsEqual(".husky".utf8)
    let wrapper = folder.appending("h".utf8)
    return isUsual || wrapper.withCString({ unsafe access($0, F_OK) }) == 0 ? above : nil
  }

  private static func trimmed(_ path: Path) -> Path {
    var bytes = path.bytes
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    return Path(bytes: bytes)
  }

  private static func absolute(_ path: Path) throws(HookError) -> Path {
    if path.bytes.first == UInt8(ascii: "/") { return path }
    guard let real = path.real else { throw .system(path, errno) }
    return real
  }
}

extension Path {
  /// The path with every link in it resolved, or nil where nothing is there.
  var real: Path? {
    withCString { path in
      guard let text = unsafe realpath(path, nil) else { return nil }
      defer { unsafe free(text) }
      return unsafe Path(
        bytes: Array(UnsafeBufferPointer(start: text, count: strlen(text)))
          .map { UInt8(bitPattern: $0) })
    }
  }

  /// Whether both name the same folder, be it by links.
  func isSame(as other: Path) -> Bool {
    if self == other { return true }
    guard let real else { return false }
    return real == other.real
  }
}
