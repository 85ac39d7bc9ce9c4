extension Repository {
  /// Returns the object that a revision names, such as `HEAD~2`, `v1.0` or the start of an id.
  ///
  /// For an annotated tag that is the tag itself.
  /// - Throws: `unknownRevision` where it names nothing here, or several objects.
  package func resolve(_ revision: String) throws(GitError) -> ObjectID {
    do throws(GitError) {
      if let id = try RevisionReader(self).object(named: revision) { return id }
      // libgit2 1.5 knows no ids but those of SHA-1.
      guard format == .sha1 else {
        throw GitError(
          .unknownRevision, "revision", "this form is not understood in a repository with SHA-256")
      }
      return try LibraryRevisions(self).object(named: revision)
    } catch {
      guard error.reason == .missing || error.reason == .unknownRevision else { throw error }
      throw error.with(
        .unknownRevision, message: "'\(revision)' names no one revision: \(error.message)")
    }
  }

  /// Returns the commit that a revision names, tags followed.
  func commit(named revision: String) throws(GitError) -> ObjectID {
    guard let commit = try objects.commit(taggedBy: resolve(revision)) else {
      throw GitError(.unknownRevision, "range", "'\(revision)' is no commit")
    }
    return commit
  }
}

/// Where a walk begins, and which commits, with all before them, it leaves out.
struct RevisionTips {
  private(set) var included: [ObjectID] = []
  private(set) var excluded: [ObjectID] = []

  mutating func add(_ id: ObjectID, isExcluded: Bool) {
    if isExcluded { excluded.append(id) } else { included.append(id) }
  }
}

/// Turns the words of a range into commits.
struct RangeResolver {
  private let repository: Repository
  private var isReversed = false

  /// The commits that the words gave so far.
  private(set) var tips = RevisionTips()

  /// References that could not be read.
  private(set) var failures: [ReadFailure] = []

  init(_ repository: Repository) {
    self.repository = repository
  }

  /// Adds one word; a word that means nothing is thrown, a broken reference becomes a failure.
  mutating func add(_ term: String) throws(GitError) {
    let parts = term.split(separator: "=", maxSplits: 1).map(String.init)
    let pattern = parts.count > 1 ? parts[1] : nil
    switch parts.first {
    case "--not" where pattern == nil: isReversed.toggle()
    case "--all" where pattern == nil: try addReferences(nil)
    case "--branches": try addReferences(Self.glob(below: "refs/heads/", pattern))
    case "--tags": try addReferences(Self.glob(below: "refs/tags/", pattern))
    case "--remotes": try addReferences(Self.glob(below: "refs/remotes/", pattern))
    default:
      guard !term.hasPrefix("-") else {
        throw GitError(.unknownRevision, "range", "'\(term)' is no option that a range takes")
      }
      try addRevision(term)
    }
  }

  private mutating func addRevision(_ term: String) throws(GitError) {
    if try addPair(term) { return }
    if let (name, mark) = Self.parents(in: term) {
      try addParents(of: name, mark, isReversed)
    } else if term.hasPrefix("^") {
      tips.add(try repository.commit(named: String(term.dropFirst())), isExcluded: !isReversed)
    } else {
      tips.add(try repository.commit(named: term), isExcluded: isReversed)
    }
  }

  /// What a term says of a commit's parents.
  private enum ParentMark {
    /// `REV^!`: the commit without all its parents.
    case withoutAll
    /// `REV^@`: all parents.
    case only
    /// `REV^-` or `REV^-2`: the commit without one parent.
    case without(Int)
  }

  /// Splits a term that is about parents; nil for any other.
  private static func parents(in term: String) -> (name: String, mark: ParentMark)? {
    if term.hasSuffix("^!") { return (String(term.dropLast(2)), .withoutAll) }
    if term.hasSuffix("^@") { return (String(term.dropLast(2)), .only) }
    let number = term.reversed().prefix { $0.isASCII && $0.isNumber }.count
    let rest = term.dropLast(number)
    guard rest.hasSuffix("^-"), let parent = number == 0 ? 1 : Int(term.suffix(number)), parent > 0
    else { return nil }
    return (String(rest.dropLast(2)), .without(parent))
  }

