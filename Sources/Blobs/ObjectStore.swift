package import Git
package import Packs

/// All objects of a repository as its object directories hold them: packs, and loose ones.
package struct ObjectStore: Sendable {
  let packs: [Pack]
  /// How the objects are named.
  package let format: ObjectFormat
  /// The loose objects that no pack holds.
  package let loose: Set<ObjectID>
  /// The ids of all objects in packs, readable or not.
  package let packed: IDTable
  /// What of the store could not be opened, and why.
  package let failures: [(what: Path, why: String)]
  /// Packs that no index tells of, so that nothing of them is read.
  package let withoutIndex: [Path]

  /// How often the packs are listed again where a repack takes them away meanwhile.
  private static let attempts = 5

  /// Lists and maps the objects of a repository and of those that it borrows from.
  ///
  /// - Parameters:
  ///   - objectDirectory: The repository's `objects` folder.
  ///   - alternates: Further ones, such as the environment names.
  ///   - format: How the objects are named.
  ///   - threads: How many threads read the indexes.
  package init(
    objectDirectory: Path, alternates: [Path], format: ObjectFormat, threads: Int
  ) {
    self.format = format
    var attempt = 1
    while true {
      let listing = PackStore.list(
        objectDirectory: objectDirectory, alternates: alternates, format: format)
      var packs: [Pack] = []
      var failures = listing.unreadable.map { (what: $0.path, why: $0.reason) }
      var vanished = false
      for location in listing.packs {
        do throws(PackError) {
          packs.append(try Pack(location))
        } catch {
          vanished = vanished || error.reason == .vanished
          failures.append((error.path, "the pack can't be read: \(error.reason)"))
        }
      }
      attempt += 1
      if vanished, attempt <= Self.attempts { continue }
      var loose: Set<ObjectID> = []
      for directory in listing.objectDirectories {
        Self.addLoose(of: directory, packs, format, &loose, &failures)
      }
      packed = IDTable(of: packs, threads: threads)
      self.packs = packs
      self.loose = loose
      self.failures = failures
      withoutIndex = listing.withoutIndex
      return
    }
  }

  /// The number of objects, those in several packs counted as often.
  package var count: Int { packs.reduce(loose.count) { $0 + $1.objectCount } }

  /// Whether the object is there, readable or not.
  package func contains(_ id: ObjectID) -> Bool {
    packed.contains(id.prefix) || loose.contains(id)
  }

  /// Whether one of the packs of these numbers has the object, readable or not.
  package func isPacked(_ id: ObjectID, inAnyOf numbers: Set<Int>) -> Bool {
    packed.contains(id.prefix) && numbers.contains { packs[$0].contains(id) }
  }

  /// For each pack, numbers that change when anything about it does.
  package var packIdentities: [[UInt64]] { packs.map(\.identity) }

  /// The number of objects in the pack of this number.
  package func objectCount(ofPack number: Int) -> Int { packs[number].objectCount }

  /// Whether the object is loose and in no pack.
  package func isLoose(_ id: ObjectID) -> Bool { loose.contains(id) }

  private static func addLoose(
    of directory: Path, _ packs: [Pack], _ format: ObjectFormat, _ loose: inout Set<ObjectID>,
    _ failures: inout [(what: Path, why: String)]
  ) {
    for number in 0..<256 {
      let digits = String(0x100 + number, radix: 16).dropFirst()
      // As for git, the folder may be a link: with the dot it is the folder that is opened.
      let folder = directory.appending(digits.utf8)
      let walk = FolderWalk(root: folder.appending(".".utf8)) { _ in false }
      walk.forEach { entry in
        guard entry.kind == .file || entry.kind == .symlink,
          let id = ObjectID(hex: digits + String(decoding: entry.path.bytes, as: UTF8.self), format)
        else { return }
        if !packs.contains(where: { $0.contains(id) }) { loose.insert(id) }
      } failed: { path, failure in
        guard !failure.isAbsence else { return }
        failures.append((path.bytes.isEmpty ? folder : folder.appending(path.bytes), failure.why))
      }
    }
  }
}
