import Blobs
package import Git

/// Where the way back from changes is kept: a folder of the user's own, with a script in it.
package struct UndoFolder {
  private let folder: Path

  /// Chooses a new folder.
  ///
  /// - Parameters:
  ///   - state: The user's folder for state, such as `~/.local/state`.
  ///   - name: Of the new one; no other may have it.
  package init(in state: Path, named name: String) {
    folder = state.appending("vastguard/undo".utf8).appending(name.utf8)
  }

  /// Keeps the way back from changes that are about to be made.
  ///
  /// - Parameter changes: In the order in which they will be made.
  /// - Returns: The script, or nil where it could not be written.
  package func keep(_ changes: [Change]) -> Path? {
    guard let above = folder.parent else { return nil }
    PrivateFolder.makeAll(above)
    guard let place = PrivateFolder(making: folder) else { return nil }
    var commands: [String] = []
    for (number, change) in changes.enumerated() {
      let name = "\(number + 1).original"
      let undo = change.undo(original: folder.appending(name.utf8))
      if let content = undo.content, !place.write(name, content) { return nil }
      // What was done last is undone first.
      commands = undo.commands + commands
    }
    let script =
      "#!/bin/sh\n# Takes back what 'vastguard fix' changed.\nset -e\n"
      + commands.map { $0 + "\n" }.joined()
    guard place.write("undo.sh", Array(script.utf8)) else { return nil }
    return folder.appending("undo.sh".utf8)
  }
}
