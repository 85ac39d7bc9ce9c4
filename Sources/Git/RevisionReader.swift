/// Finds what a revision names.
///
/// Understood are ids and their beginnings, names of references, `@`, what `git describe` prints,
/// `@{N}`, `@{upstream}` and `@{u}`, and behind them any number of `~N`, `^N` and `^{KIND}`. Searches
/// in messages, dates, paths and branches that were checked out before are not.
struct RevisionReader {
  private let repository: Repository
  private var objects: ObjectDatabase { repository.objects }

  init(_ repository: Repository) {
    self.repository = repository
  }

  /// Returns the object that a revision names; nil where it is of a form that is not understood.
  ///
  /// - Throws: `missing` or `unknownRevision` where it names nothing here, or several objects.
  func object(named revision: String) throws(GitError) -> ObjectID? {
    let text = Array(revision.utf8)[...]
    guard Self.isUnderstood(text) else { return nil }
    let end = Self.endOfName(in: text)
    var rest = text[end...]
    let name = String(decoding: text[..<end], as: UTF8.self)
    var id: ObjectID
    if rest.first == UInt8(ascii: "@") {
      rest = rest.dropFirst()
      guard let inner = Self.takeBraces(&rest) else { throw Self.unknown("a '}' is missing") }
      id = try logged(name, inner)
    } else {
      id = try named(name)
    }
    while let mark = rest.popFirst() {
      id = try step(from: id, mark, &rest)
    }
    return id
  }

