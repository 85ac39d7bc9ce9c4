package import Git

/// One commit: its id, its root tree, and where its parents stand in the part of a list that holds it.
package struct CommitNode: Sendable {
  package let id: ObjectID
  package let tree: ObjectID
  /// The committer's time in seconds since 1970.
  package let time: Int
  /// Which of the part's parents are its own.
  let parents: Range<Int>
}

/// Commits as they were read, in any order; one may stand there twice.
///
/// Lists are joined by their parts, which stay as they are: those of a long history are large.
package struct CommitList: Sendable {
  /// Commits that were read one after the other.
  struct Part: Sendable {
    var nodes: [CommitNode] = []
    /// The parents of all commits, one commit's after the other's.
    var parents: [ObjectID] = []
  }

  /// There is at least one, to which commits are added.
  private(set) var parts = [Part()]

  package init() {}

  /// The commits.
  package var nodes: CommitNodes { CommitNodes(parts) }

  /// Makes room for a number of commits in all, most of which have one parent.
  package mutating func reserve(_ count: Int) {
    parts[0].nodes.reserveCapacity(count)
    parts[0].parents.reserveCapacity(count)
  }

  /// Adds a commit.
  package mutating func add(
    _ id: ObjectID, tree: ObjectID, parents ids: some Sequence<ObjectID>, time: Int
  ) {
    let start = parts[0].parents.count
    parts[0].parents += ids
    parts[0].nodes.append(
      CommitNode(id: id, tree: tree, time: time, parents: start..<parts[0].parents.count))
  }

  /// Adds a commit as its bytes tell it, and returns what else links it; nil, and nothing is added,
  /// where it is malformed.
  package mutating func add(
    _ id: ObjectID, _ bytes: Span<UInt8>, _ format: ObjectFormat
  ) -> CommitLinks? {
    let start = parts[0].parents.count
    guard let links = CommitLinks(bytes, format, parents: &parts[0].parents) else {
      parts[0].parents.removeLast(parts[0].parents.count - start)
      return nil
    }
    let time = links.committer.flatMap { Signature.seconds(in: bytes, $0) } ?? 0
    parts[0].nodes.append(
      CommitNode(
        id: id, tree: links.tree, time: Int(time), parents: start..<parts[0].parents.count))
    return links
  }

  /// Adds the commits of another list.
  package mutating func add(_ other: CommitList) {
    let more = other.parts.filter { !$0.nodes.isEmpty }
    if more.isEmpty { return }
    parts = parts.filter { !$0.nodes.isEmpty } + more
  }

  /// Takes commits out, by their numbers among ``nodes``.
  mutating func remove(_ numbers: Set<Int>) {
    var number = 0
    for part in parts.indices {
      parts[part].nodes.removeAll { _ in
        defer { number += 1 }
        return numbers.contains(number)
      }
    }
  }
}

/// The commits of a list; each goes by its number.
package struct CommitNodes: RandomAccessCollection, Sendable {
  let parts: [CommitList.Part]
  /// The number of each part's first commit, and behind the last the number of all.
  let starts: [Int]

  init(_ parts: [CommitList.Part]) {
    self.parts = parts
    starts = parts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.nodes.count) }
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { starts[parts.count] }

  package subscript(number: Int) -> CommitNode {
    let (part, index) = place(of: number)
    return parts[part].nodes[index]
  }

  /// Which part holds a commit, and where.
  @inline(__always)
  func place(of number: Int) -> (part: Int, index: Int) {
    // There are about as many parts as threads.
    var (part, end) = (0, parts.count)
    while end - part > 8 {
      let middle = (part + end) / 2
      if starts[middle] <= number { part = middle } else { end = middle }
    }
    while number >= starts[part + 1] { part += 1 }
    return (part, number - starts[part])
  }
}
