/// Reads references from the files of a repository.
struct ReferenceReader {
  private let root: Path
  private let format: ObjectFormat
  private(set) var targets: [Path: Reference.Target] = [:]
  private(set) var failures: [ReadFailure] = []

  /// Reads below a repository's common folder.
  init(_ root: Path, _ format: ObjectFormat) {
    self.root = root
    self.format = format
  }

  /// Reads `packed-refs`.
  mutating func readPacked() {
    do {
      let file = root.appending(PackedReferences.file.bytes)
      let packed = PackedReferences(
        try SmallFile.bytes(at: file, limit: Self.packedLimit), format)
      targets.merge(packed.targets) { $1 }
      failures += packed.failures
    } catch {
      if error.reason != .missing { failures.append(ReadFailure(PackedReferences.file, error)) }
    }
  }

  /// The most bytes that `packed-refs` may have.
  static let packedLimit = 1 << 29

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

  /// Reads one loose reference.
  mutating func readFile(_ name: Path) {
    do throws(GitError) {
      let target = try Self.target(in: root.appending(name.bytes), format)
      targets[name] = target
      if !ReferenceName.isValid(name) { failures.append(.badName(name)) }
      if case .symbolic(let other) = target, !Self.mayStand(name, for: other) {
        failures.append(.badTarget(name))
      }
    } catch {
      // It may have been packed or deleted since its folder was read.
      if error.reason != .missing { failures.append(ReadFailure(name, error)) }
    }
  }

  /// Whether git takes `target` for what a symbolic reference may stand for: one that is called
  /// HEAD must lead to one below `refs/`, else git sees no repository at all.
  static func mayStand(_ name: Path, for target: Path) -> Bool {
    let isHead = name.name.elementsEqual("HEAD".utf8) && !name.bytes.starts(with: "refs/".utf8)
    return ReferenceName.isValid(target) && (!isHead || target.bytes.starts(with: "refs/".utf8))
  }

  /// Reads the file of one loose reference; an old one may be a symbolic link to another's file.
  ///
  /// - Throws: `missing` where there is none, `corrupt` where it holds neither an id nor a name.
  static func target(
    in file: Path, _ format: ObjectFormat
  ) throws(GitError) -> Reference.Target {
    if let link = file.linkTarget, link.bytes.starts(with: "refs/".utf8) { return .symbolic(link) }
    let bytes = try SmallFile.bytes(at: file, limit: 1 << 16, links: .refuse)
    if let target = target(bytes, format) { return target }
    throw GitError(.corrupt, "references", "holds neither an id nor a name")
  }

  private static func target(
    _ bytes: [UInt8], _ format: ObjectFormat
  ) -> Reference.Target? {
    func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
    let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? 0
    let text = bytes[..<end]
    if text.starts(with: "ref:".utf8) {
      let name = text.dropFirst(4).drop(while: isSpace)
      return name.isEmpty ? nil : .symbolic(Path(bytes: Array(name)))
    }
    // After the id, git allows anything that begins with white space.
    let digits = text.prefix { !isSpace($0) }
    guard let id = ObjectID(hex: String(decoding: digits, as: UTF8.self), format), id != .zero
    else { return nil }
    return .object(id)
  }

  /// Notes the symbolic references that lead round in a circle.
  mutating func noteCircles() {
    // What was looked at before: true where it leads into a circle.
    var known: [Path: Bool] = [:]
    for start in targets.keys.sorted() where known[start] == nil {
      var passed: [Path] = []
      var onTheWay: Set<Path> = []
      var leadsRound = false
      var next: Path? = start
      while let name = next {
        if let answer = known[name] {
          leadsRound = answer
          break
        }
        guard onTheWay.insert(name).inserted else {
          leadsRound = true
          break
        }
        passed.append(name)
        if case .symbolic(let other)? = targets[name] { next = other } else { next = nil }
      }
      for name in passed {
        known[name] = leadsRound
        if leadsRound { failures.append(.circle(name)) }
      }
    }
  }
}

extension ReadFailure {
  /// A symbolic reference to what is no name.
  static func badTarget(_ name: Path) -> ReadFailure {
    ReadFailure(
      name, GitError(.corrupt, "references", "stands for what git takes for no reference's name"))
  }

  /// A symbolic reference that never arrives at an id.
  static func circle(_ name: Path) -> ReadFailure {
    ReadFailure(name, GitError(.corrupt, "references", "leads to itself"))
  }
}

extension Collection<UInt8> where Self: BidirectionalCollection {
  /// Whether these are the last elements.
  func ends(with other: some BidirectionalCollection<UInt8>) -> Bool {
    suffix(other.count).elementsEqual(other)
  }
}