  private mutating func addParents(
    of name: String, _ mark: ParentMark, _ isReversed: Bool
  ) throws(GitError) {
    if name.hasPrefix("^"), case .only = mark {
      return try addParents(of: String(name.dropFirst()), mark, !isReversed)
    }
    let id = try repository.commit(named: name)
    let parents = try repository.objects.commit(id).parents
    switch mark {
    case .withoutAll:
      tips.add(id, isExcluded: isReversed)
      for parent in parents { tips.add(parent, isExcluded: !isReversed) }
    case .only:
      for parent in parents { tips.add(parent, isExcluded: isReversed) }
    case .without(let number):
      guard number <= parents.count else {
        throw GitError(.unknownRevision, "range", "'\(name)' has no parent \(number)")
      }
      tips.add(id, isExcluded: isReversed)
      tips.add(parents[number - 1], isExcluded: !isReversed)
    }
  }

  /// Adds `A..B` or `A...B`; false where the term is neither, or its dots belong to one revision.
  private mutating func addPair(_ term: String) throws(GitError) -> Bool {
    guard let pair = Self.pair(in: term) else { return false }
    let left: ObjectID
    let right: ObjectID
    do throws(GitError) {
      left = try repository.commit(named: pair.left)
      right = try repository.commit(named: pair.right)
    } catch {
      // As in `HEAD^{/two..dots}`.
      if (try? repository.resolve(term)) != nil { return false }
      throw error
    }
    tips.add(right, isExcluded: isReversed)
    tips.add(left, isExcluded: pair.isSymmetric ? isReversed : !isReversed)
    if pair.isSymmetric {
      var walk = try CommitWalk(repository)
      for base in walk.commonAncestors(left, right) { tips.add(base, isExcluded: !isReversed) }
    }
    return true
  }

  /// Splits at the first two or three dots; a side that is empty means `HEAD`.
  private static func pair(
    in term: String
  ) -> (left: String, right: String, isSymmetric: Bool)? {
    let dot = UInt8(ascii: ".")
    let bytes = Array(term.utf8)
    guard
      let first = bytes.indices.dropLast().first(where: {
        bytes[$0] == dot && bytes[$0 + 1] == dot
      })
    else { return nil }
    let isSymmetric = first + 2 < bytes.count && bytes[first + 2] == dot
    let left = String(decoding: bytes[..<first], as: UTF8.self)
    let right = String(decoding: bytes[(first + (isSymmetric ? 3 : 2))...], as: UTF8.self)
    guard !left.isEmpty || !right.isEmpty else { return nil }
    return (left.isEmpty ? "HEAD" : left, right.isEmpty ? "HEAD" : right, isSymmetric)
  }

  /// Makes a pattern for names as git does: without a wildcard it stands for all below it.
  private static func glob(below prefix: String, _ pattern: String?) -> Glob? {
    var text = Array((prefix + (pattern ?? "*")).utf8)
    if !text.contains(where: { Array("*?[".utf8).contains($0) }) {
      if text.last != UInt8(ascii: "/") { text.append(UInt8(ascii: "/")) }
      text.append(UInt8(ascii: "*"))
    }
    return Glob(text, isPath: false, foldsCase: false)
  }

  /// Adds the commits of the references that the pattern matches, or of all.
  private mutating func addReferences(_ pattern: Glob?) throws(GitError) {
    let (references, broken) = repository.references()
    func isMeant(_ name: Path) -> Bool { pattern?.matches(name.bytes[...]) ?? true }
    failures += broken.filter { isMeant($0.what) }
    for reference in references where isMeant(reference.name) {
      // A symbolic one leads to another in the list, or to a branch without a commit.
      guard let id = reference.id else { continue }
      do throws(GitError) {
        if let commit = try repository.objects.commit(taggedBy: id) {
          tips.add(commit, isExcluded: isReversed)
        }
      } catch {
        failures.append(ReadFailure(reference.name, error))
      }
    }
  }
}
