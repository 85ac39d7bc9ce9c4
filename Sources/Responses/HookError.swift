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
  /// One of our two marks stands there without the other: what is ours can't be told.
  case brokenMarks(Path)
  /// A link leads to a hook of ours, which would run itself.
  case linkToOurs(Path)
  /// The hooks of a folder are never run by the manager that git is set to run.
  case notRun(by: String)
  /// The current folder is in no repository.
  case noRepository
  /// A setting of git's that would have to be changed is one that can't be: which, and why.
  case setting(String, String)
  /// git could not be asked, or refused: what it was asked, and what it said.
  case git(String, String)
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
    case .brokenMarks(let path):
      "\(path.text) holds only one of the two marks around vastguard's lines: take out what is "
        + "left of them, then try again"
    case .linkToOurs(let path):
      "\(path.text) is a link to a hook of vastguard's: remove the link, then try again"
    case .notRun(let manager):
      "\(manager) runs no such hook"
    case .noRepository:
      "the current folder is not in a git repository"
    case .setting(let key, let why):
      "\(key) \(why)"
    case .git(let command, let message):
      "git \(command): \(message)"
    case .system(let path, let code):
      "\(path.text): \(message(for: code))"
    }
  }

  private func message(for code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
