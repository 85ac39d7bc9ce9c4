package import Blobs
import Findings
package import Git

extension Change {
  /// Makes the change.
  ///
  /// - Throws: `FileFailure` where it can't be made; then nothing was changed.
  package func make() throws(FileFailure) {
    switch kind {
    case .mode(let file, let mode): try file.restrict(to: mode)
    case .text(let file, let before, let after): try file.replace(with: after, after: before)
    case .newFile(let folder, let name, let bytes): try folder.make(name, bytes, mode: 0o644)
    case .index(let workTree, let entry): try Self.untrack(entry.path, in: workTree)
    case .removal(let file): try file.erase()
    }
  }

  /// Takes a path out of the index; the file stays.
  private static func untrack(_ path: Path, in workTree: Path) throws(FileFailure) {
    // Nothing that the repository configures is to run: neither its hooks nor its monitor.
    let words =
      ["git", "-C"].map { Array($0.utf8) } + [workTree.bytes]
      + ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"].map { Array($0.utf8) }
      + ["update-index", "--force-remove", "--"].map { Array($0.utf8) } + [path.bytes]
    var program = HookProgram(words: words)
    program.changes = ["LC_ALL": "C"]
    guard let answer = program.run() else { throw FileFailure(why: "git does not answer") }
    guard answer.status == 0 else {
      let text = String(decoding: answer.errors, as: UTF8.self)
      throw FileFailure(why: "git: " + (text.split(separator: "\n").first.map(String.init) ?? ""))
    }
  }

  /// What the change does, in the form of a diff; every line still has to be made fit to print.
  package var lines: [[UInt8]] {
    func line(_ text: String) -> [UInt8] { Array(text.utf8) }
    func octal(_ mode: UInt32) -> String { String(mode & 0o7777, radix: 8) }
    let head = [line("# " + reason)]
    switch kind {
    case .mode(let file, let mode):
      var lines = head + [line("--- ") + place.bytes, line("+++ ") + place.bytes]
      if file.entry.mode & 0o7777 != mode {
        lines += [line("-mode 0" + octal(file.entry.mode)), line("+mode 0" + octal(mode))]
      }
      if let list = file.accessList { lines.append(line("-acl " + list.text)) }
      if file.entry.kind == .folder, let list = file.defaultList {
        lines.append(line("-default acl " + list.text))
      }
      return lines
    case .text(_, let before, let after):
      return head + [line("--- ") + place.bytes, line("+++ ") + place.bytes]
        + LineDifference.hunks(from: before, to: after)
    case .newFile(_, _, let bytes):
      return head + [line("--- /dev/null"), line("+++ ") + place.bytes]
        + LineDifference.hunks(from: [], to: bytes)
    case .index:
      return head + [
        line("--- ") + place.bytes, line("+++ ") + place.bytes,
        line("-in the index"), line("+in the work tree only (staged; commit it)"),
      ]
    case .removal:
      return head + [line("--- ") + place.bytes, line("+++ /dev/null")]
    }
  }

  /// Whether it can be taken back.
  package var isReversible: Bool {
    if case .removal = kind { false } else { true }
  }

  /// Tells how to take it back.
  ///
  /// - Parameter original: Where the content will be that was there before.
  /// - Returns: The commands, and the content that the first of them needs, if any.
  package func undo(original: Path) -> (commands: [String], content: [UInt8]?) {
    let word = place.shellWord
    switch kind {
    case .mode(let file, _):
      var commands = ["chmod \(String(file.entry.mode & 0o7777, radix: 8)) -- \(word)"]
      if let list = file.accessList { commands.append("setfacl --set '\(list.text)' -- \(word)") }
      if file.entry.kind == .folder, let list = file.defaultList {
        commands.append("setfacl -d --set '\(list.text)' -- \(word)")
      }
      return (commands, nil)
    case .text(_, let before, _): return (["cat \(original.shellWord) > \(word)"], before)
    case .newFile: return (["rm -- \(word)"], nil)
    case .index(let workTree, let entry):
      let info = "\(String(entry.mode.rawValue, radix: 8)),\(entry.id),"
      let text = Path(bytes: Array(info.utf8) + entry.path.bytes).shellWord
      return (["git -C \(workTree.shellWord) update-index --add --cacheinfo \(text)"], nil)
    case .removal: return ([], nil)
    }
  }
}