  /// Whether a revision has nothing in it of which only libgit2 knows what it means.
  private static func isUnderstood(_ text: ArraySlice<UInt8>) -> Bool {
    if text.contains(UInt8(ascii: ":")) { return false }
    var rest = text
    while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
      let isStep = brace > rest.startIndex && rest[brace - 1] == UInt8(ascii: "^")
      rest = rest[brace...]
      guard let inner = takeBraces(&rest) else { return true }
      let isKnown =
        isStep ? !inner.hasPrefix("/") : isUpstream(inner) || Int(inner).map { $0 >= 0 } == true
      if !isKnown { return false }
    }
    return true
  }

  private static func isUpstream(_ inner: String) -> Bool {
    ["u", "upstream"].contains(inner.lowercased())
  }

  /// Where the name ends that a revision begins with.
  private static func endOfName(in text: ArraySlice<UInt8>) -> Int {
    text.indices.first { index in
      let isBrace = text[index] == UInt8(ascii: "@") && text[index...].starts(with: "@{".utf8)
      return isBrace || [UInt8(ascii: "^"), UInt8(ascii: "~")].contains(text[index])
    } ?? text.endIndex
  }

  /// Takes `{…}` from the begin of a text; nil where none stands there.
  private static func takeBraces(_ text: inout ArraySlice<UInt8>) -> String? {
    guard text.first == UInt8(ascii: "{"), let end = text.firstIndex(of: UInt8(ascii: "}")) else {
      return nil
    }
    defer { text = text[(end + 1)...] }
    return String(decoding: text[(text.startIndex + 1)..<end], as: UTF8.self)
  }

  /// Takes the decimal number at the begin of a text; 1 where none stands there.
  private static func takeNumber(_ text: inout ArraySlice<UInt8>) throws(GitError) -> Int {
    let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    if digits.isEmpty { return 1 }
    text = text[digits.endIndex...]
    guard let number = Int32(String(decoding: digits, as: UTF8.self)) else {
      throw unknown("a number in it is too large")
    }
    return Int(number)
  }

  // MARK: - Names

  /// Returns the object of an id, a reference, or what `git describe` prints.
  private func named(_ name: String) throws(GitError) -> ObjectID {
    if let id = ObjectID(hex: name, objects.format) {
      guard objects.contains(id) else { throw Self.unknown("there is no such object") }
      return id
    }
    if let reference = try reference(name == "@" ? "HEAD" : name) { return reference.id }
    var digits = Substring(name)
    // As in `v1.2-14-g0123abc`.
    if let mark = name.lastIndex(of: "g"), name[..<mark].hasSuffix("-") {
      digits = name[mark...].dropFirst()
    }
    let ids = objects.ids(beginningWith: String(digits))
    guard let id = ids.first else { throw Self.unknown("there is no such reference or object") }
    guard ids.count == 1 else { throw Self.unknown("several objects begin with it") }
    return id
  }

  /// Returns the reference that git takes a short name for, and what it stands for; nil where there
  /// is none.
  private func reference(_ name: String) throws(GitError) -> (name: Path, id: ObjectID)? {
    guard ReferenceName.isValid(Path(name)) else { return nil }
    var names = ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"].map { Path($0 + name) }
    names.append(Path("refs/remotes/\(name)/HEAD"))
    var failure: GitError?
    for name in names {
      do throws(GitError) {
        if let end = try end(of: name) { return end }
      } catch {
        // Other files of the repository stand where references do.
        failure = failure ?? (name.bytes.starts(with: "refs/".utf8) ? error : nil)
      }
    }
    if let failure { throw failure }
    return nil
  }

  /// Follows symbolic references.
  private func end(of start: Path) throws(GitError) -> (name: Path, id: ObjectID)? {
    var name = start
    for _ in 0...5 {
      switch try repository.target(of: name) {
      case nil: return nil
      case .object(let id): return (name, id)
      case .symbolic(let next): name = next
      }
      guard ReferenceName.isValid(name) else { throw ReadFailure.badTarget(name).error }
    }
    throw ReadFailure.circle(start).error
  }

  // MARK: - Braces

  /// Returns what stands behind `NAME@{…}`; without a name, that of the branch that is checked out.
  private func logged(_ name: String, _ inner: String) throws(GitError) -> ObjectID {
    var start = name
    if name.isEmpty || name == "@" {
      // `HEAD@{1}` is about HEAD itself, `@{1}` about its branch.
      if case .symbolic(let branch)? = try repository.target(of: Path("HEAD")), name.isEmpty {
        start = branch.text
      } else {
        start = "HEAD"
      }
    }
    guard let reference = try reference(start) else { throw Self.unknown("there is no '\(start)'") }
    if Self.isUpstream(inner) { return try upstream(of: start, reference.name) }
    guard let number = Int(inner) else { throw Self.unknown("'@{\(inner)}' is no number") }
    return number == 0 ? reference.id : try entry(number, of: start, reference.name)
  }

  /// Returns what a reference named so many changes ago.
  private func entry(
    _ number: Int, of text: String, _ end: Path
  ) throws(GitError) -> ObjectID {
    let name = text == "HEAD" ? Path(text) : end
    let file = repository.folder(of: name).appending("logs".utf8).appending(name.bytes)
    let lines = try SmallFile.bytes(at: file, limit: 1 << 28).split(separator: UInt8(ascii: "\n"))
    // The oldest line also tells what there was before it.
    let isFirst = number == lines.count
    guard number <= lines.count, let line = isFirst ? lines.first : lines[lines.count - 1 - number]
    else { throw Self.unknown("its log has \(lines.count) entries") }
    let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
    guard words.count > 1,
      let id = ObjectID(
        hex: String(decoding: words[isFirst ? 0 : 1], as: UTF8.self), objects.format),
      id != .zero
    else { throw Self.unknown("its log names no object there") }
    return id
  }

  /// Returns what the branch that a branch follows stood for when it was last fetched.
  private func upstream(of text: String, _ end: Path) throws(GitError) -> ObjectID {
    let prefix = Array("refs/heads/".utf8)
    guard end.bytes.starts(with: prefix) else { throw Self.unknown("'\(text)' is no branch") }
    let key = "branch.\(Path(bytes: Array(end.bytes.dropFirst(prefix.count))).text)."
    guard let remote = repository.configuration.value(key + "remote"),
      let merged = repository.configuration.value(key + "merge"), merged.bytes.starts(with: prefix)
    else { throw Self.unknown("'\(text)' follows no branch") }
    let branch = merged.bytes.dropFirst(prefix.count)
    let name =
      remote == Path(".")
      ? merged : Path("refs/remotes").appending(remote.bytes).appending(branch)
    guard let reference = try self.end(of: name) else {
      throw Self.unknown("there is no '\(name.text)'")
    }
    return reference.id
  }

  // MARK: - Steps

  /// Goes on from an object as `~N`, `^N` or `^{KIND}` says.
  private func step(
    from id: ObjectID, _ mark: UInt8, _ rest: inout ArraySlice<UInt8>
  ) throws(GitError) -> ObjectID {
    guard mark == UInt8(ascii: "^") || mark == UInt8(ascii: "~") else {
      throw Self.unknown("what follows '\(id)' makes no sense")
    }
    if mark == UInt8(ascii: "^"), let inner = Self.takeBraces(&rest) {
      return try peel(id, inner)
    }
    let number = try Self.takeNumber(&rest)
    var id = try peel(id, "commit")
    guard mark == UInt8(ascii: "^") else {
      for _ in 0..<number { id = try parent(1, of: id) }
      return id
    }
    return number == 0 ? id : try parent(number, of: id)
  }

  private func parent(_ number: Int, of id: ObjectID) throws(GitError) -> ObjectID {
    let parents = try objects.commit(id).parents
    guard number <= parents.count else { throw Self.unknown("\(id) has no parent \(number)") }
    return parents[number - 1]
  }

  /// Follows tags, and from a commit to its tree, to an object of a kind; without one, to what is no
  /// tag.
  private func peel(_ id: ObjectID, _ wanted: String) throws(GitError) -> ObjectID {
    guard
      wanted.isEmpty || wanted == "object"
        || ObjectKind.allCases.contains(where: { $0.name == wanted })
    else { throw Self.unknown("'^{\(wanted)}' names no kind of object") }
    var id = id
    while true {
      let kind = try objects.header(of: id).kind
      if wanted == "object" || kind.name == wanted || wanted.isEmpty && kind != .tag { return id }
      switch kind {
      case .tag:
        id = try objects.read(id, as: .tag) { TagObject($0, objects.format)?.target }
      case .commit where wanted == "tree": return try objects.commit(id).tree
      default: throw Self.unknown("\(id) is a \(kind.name), not a \(wanted)")
      }
    }
  }

  private static func unknown(_ why: String) -> GitError {
    GitError(.unknownRevision, "revision", why)
  }
}
