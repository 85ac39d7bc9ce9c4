import Foundation

/// A home for libgit2, which looks for the user's once, when it starts in this process.
package enum LibraryHome {
  /// The folder; whoever opens a repository in a test asks for it before.
  package static let path: String = {
    let home = NSTemporaryDirectory() + "git-tests-home-\(getpid())"
    try? FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: LibraryHome.path) }
    _ = unsafe setenv("HOME", home, 1)
    _ = unsafe unsetenv("XDG_CONFIG_HOME")
    return home
  }()
}
