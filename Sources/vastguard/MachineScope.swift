import Arguments
import Blobs
import Checks
import Findings
import FoundationEssentials
import Git
import Glibc

/// Which machine, and which of its homes, a command line means.
enum MachineScope {
  /// The machine below `root`, or, without one, this one as its user sees it.
  ///
  /// - Parameters:
  ///   - root: A folder that counts as `/`.
  ///   - isInstance: Whether it is a rented instance.
  ///   - console: Tells the environment.
  /// - Returns: What to look at.
  /// - Throws: `UsageError` where the root can't be opened, or nobody's home is known.
  static func scope(
    root: String?, isInstance: Bool, _ console: Console
  ) throws(UsageError) -> HomeAudit.Scope {
    let now = Int64(Date().timeIntervalSince1970)
    let folder: FileRoot
    do {
      folder = try FileRoot(Path(root ?? "/"))
    } catch {
      throw UsageError("can't open the folder \(quoted(root ?? "/")): \(error.why)")
    }
    var scope: HomeAudit.Scope
    if root == nil {
      scope = HomeAudit.Scope(root: folder, homes: [try home(console)], now: now)
      addOwn(&scope, console.environment)
    } else {
      scope = HomeAudit.Scope(root: folder, homes: HomeFolders.all(in: folder), now: now)
    }
    if isInstance {
      scope.isInstance = true
      if !scope.homes.contains(Path("/root")), (try? folder.find(Path("/root"))) != nil {
        scope.homes.append(Path("/root"))
      }
    }
    return scope
  }

  /// The home of whoever runs this: the environment's, or that of the list of users.
  static func home(_ console: Console) throws(UsageError) -> Path {
    if let home = console.environment["HOME"], home.hasPrefix("/") { return Path(home).trimmed }
    if let user = unsafe getpwuid(geteuid()), let home = unsafe user.pointee.pw_dir {
      return Path(unsafe String(cString: home)).trimmed
    }
    throw UsageError("HOME names no folder", hint: "set it, or give --root DIR")
  }

  private static func addOwn(_ scope: inout HomeAudit.Scope, _ environment: [String: String]) {
    scope.environment = environment
    // A relative path is to be ignored, says the XDG base directory specification.
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      let path = Path(folder).trimmed
      if path != scope.homes.first?.appending(".config".utf8) { scope.configurations = [path] }
    }
    if let file = environment["HISTFILE"], file.hasPrefix("/") { scope.histories = [Path(file)] }
  }
}

extension Path {
  /// The path without slashes at its end.
  var trimmed: Path {
    var bytes = bytes
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    return Path(bytes: bytes)
  }
}
