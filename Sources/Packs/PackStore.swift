package import Git
import Glibc

/// A pack with its index, as found in an object directory.
package struct PackLocation: Sendable {
  /// The file that ends in `.pack`.
  package let pack: Path
  /// The file that ends in `.idx`, or that of the shared index.
  package let index: Path
  /// The index over several packs that serves where the pack has none of its own.
  let shared: MultiPackIndex?
  /// How long the ids are.
  let format: ObjectFormat
  /// The size of the pack in bytes when it was found.
  package let size: Int

  /// A pack at a place that the caller knows.
  package init(pack: Path, index: Path, size: Int, format: ObjectFormat) {
    self.pack = pack
    self.index = index
    self.size = size
    self.format = format
    shared = nil
  }

  init(pack: Path, shared: MultiPackIndex, size: Int) {
    self.pack = pack
    self.shared = shared
    self.size = size
    format = shared.format
    index = shared.path
  }

  /// The name that the pack's own index has, or would have.
  var indexName: [UInt8] { pack.name.dropLast(5) + ".idx".utf8 }
}

/// What the object directories of a repository hold in the way of packs.
package struct PackListing: Sendable {
  /// The packs that can be read, the largest first.
  package var packs: [PackLocation] = []
  /// Packs that no index tells of; one may be on its way.
  package var withoutIndex: [Path] = []
  /// The object directories: the given ones, and what their alternates lead to.
  package var objectDirectories: [Path] = []
  /// Directories that could not be listed, with the reasons.
  package var unreadable: [(path: Path, reason: String)] = []
}

/// Finds the packs of a repository.
package enum PackStore {
  /// Lists the packs of an object directory and of its alternates.
  ///
  /// Alternates are followed as git does: five levels deep, relative paths from the directory that
  /// names them, quoted ones unquoted, each directory once. Marks such as `.keep` and `.promisor`
  /// make no difference. A multi-pack-index is looked at only where a pack has no index of its own:
  /// of other packs it says less than theirs do. git 2.39 reads no pack without its own index, but
  /// its bytes are there all the same.
  ///
  /// - Parameters:
  ///   - objectDirectory: The repository's `objects` directory.
  ///   - alternates: Further object directories, such as the environment names.
  ///   - format: How the objects are named.
  /// - Returns: What is there at this moment; a repack may change it at once.
  package static func list(
    objectDirectory: Path, alternates: [Path] = [], format: ObjectFormat
  ) -> PackListing {
    let alternates = Alternates(objectDirectory: objectDirectory, others: alternates)
    var listing = PackListing()
    listing.objectDirectories = alternates.directories
    listing.unreadable = alternates.unreadable
    for directory in alternates.directories {
      listPacks(in: directory.appending("pack".utf8), format, &listing)
    }
    listing.packs.sort { ($1.size, $0.pack) < ($0.size, $1.pack) }
    return listing
  }

  private static func listPacks(
    in directory: Path, _ format: ObjectFormat, _ listing: inout PackListing
  ) {
    let names: [[UInt8]]
    do throws(SystemError) {
      names = try namesOfEntries(in: directory)
    } catch {
      // An object directory without packs need not have the folder.
      if error.code != ENOENT { listing.unreadable.append((directory, error.description)) }
      return
    }
    let known = Set(names)
    var unindexed: [PackLocation] = []
    for name in names where name.suffix(5).elementsEqual(".pack".utf8) {
      let pack = directory.appending(name)
      let indexName = name.dropLast(5) + ".idx".utf8
      let location = PackLocation(
        pack: pack, index: directory.appending(indexName), size: pack.fileSize ?? 0, format: format)
      if known.contains(Array(indexName)) {
        listing.packs.append(location)
      } else {
        unindexed.append(location)
      }
    }
    if !unindexed.isEmpty { addShared(unindexed, in: directory, format, &listing) }
  }

  /// Adds packs that have no index of their own.
  private static func addShared(
    _ packs: [PackLocation], in directory: Path, _ format: ObjectFormat,
    _ listing: inout PackListing
  ) {
    let indexes = MultiPackIndex.all(in: directory, format) { error in
      listing.unreadable.append((error.path, "the index can't be read: \(error.reason)"))
    }
    for location in packs {
      if let shared = indexes.first(where: { $0.covers(location.indexName) }) {
        listing.packs.append(
          PackLocation(pack: location.pack, shared: shared, size: location.size))
      } else {
        listing.withoutIndex.append(location.pack)
      }
    }
  }
}
