package import Blobs
package import Checks
import Findings
package import Git

/// A change that is decided on and not yet made, with all that is needed to show it and to undo it.
package struct Change: Sendable {
  /// What is changed.
  enum Kind: Sendable {
    case mode(FoundFile, UInt32)
    case text(FoundFile, before: [UInt8], after: [UInt8])
    case newFile(in: FoundFile, name: [UInt8], [UInt8])
    case index(workTree: Path, IndexEntry)
    case removal(FoundFile)
  }

  /// What is changed, on this machine.
  package let place: Path
  let kind: Kind
  let reason: String

  /// What a change needs to know of the repository that it is made in.
  package struct Context {
    /// The entries of the index.
    package var index: [Path: [IndexEntry]]
    /// Whether a folder's `.gitignore` of this content covers what these patterns are for.
    package var covers: (_ folder: Path, _ content: [UInt8], _ patterns: [String]) -> Bool

    package init(
      index: [Path: [IndexEntry]] = [:],
      covers: @escaping (Path, [UInt8], [String]) -> Bool = { _, _, _ in true }
    ) {
      self.index = index
      self.covers = covers
    }
  }

  /// Looks at what is there and decides on the change.
  ///
  /// - Parameters:
  ///   - mend: What is to be done.
  ///   - context: The repository, if it is one's.
  /// - Returns: The change; nil where nothing is left to do.
  /// - Throws: `FileFailure` where it can't be made.
  package static func change(for mend: Mend, _ context: Context) throws(FileFailure) -> Change? {
    let kind: Kind? =
      switch mend.step {
      case .restrict(let mode): try restriction(mend, to: mode)
      case .acceptNewHosts(let lines): try acceptance(mend, lines)
      case .ignore(let patterns): try ignoring(mend, patterns, context)
      case .untrack:
        context.index[mend.path]?.first { $0.mode.isBlob }.map { entry in
          .index(workTree: mend.root.path, entry)
        }
      case .erase: .removal(try unlinked(mend))
      }
    return kind.map { Change(place: mend.place, kind: $0, reason: mend.reason) }
  }

  /// What is at the path itself: what a link leads to is somebody else's to change.
  private static func unlinked(_ mend: Mend) throws(FileFailure) -> FoundFile {
    let file = try mend.root.find(mend.path, followsLast: false)
    guard file.entry.kind != .symlink else {
      throw FileFailure(why: "it is a link; what it leads to is not changed")
    }
    return file
  }

  private static func restriction(_ mend: Mend, to mode: UInt32) throws(FileFailure) -> Kind? {
    let file = try unlinked(mend)
    let isFolder = file.entry.kind == .folder
    guard isFolder || file.entry.kind == .file else { return nil }
    let isDone =
      file.entry.mode & 0o7777 == mode && file.accessList == nil
      && (!isFolder || file.defaultList == nil)
    return isDone ? nil : .mode(file, mode)
  }

  private static func acceptance(_ mend: Mend, _ lines: [Int]) throws(FileFailure) -> Kind? {
    let file = try unlinked(mend)
    let before = try file.bytes(limit: 1 << 20)
    var text = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map(Array.init)
    for line in lines where text.indices.contains(line - 1) {
      text[line - 1] = accepting(text[line - 1])
    }
    let after = Array(text.joined(separator: [UInt8(ascii: "\n")]))
    return after == before ? nil : .text(file, before: before, after: after)
  }

  /// A line `StrictHostKeyChecking no` with another value; any other line as it is.
  private static func accepting(_ line: [UInt8]) -> [UInt8] {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: "=") }
    let indent = line.prefix { $0 == 0x20 || $0 == 0x09 }
    let keyword = line.dropFirst(indent.count).prefix { !isBlank($0) }
    guard String(decoding: keyword, as: UTF8.self).lowercased() == "stricthostkeychecking" else {
      return line
    }
    let gap = line.dropFirst(indent.count + keyword.count).prefix(while: isBlank)
    let value = line.dropFirst(indent.count + keyword.count + gap.count)
    let word = value.prefix { !isBlank($0) && $0 != 0x0D }
    let plain = String(decoding: word, as: UTF8.self).lowercased().filter { $0 != "\"" }
    guard plain == "no" || plain == "off" else { return line }
    return indent + keyword + gap + Array("accept-new".utf8) + value.dropFirst(word.count)
  }

  private static func ignoring(
    _ mend: Mend, _ patterns: [String], _ context: Context
  ) throws(FileFailure) -> Kind? {
    let folderPath = mend.path.parent ?? Path("")
    let folder = try mend.root.find(folderPath)
    let file: FoundFile
    do {
      file = try mend.root.find(mend.path, followsLast: false)
    } catch {
      guard error.isAbsence else { throw error }
      let content = IgnoreFileEdit([]).appending(patterns)
      return .newFile(in: folder, name: Array(mend.path.name), content)
    }
    guard file.entry.kind == .file else {
      throw FileFailure(why: "it is no regular file, and git does not follow a link there")
    }
    let before = try file.bytes(limit: 1 << 24)
    let edit = IgnoreFileEdit(before)
    var after = edit.appending(patterns)
    if mend.path.name.elementsEqual(".gitignore".utf8) {
      let sorted = edit.adding(patterns)
      if context.covers(folderPath, sorted, patterns) { after = sorted }
      guard context.covers(folderPath, after, patterns) else {
        throw FileFailure(why: "other rules take back what is added there")
      }
    }
    return after == before ? nil : .text(file, before: before, after: after)
  }
}
