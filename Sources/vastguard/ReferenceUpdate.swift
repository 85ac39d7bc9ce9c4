import Arguments
import Blobs
import Git
import Responses

/// One line of what git tells `pre-push` and `pre-receive` on standard input.
struct ReferenceUpdate {
  /// The reference's name on the other side.
  let name: Path
  /// The object that the reference is to name, or nil for a deletion.
  let newID: ObjectID?
  /// The object that it names now on the other side, or nil where it is new there.
  let oldID: ObjectID?

  /// Reads all lines.
  ///
  /// - Throws: `UsageError` for a line that is none of git's.
  static func read(_ text: [UInt8], as hook: HookName) throws(UsageError) -> [ReferenceUpdate] {
    try text.split(separator: UInt8(ascii: "\n")).map { line throws(UsageError) in
      guard let update = ReferenceUpdate(line, of: hook) else {
        throw UsageError("standard input holds a line that is no reference update")
      }
      return update
    }
  }

  /// What the pre-commit framework tells of a push: one reference of it, in the environment.
  ///
  /// - Throws: `UsageError` where it names no object.
  static func toldByFramework(
    _ environment: [String: String]
  ) throws(UsageError) -> [ReferenceUpdate] {
    let local = environment["PRE_COMMIT_TO_REF"] ?? environment["PRE_COMMIT_LOCAL_BRANCH"]
    guard let new = (try? HookGit().object(local ?? "HEAD")).flatMap({ ObjectID(hex: $0) }) else {
      throw UsageError("the pre-commit framework names nothing that is pushed")
    }
    let old = environment["PRE_COMMIT_FROM_REF"].flatMap { try? HookGit().object($0) }
    return [
      ReferenceUpdate(
        name: Path(environment["PRE_COMMIT_REMOTE_BRANCH"] ?? "HEAD"), new: new,
        old: old.flatMap { ObjectID(hex: $0) })
    ]
  }

  private init(name: Path, new: ObjectID, old: ObjectID?) {
    self.name = name
    newID = new
    oldID = old
  }

  /// Reads `<local ref> <local oid> <remote ref> <remote oid>` or `<old> <new> <ref>`.
  private init?(_ line: ArraySlice<UInt8>, of hook: HookName) {
    let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    let (new, old, name): (String, String, String)
    if hook == .preReceive {
      guard words.count >= 3 else { return nil }
      (old, new, name) = (words[0], words[1], words.dropFirst(2).joined(separator: " "))
    } else {
      // The first word may be an expression with spaces in it, so words count from the right.
      guard words.count >= 4 else { return nil }
      (new, name, old) = (words[words.count - 3], words[words.count - 2], words[words.count - 1])
    }
    guard let new = ObjectID(hex: new), let old = ObjectID(hex: old) else { return nil }
    self.name = Path(name)
    newID = new == .zero ? nil : new
    oldID = old == .zero ? nil : old
  }

  /// The commits that the other side would get; nil for a deletion, and where there are none.
  ///
  /// What the other side has is known from the object that it names, if it is here too, and from
  /// the remote's tracking branches; for a server, from its references.
  func range(
    in repository: Repository, remote: String?, hook: HookName
  ) throws -> RevisionRange? {
    guard let newID, try repository.isCommit(newID) else { return nil }
    var terms = ["\(newID)"]
    if let oldID, repository.objects.contains(oldID) { terms.append("^\(oldID)") }
    if hook == .preReceive {
      terms += ["--not", "--all"]
    } else if let remote, !remote.contains("*"), !remote.contains("?"), !remote.contains("[") {
      terms += ["--not", "--remotes=\(remote)"]
    }
    return RevisionRange(terms)
  }
}

extension Repository {
  /// Whether an object is a commit, or an annotated tag of one.
  func isCommit(_ id: ObjectID) throws(GitError) -> Bool {
    var (id, kind) = (id, try objects.header(of: id).kind)
    while kind == .tag {
      let target = try? objects.withObject(id) { _, bytes in TagObject(bytes, format)?.target }
      guard let target else { return false }
      id = target
      kind = try objects.header(of: id).kind
    }
    return kind == .commit
  }
}
