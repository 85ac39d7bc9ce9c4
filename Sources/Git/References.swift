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
  /// One with a name that git refuses counts, and is named among the failures, too.
  /// - Returns: The references by name, and what could not be read.
  package func references() -> (references: [Reference], failures: [ReadFailure]) {
    var reader = ReferenceReader(commonDirectory, format)
    reader.readPacked()
    reader.readFile(Path("HEAD"))
    reader.readFolder(Path("refs"))
    let workTrees = commonDirectory.appending("worktrees".utf8)
    for name in workTrees.names() ?? [] where workTrees.appending(name).kind == .folder {
      let workTree = Path("worktrees").appending(name)
      reader.readFile(workTree.appending("HEAD".utf8))
      reader.readFolder(workTree.appending("refs".utf8))
    }
    reader.noteCircles()
    let references = reader.targets.map { Reference(name: $0.key, target: $0.value) }
    return (references.sorted { $0.name < $1.name }, reader.failures.sorted { $0.what < $1.what })
  }

  /// The commit that is checked out, or nil where its branch has no commit yet.
  ///
  /// - Throws: `corrupt` where `HEAD` or its branch holds no id and no name, `other` where one can't
  ///   be read.
  package func head() throws(GitError) -> ObjectID? {
    var name = Path("HEAD")
    // As many steps as git takes.
    for _ in 0...5 {
      switch try target(of: name) {
      case nil: return nil
      case .object(let id): return id
      case .symbolic(let next):
        guard ReferenceReader.mayStand(name, for: next) else {
          throw ReadFailure.badTarget(name).error
        }
        name = next
      }
    }
    throw ReadFailure.circle(name).error
  }

  /// What one reference says, seen from this work tree; nil where there is none of this name.
  func target(of name: Path) throws(GitError) -> Reference.Target? {
    do throws(GitError) {
      return try ReferenceReader.target(in: folder(of: name).appending(name.bytes), format)
    } catch {
      // A branch may have the name of a folder that was left empty.
      let isFolder = folder(of: name).appending(name.bytes).kind == .folder
      guard error.reason == .missing || isFolder else { throw error }
    }
    let packed = commonDirectory.appending(PackedReferences.file.bytes)
    do throws(GitError) {
      let bytes = try SmallFile.bytes(at: packed, limit: ReferenceReader.packedLimit)
      return PackedReferences.target(of: name, in: bytes, format).map { .object($0) }
    } catch {
      guard error.reason == .missing else { throw error }
      return nil
    }
  }

  /// The folder where a reference's file would be: some belong to one work tree.
  func folder(of name: Path) -> Path {
    let shared =
      name.bytes.starts(with: "refs/".utf8)
      && !["refs/bisect/", "refs/worktree/", "refs/rewritten/"].contains {
        name.bytes.starts(with: $0.utf8)
      }
    return shared ? commonDirectory : gitDirectory
  }
}
