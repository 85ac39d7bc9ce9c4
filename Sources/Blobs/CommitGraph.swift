package import Git

/// The commits of a repository and how they hang together, as far as they could be read.
package struct CommitGraph: Sendable {
  /// One commit.
  package struct Node: Sendable {
    package let id: ObjectID
    package let tree: ObjectID
    package let parents: [ObjectID]
    /// The committer's time in seconds since 1970.
    package let time: Int

    package init(id: ObjectID, tree: ObjectID, parents: [ObjectID], time: Int) {
      self.id = id
      self.tree = tree
      self.parents = parents
      self.time = time
    }
  }

  package private(set) var nodes: [Node] = []
  /// Where each commit stands in `nodes`, by the first bytes of its id.
  ///
  /// A power of two of slots, of which at most half are taken. An id is a hash already, and a
  /// dictionary would hash it again.
  private var slots: [Slot] = []

  /// A place for a commit, with a part of its id: most others are told apart by it, so that their
  /// nodes, which lie anywhere, need not be fetched.
  private struct Slot: BitwiseCopyable {
    static let free = Slot(number: -1, tag: 0)
    let number: Int32
    let tag: UInt32

    static func holding(_ number: Int, of id: ObjectID) -> Slot {
      Slot(number: Int32(number), tag: tag(of: id))
    }

    static func tag(of id: ObjectID) -> UInt32 { UInt32(truncatingIfNeeded: id.prefix >> 32) }
  }

  package init() {}

  /// Makes a graph of commits; of those that share an id, the first.
  package init(_ nodes: [Node]) {
    self.nodes.reserveCapacity(nodes.count)
    makeRoom(for: nodes.count)
    for node in nodes { add(node) }
  }

  /// Adds a commit; one that is there already is left as it is.
  package mutating func add(_ id: ObjectID, _ commit: CommitObject, bytes: Span<UInt8>) {
    let time = commit.committer.flatMap { Signature.seconds(in: bytes, $0) } ?? 0
    add(Node(id: id, tree: commit.tree, parents: commit.parents, time: Int(time)))
  }

  /// Adds the commits of another graph.
  package mutating func add(_ other: CommitGraph) {
    if nodes.isEmpty {
      self = other
      return
    }
    nodes.reserveCapacity(nodes.count + other.nodes.count)
    makeRoom(for: nodes.count + other.nodes.count)
    for node in other.nodes { add(node) }
  }

  private mutating func add(_ node: Node) {
    makeRoom(for: nodes.count + 1)
    let slot = slot(of: node.id)
    guard slots[slot].number < 0 else { return }
    slots[slot] = .holding(nodes.count, of: node.id)
    nodes.append(node)
  }

  /// The number of a commit in `nodes`.
  package func number(of id: ObjectID) -> Int? {
    if slots.isEmpty { return nil }
    let number = slots[slot(of: id)].number
    return number < 0 ? nil : Int(number)
  }

  /// The slot that an id has, or would get.
  private func slot(of id: ObjectID) -> Int {
    let last = slots.count - 1
    let tag = Slot.tag(of: id)
    var slot = Int(truncatingIfNeeded: id.prefix) & last
    while slots[slot].number >= 0,
      slots[slot].tag != tag || nodes[Int(slots[slot].number)].id != id
    {
      slot = (slot + 1) & last
    }
    return slot
  }

  private mutating func makeRoom(for count: Int) {
    guard 2 * count > slots.count else { return }
    var capacity = max(64, slots.count)
    while capacity < 2 * count { capacity *= 2 }
    slots = .init(repeating: .free, count: capacity)
    for (number, node) in nodes.enumerated() {
      slots[slot(of: node.id)] = .holding(number, of: node.id)
    }
  }

  /// Marks the commits that the seeds reach and that have no mark yet, and returns the ids of
  /// commits that are named as parents or seeds but not there.
  package func mark(
    from seeds: [ObjectID], as mark: UInt8, in marks: inout [UInt8]
  ) -> [ObjectID] {
    var missing: [ObjectID] = []
    var pending: [Int] = []
    func visit(_ id: ObjectID) {
      guard let number = number(of: id) else {
        missing.append(id)
        return
      }
      if marks[number] == 0 {
        marks[number] = mark
        pending.append(number)
      }
    }
    for seed in seeds { visit(seed) }
    while let number = pending.popLast() {
      for parent in nodes[number].parents { visit(parent) }
    }
    return missing
  }
}

extension CommitGraph {
  /// Where each commit stands in time: never before a parent, whatever the clocks said.
  ///
  /// The order is that of the corrected committer date of git's commit-graph format, and among
  /// equals that of the distance from the roots.
  package func chronology() -> [(time: Int, generation: Int)] {
    var result: [(time: Int, generation: Int)] = nodes.map { ($0.time, 0) }
    var state: [UInt8] = .init(repeating: 0, count: nodes.count)
    for start in nodes.indices where state[start] == 0 {
      // A list and not recursion: histories are long.
      var pending = [start]
      while let number = pending.last {
        if state[number] == 0 {
          state[number] = 1
          for parent in nodes[number].parents {
            if let parent = self.number(of: parent), state[parent] == 0 { pending.append(parent) }
          }
        } else {
          pending.removeLast()
          guard state[number] == 1 else { continue }
          state[number] = 2
          for parent in nodes[number].parents {
            guard let parent = self.number(of: parent), state[parent] == 2 else { continue }
            result[number].time = max(result[number].time, result[parent].time)
            result[number].generation = max(
              result[number].generation, result[parent].generation + 1)
          }
        }
      }
    }
    return result
  }
}
