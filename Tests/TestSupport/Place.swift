import Foundation
package import Glibc

/// A folder that a test works in, with a home of its own so that nothing of the person who runs
/// the tests counts: no git configuration, no key files, no caches.
package protocol Place {
  /// The folder's absolute path, without symbolic links.
  var path: String { get }
  /// The absolute path of the home, outside the folder.
  var home: String { get }
}

extension Place {
  /// The environment for programs that run here: the same on every machine.
  ///
  /// With `GIT_DEFAULT_HASH=sha256` the repositories of all tests name their objects by SHA-256.
  package var environment: [String: String] {
    var environment = [
      "HOME": home,
      "XDG_CONFIG_HOME": home + "/.config",
      "XDG_CACHE_HOME": home + "/.cache",
      "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_TERMINAL_PROMPT": "0",
      "LC_ALL": "C.UTF-8",
      "TZ": "UTC",
    ]
    for name in ["PATH", "LD_LIBRARY_PATH", "LLVM_PROFILE_FILE", "GIT_DEFAULT_HASH"] {
      environment[name] = ProcessInfo.processInfo.environment[name]
    }
    return environment
  }

  /// The absolute path of a name in this folder; an absolute name stays as it is.
  package func path(_ name: String) -> String {
    name.hasPrefix("/") ? name : "\(path)/\(name)"
  }

  /// Writes a file, and the folders above it; a file that is there already is replaced.
  package func write(_ name: String, _ text: String) throws {
    try write(name, Array(text.utf8))
  }

  /// Writes a file of any bytes, and the folders above it.
  package func write(_ name: String, _ bytes: [UInt8]) throws {
    try write(Array(path(name).utf8), bytes)
  }

  /// Writes a file whose name need not be UTF-8, and the folders above it.
  package func write(_ name: [UInt8], _ bytes: [UInt8]) throws {
    let slash = UInt8(ascii: "/")
    let path = name.first == slash ? name : Array(path.utf8) + [slash] + name
    for end in path.indices.dropFirst() where path[end] == slash {
      unsafe mkdir(cString(path[..<end]), 0o755)
    }
    try ChildProcess.whileNothingStarts {
      let file = unsafe open(cString(path[...]), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      guard file >= 0 else { throw SystemError("open", String(decoding: path, as: UTF8.self)) }
      let handle = FileHandle(fileDescriptor: file)
      try handle.write(contentsOf: Data(bytes))
      try handle.close()
    }
  }

  /// Adds text to the end of a file, which need not be there yet.
  package func append(_ name: String, _ text: String) throws {
    let before = exists(name) ? try read(name) : []
    try write(name, before + Array(text.utf8))
  }

  /// The bytes of a file.
  package func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// The text of a file.
  package func text(_ name: String) throws -> String {
    String(decoding: try read(name), as: UTF8.self)
  }

  /// Whether there is a file, a folder, or a link that leads to one.
  package func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path(name))
  }

  /// The names in this folder, or in one below it, in order.
  package func names(in folder: String = ".") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
  }

  /// Makes a folder, and those above it.
  package func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: true)
  }

  /// Removes a file, or a folder with all that it holds.
  package func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path(name))
  }

  /// Gives a file another name; a file of that name is replaced.
  package func rename(_ name: String, to other: String) throws {
    if let slash = other.lastIndex(of: "/") { try makeFolder(String(other[..<slash])) }
    if unsafe Glibc.rename(path(name), path(other)) != 0 {
      throw SystemError("rename", path(name))
    }
  }

  /// Sets the permission bits of a file.
  package func chmod(_ name: String, _ mode: mode_t) throws {
    if unsafe Glibc.chmod(path(name), mode) != 0 { throw SystemError("chmod", path(name)) }
  }

  /// The permission bits of a file.
  package func mode(_ name: String) throws -> mode_t {
    var status = stat()
    if unsafe stat(path(name), &status) != 0 { throw SystemError("stat", path(name)) }
    return status.st_mode & 0o7777
  }

  /// Puts a symbolic link in place; what it leads to need not exist.
  package func link(_ name: String, to target: String) throws {
    if unsafe symlink(target, path(name)) != 0 { throw SystemError("symlink", path(name)) }
  }
}

/// A system call that failed.
struct SystemError: Error, CustomStringConvertible {
  let call: String
  let subject: String
  let code: Int32

  init(_ call: String, _ subject: String = "", code: Int32 = errno) {
    self.call = call
    self.subject = subject
    self.code = code
  }

  var description: String { "\(call) \(subject): \(unsafe String(cString: strerror(code)))" }
}

/// Bytes as C functions want their paths.
private func cString(_ bytes: ArraySlice<UInt8>) -> [CChar] {
  bytes.map { CChar(bitPattern: $0) } + [0]
}
