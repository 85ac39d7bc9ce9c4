/// Files with made-up secrets, and traps: files that only look as if.
///
/// Each comes with what a careful reader would say of it. Nothing is stored: the same seed makes the
/// same files.
package struct Corpus: Sendable {
  /// What all chance follows from.
  package let seed: UInt64
  /// The files, those of a group together.
  package let items: [Item]
  /// What was left out, because the program that makes it is not installed.
  package let absent: [String]

  /// Makes the files; some are packed by programs of the system, which takes seconds.
  package init(seed: UInt64 = 1) {
    self.seed = seed
    let containers = Container.items(seed: seed, rounds: 5)
    let databases = Databases.items(seed: seed, rounds: 4)
    var items = Group.all.flatMap { $0.items(seed: seed) }
    items += Charset.items(seed: seed, rounds: 12)
    items += containers.items
    items += databases.items
    items += WrappedTraps.items(seed: seed)
    self.items = items.enumerated().map { Self.placed($1, number: $0) }
    absent = containers.absent + databases.absent
  }

  /// Puts a file into a folder of its own: many files share a name that means something.
  private static func placed(_ item: Item, number: Int) -> Item {
    let slug = item.group.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
    let folder = "\(String(slug).replacing("vast-ai", with: "v"))/\(number)/"
    var item = item
    item.path = folder + item.path
    for index in item.secrets.indices {
      item.secrets[index].path = folder + item.secrets[index].path
      item.secrets[index].alsoAt = item.secrets[index].alsoAt.map { folder + $0 }
    }
    return item
  }
}

extension Group {
  static let all = [
    shells, windows, settings, containers, infrastructure, pipelines, services, editors,
    languages, moreLanguages, network, histories, notebooks, commands, idioms, remarks, apart,
    names, large,
    keyFiles, instances,
    hosts, accounts, deliveries, privateKeys, escapes, base64, split, vendors, references, dull,
    digests, locks, runs, strangers, objects, neighbourhood, nouns, empties, namesakes, sealed,
    WrappedTraps.texts,
  ]
}
