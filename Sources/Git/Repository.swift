/// One git repository, opened for reading.
///
/// Many threads may use one. Nothing that the repository configures is ever run: no hook, filter,
/// textconv, pager or helper.
package final class Repository: Sendable {
  /// The objects; safe to share between threads.
  package let objects: ObjectDatabase

  /// How the objects are named.
  package var format: ObjectFormat { objects.format }

  /// The folder of this work tree's own state, such as `HEAD` and the index, without `/` at its end.
  package let gitDirectory: Path

  /// The folder of what all work trees share, such as references, without `/` at its end.
  package let commonDirectory: Path

  /// The root of the checked-out files without `/` at its end, or nil for a bare repository.
  package let workTree: Path?

  /// The index that this repository reads: its own, or the one that the environment names.
  package let indexFile: Path

  /// The folder of the objects: the common folder's, or the one that the environment names.
  package let objectDirectory: Path

  /// Further folders of objects that the environment names.
  package let alternates: [Path]

  /// Whether the environment named the index, so that it must exist.
  let indexMustExist: Bool

  /// The file that lists where a shallow clone was cut.
  let shallowFile: Path

  /// Its settings.
  package let configuration: Configuration

  /// Opens a repository.
  ///
  /// - Throws: `unsupported` for a format that can't be read, `missing` where it has no objects;
  ///   `corrupt` or `other` where its settings can't be read.
  init(_ place: RepositoryPlace, _ environment: RepositoryEnvironment) throws(GitError) {
    gitDirectory = place.gitDirectory
    commonDirectory = place.commonDirectory
    objectDirectory =
      environment.objectDirectory?.absolute ?? commonDirectory.appending("objects".utf8)
    alternates = environment.alternateObjectDirectories
    let format = try RepositoryFormat(commonDirectory.appending("config".utf8))
    objects = try ObjectDatabase(
      format.objectFormat(), primary: objectDirectory, further: alternates)
    let configuration = try ConfigurationSources.configuration(of: place, format)
    self.configuration = configuration
    indexFile = environment.indexFile?.absolute ?? gitDirectory.appending("index".utf8)
    indexMustExist = environment.indexFile != nil
    shallowFile =
      environment.shallowFile?.absolute ?? commonDirectory.appending("shallow".utf8)
    let named = environment.workTree?.absolute
    workTree = if let named { named } else { try place.workTree(configuration) }
  }

  /// Whether there are no checked-out files.
  package var isBare: Bool { workTree == nil }

  /// The commits whose parents a shallow clone left out, in no order; empty for a whole clone.
  ///
  /// - Throws: `corrupt` where the list holds anything but ids.
  package func shallowBoundary() throws(GitError) -> Set<ObjectID> {
    let bytes: [UInt8]
    do {
      bytes = try SmallFile.bytes(at: shallowFile, limit: 1 << 28)
    } catch {
      if error.reason == .missing { return [] }
      throw error
    }
    var boundary: Set<ObjectID> = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let id = ObjectID(hex: String(decoding: line, as: UTF8.self), format) else {
        throw GitError(.corrupt, "shallow", "\(shallowFile.text) holds a line that is no id")
      }
      boundary.insert(id)
    }
    return boundary
  }

  /// Whether the history was cut when it was cloned.
  package var isShallow: Bool {
    // A list that can't be read is no sign of a whole clone.
    (try? shallowBoundary().isEmpty) != true
  }

  /// Whether objects may have been left out when it was cloned, to be fetched when needed.
  package var isPartial: Bool {
    configuration.entries.contains { entry in
      entry.key == Array("extensions.partialclone".utf8)
        || entry.key.starts(with: "remote.".utf8) && entry.key.ends(with: ".promisor".utf8)
    }
  }
}
