package import Git

/// One commit: its id, its root tree, and where its parents stand in the list that holds it.
package struct CommitNode: Sendable {
  package let id: ObjectID
  package let tree: ObjectID
  /// The committer's time in seconds since 1970.
  package let time: Int
  /// Which of the list's parents are its own.
  package let parents: Range<Int>
}

/// Commits as they were read, in any order; one may stand there twice.
package struct CommitList: Sendable {
  package private(set) var nodes: [CommitNode] = []
  /// The parents of all commits, one commit's after the other's.
  package private(set) var parents: [ObjectID] = []

  package init() {}

  /// Makes room for a number of commits in all, most of which have one parent.
  package mutating func reserve(_ count: Int) {
    nodes.reserveCapacity(count)
    parents.reserveCapacity(count)
  }

  /// Adds a commit.
  package mutating func add(
    _ id: ObjectID, tree: ObjectID, parents ids: some Sequence<ObjectID>, time: Int
  ) {
    let start = parents.count
    parents += ids
    nodes.append(CommitNode(id: id, tree: tree, time: time, parents: start..<parents.count))
  }

  /// Adds a commit as its bytes tell it, and returns what else links it; nil, and nothing is added,
  /// where it is malformed.
  package mutating func add(
    _ id: ObjectID, _ bytes: Span<UInt8>, _ format: ObjectFormat
  ) -> CommitLinks? {
    let start = parents.count
    guard let links = CommitLinks(bytes, format, parents: &parents) else {
      parents.removeLast(parents.count - start)
      return nil
    }
    let time = links.committer.flatMap { Signature.seconds(in: bytes, $0) } ?? 0
    nodes.append(
      CommitNode(id: id, tree: links.tree, time: Int(time), parents: start..<parents.count))
    return links
  }

  /// Adds the commits of another list.
  package mutating func add(_ other: CommitList) {
    if other.nodes.isEmpty { return }
    if nodes.isEmpty {
      self = other
      return
    }
    let start = parents.count
    reserve(nodes.count + other.nodes.count)
    parents += other.parents
    nodes += other.nodes.lazy.map { node in
      CommitNode(
        id: node.id, tree: node.tree, time: node.time,
        parents: (node.parents.lowerBound + start)..<(node.parents.upperBound + start))
    }
  }
}
