import Git
import Packs

/// That a tree names an object as a folder, or as a file or symbolic link.
struct Naming: Sendable, Hashable {
  let target: ObjectID
  let isFolder: Bool

  /// Whether an object of a kind is what the tree says.
  func fits(_ kind: ObjectKind) -> Bool { kind == (isFolder ? .tree : .blob) }

  /// Whether it may be what the tree says.
  func mayFit(_ content: IDTable.Content) -> Bool {
    switch content {
    case .unknown: true
    case .tree: isFolder
    case .blob: !isFolder
    case .other: false
    }
  }
}

extension ObjectHits {
  /// Notes how a tree names an object, unless that is right or the object is not there.
  ///
  /// - Parameters:
  ///   - tree: The tree.
  ///   - naming: What it says.
  ///   - content: What the packs say of the object; nil where they don't have it.
  ///   - isLoose: Whether the object is loose.
  mutating func note(
    _ tree: ObjectID, _ naming: Naming, _ content: IDTable.Content?, isLoose: Bool
  ) {
    if let content, content != .unknown, naming.mayFit(content) { return }
    guard content != nil || isLoose else { return }
    namings[naming] = namings[naming].map { min($0, tree) } ?? tree
  }

  /// The gaps where trees name objects as what they are not: git can't read such trees.
  ///
  /// - Parameters:
  ///   - objects: The repository's objects.
  ///   - failures: Objects that could not be read, of which nothing more is to be told.
  /// - Returns: The gaps by the trees' ids.
  func misnamed(in objects: ObjectDatabase, besides failures: Set<ObjectID>) -> [Report.Gap] {
    let wrong = namings.filter { naming, _ in
      guard !failures.contains(naming.target),
        let kind = looseKinds[naming.target] ?? (try? objects.header(of: naming.target).kind)
      else { return false }
      return !naming.fits(kind)
    }
    return wrong.sorted { ($0.value, $0.key.target) < ($1.value, $1.key.target) }.map {
      let kind = looseKinds[$0.target] ?? (try? objects.header(of: $0.target).kind) ?? .blob
      return Report.Gap(
        what: "tree \($1)",
        why: "it names \($0.target) as a \($0.isFolder ? "folder" : "file"), but that is a "
          + "\(kind.name): git can't read it")
    }
  }
}
