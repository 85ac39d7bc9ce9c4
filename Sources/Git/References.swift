/// A name that leads to an object, or to another name.
package struct Reference: Sendable, Equatable {
  /// What a reference says.
  package enum Target: Sendable, Equatable {
    /// It names this object, of any kind.
    case object(ObjectID)
    /// It stands for the reference of this name.
    case symbolic(Path)
  }

  /// The full name as bytes, such as `refs/heads/main`, `HEAD`, or `worktrees/fix/HEAD`.
  ///
  /// Names are those seen from the common folder, whichever work tree the repository was opened in.
  package let name: Path

  /// What it says.
  package let target: Target

  /// The object that it names itself, or nil for a symbolic one.
  package var id: ObjectID? {
    if case .object(let id) = target { id } else { nil }
  }
}

extension Repository {
  /// Returns every reference: loose and packed ones, and each work tree's `HEAD` and own ones.
  ///
  /// libgit2 leaves out what it cannot read, so the files are read here. A broken reference is
  /// named among the failures and does not stop the others; its packed value counts if it has one.
  /// - Returns: The references by name, and what could not be read.
  package func references() -> (references: [Reference], failures: [ReadFailure]) {
    var reader = ReferenceReader(commonDirectory)
    reader.readPacked()
    reader.readFile(Path("HEAD"))
    reader.readFolder(Path("refs"))
    let workTrees = commonDirectory.appending("worktrees".utf8)
    for name in workTrees.names() ?? [] where workTrees.appending(name).kind == .folder {
      let workTree = Path("worktrees").appending(name)
      reader.readFile(workTree.appending("HEAD".utf8))
      reader.readFolder(workTree.appending("refs".utf8))
    }
    let references = reader.targets.map { Reference(name: $0.key, target: $0.value) }
    return (references.sorted { $0.name < $1.name }, reader.failures.sorted { $0.what < $1.what })
  }
}

/// Reads references from the files of a repository.
private struct ReferenceReader {
  private let root: Path
  private(set) var targets: [Path: Reference.Target] = [:]
  private(set) var failures: [ReadFailure] = []

  init(_ root: Path) {
    self.root = root
  }

  /// Reads `packed-refs`: a line for each reference, and one with `^` for what a tag leads to.
  mutating func readPacked() {
    let name = Path("packed-refs")
    let bytes: [UInt8]
    do {
      bytes = try SmallFile.bytes(at: root.appending(name.bytes), limit: 1 << 29)
    } catch {
      if error.reason != .missing { failures.append(ReadFailure(name, error)) }
      return
    }
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      if line.first == UInt8(ascii: "#") || line.first == UInt8(ascii: "^") { continue }
      let digits = line.prefix(2 * ObjectID.byteCount)
      let rest = line.dropFirst(digits.count)
      let reference = Path(bytes: Array(rest.dropFirst()))
      guard let id = ObjectID(hex: String(decoding: digits, as: UTF8.self)), id != .zero,
        rest.first == UInt8(ascii: " "), !reference.bytes.isEmpty
      else {
        failures.append(broken(reference.bytes.isEmpty ? name : reference))
        continue
      }
      targets[reference] = .object(id)
    }
  }

  /// Reads all files below a folder; as for git, names that begin with a dot and locks are none.
  mutating func readFolder(_ name: Path) {
    guard let entries = root.appending(name.bytes).names() else {
      if root.appending(name.bytes).kind != nil {
        let error = GitError(.other, "opendir", "the folder can't be read")
        failures.append(ReadFailure(name, error))
      }
      return
    }
    for entry in entries where entry.first != UInt8(ascii: ".") {
      let child = name.appending(entry)
      switch root.appending(child.bytes).kind {
      case .folder: readFolder(child)
      case nil: continue
      default: if !entry.ends(with: ".lock".utf8) { readFile(child) }
      }
    }
  }

  /// Reads one loose reference; an old one may be a symbolic link to another's file.
  mutating func readFile(_ name: Path) {
    let file = root.appending(name.bytes)
    if let link = file.linkTarget, link.bytes.starts(with: "refs/".utf8) {
      targets[name] = .symbolic(link)
      return
    }
    do throws(GitError) {
      let bytes = try SmallFile.bytes(at: file, limit: 1 << 16, links: .refuse)
      if let target = Self.target(bytes) {
        targets[name] = target
      } else {
        failures.append(broken(name))
      }
    } catch {
      // It may have been packed or deleted since its folder was read.
      if error.reason != .missing { failures.append(ReadFailure(name, error)) }
    }
  }

  private static func target(_ bytes: [UInt8]) -> Reference.Target? {
    func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
    let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? 0
    let text = bytes[..<end]
    if text.starts(with: "ref:".utf8) {
      let name = text.dropFirst(4).drop(while: isSpace)
      return name.isEmpty ? nil : .symbolic(Path(bytes: Array(name)))
    }
    // After the id, git allows anything that begins with white space.
    let digits = text.prefix { !isSpace($0) }
    guard let id = ObjectID(hex: String(decoding: digits, as: UTF8.self)), id != .zero
    else { return nil }
    return .object(id)
  }

  private func broken(_ name: Path) -> ReadFailure {
    ReadFailure(name, GitError(.corrupt, "references", "holds neither an id nor a name"))
  }
}

extension Collection<UInt8> where Self: BidirectionalCollection {
  /// Whether these are the last elements.
  func ends(with other: some BidirectionalCollection<UInt8>) -> Bool {
    suffix(other.count).elementsEqual(other)
  }
}
