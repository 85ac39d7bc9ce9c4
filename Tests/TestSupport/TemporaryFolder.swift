import Foundation
import Glibc

/// A new folder, and a home beside it, that are gone when the last reference to them is.
package final class TemporaryFolder: Place, Sendable {
  /// The folder that holds both.
  let root: String

  package var path: String { root + "/folder" }
  package var home: String { root + "/home" }

  package init() throws {
    var name = Array((NSTemporaryDirectory() + "/vastguard-test-XXXXXX").utf8CString)
    guard unsafe mkdtemp(&name) != nil, let real = unsafe realpath(name, nil) else {
      throw SystemError("mkdtemp", NSTemporaryDirectory())
    }
    root = unsafe String(cString: real)
    unsafe free(real)
    try makeFolder(path)
    try makeFolder(home)
  }

  deinit {
    // rm(1) takes names that are not UTF-8, and the tests may have left folders without permission.
    let script = #"rm -rf -- "$1" 2>&- || { chmod -R u+rwX -- "$1"; rm -rf -- "$1"; }"#
    _ = try? ChildProcess(["sh", "-c", script, "sh", root], in: "/", environment: environment).run()
  }
}
