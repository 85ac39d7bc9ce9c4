import Arguments
import Blobs
import Findings
import Git
import Responses

/// The message of the commit that is being made, as git will record it.
enum CommitMessage {
  /// Reads the file that git gives to `commit-msg`, without what git takes out of it.
  static func recorded(from file: Path, _ console: Console) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var reader = FileReader()
    do throws(FileFailure) {
      try reader.read(file) { piece, window in
        bytes += piece.copy(0..<piece.count).dropFirst(bytes.count - window.offset)
      }
    } catch {
      throw UsageError("the message in \(quoted(file.text)) can't be read: \(error.why)")
    }
    let git = HookGit()
    let settings = { (key: String) in try? git.setting(key) }
    let isVerbose = settings("commit.verbose").map {
      !["", "0", "false", "no", "off"].contains($0)
    }
    let cleanup = MessageCleanup(
      mode: settings("commit.cleanup"),
      commentChar: settings("core.commentString")
        ?? settings("core.commentChar"),
      // git tells its hooks of a commit without an editor by an editor that does nothing.
      hasEditor: console.environment["GIT_EDITOR"] != ":", isVerbose: isVerbose ?? false)
    return cleanup.recorded(bytes)
  }
}
