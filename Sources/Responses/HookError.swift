package import Git
import Glibc

/// Why a hook could not be installed, removed or looked at.
package enum HookError: Error, Equatable, Sendable {
  /// A hook has to be kept aside, but an older one is kept there already.
  case savedHookExists(Path)
  /// A folder, device or pipe stands where the hook's file should be.
  case notAFile(Path)
  /// The binary's path depends on the folder in which git runs: a repository could bring its own.
  case binaryNotAbsolute(Path)
  /// The system refused: the file and `errno`.
  case system(Path, Int32)
}

extension HookError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .savedHookExists(let path):
      "\(path.text) exists already: move or remove one of the two hooks, then try again"
    case .notAFile(let path):
      "\(path.text) is not a file"
    case .binaryNotAbsolute(let path):
      "\(path.text) is not an absolute path"
    case .system(let path, let code):
      "\(path.text): \(message(for: code))"
    }
  }

  private func message(for code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
