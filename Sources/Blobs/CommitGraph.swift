package import Git
import Packs
import Synchronization

/// The commits of a repository and how they hang together, as far as they could be read.
///
/// A commit goes by its number in ``nodes``.
package struct CommitGraph: Sendable {
  /// The commits, each once.
  package let nodes: CommitNodes
  /// For each part of the commits the number of each parent; negative where it is not there.
  private let parentNumbers: [[Int32]]
  /// Where each commit stands in `nodes`, by the first bytes of its id.
  ///
  /// A power of two of slots, of which at most half are taken. An id is a hash already, and a
  /// dictionary would hash it again.
  private let slots: [Slot]

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

  /// Makes a graph of commits; of those that share an id, the first.
  ///
  /// - Parameters:
  ///   - list: The commits.
  ///   - threads: How many threads look for the parents.
  package init(_ list: CommitList, threads: Int = 1) {
    var nodes = list.nodes
    var (slots, repeated) = Self.slots(of: nodes)
    if !repeated.isEmpty {
      var each = list
      each.remove(repeated)
      nodes = each.nodes
      (slots, repeated) = Self.slots(of: nodes)
    }
    self.nodes = nodes
    self.slots = slots
    let count = nodes.parts.count
    let numbers = Mutex([[Int32]](repeating: [], count: count))
    runThreads(min(threads, count), sharing: count) { [nodes, slots] parts in
      for part in parts {
        let found = Self.numbers(of: nodes.parts[part].parents, slots, nodes)
        numbers.withLock { $0[part] = found }
      }
    }
    parentNumbers = numbers.withLock(\.self)
  }

  /// How many ids are looked up side by side: their homes are read before any of them is asked about,
  /// so that the memory that one waits for comes for all at once.
  private static let group = 16

  /// Gives each commit a slot, and returns the numbers of those whose id has one already.
  private static func slots(of nodes: CommitNodes) -> ([Slot], repeated: Set<Int>) {
    var capacity = 64
    while capacity < 2 * nodes.count { capacity *= 2 }
    var slots = [Slot](repeating: .free, count: capacity)
    var repeated: Set<Int> = []
    for (part, first) in zip(nodes.parts.lazy.map(\.nodes), nodes.starts) {
      for start in stride(from: 0, to: part.count, by: Self.group) {
        let group = start..<min(start + Self.group, part.count)
        var wereFree = InlineArray<16, Bool>(repeating: false)
        for index in group {
          wereFree[index - start] = slots[Self.home(of: part[index].id, slots)].number < 0
        }
        for index in group {
          let id = part[index].id
          let home = Self.home(of: id, slots)
          let slot =
            wereFree[index - start] && slots[home].number < 0
            ? home : Self.slot(of: id, slots, nodes)
          if slots[slot].number < 0 {
            slots[slot] = .holding(first + index, of: id)
          } else {
            repeated.insert(first + index)
          }
        }
      }
    }
    return (slots, repeated)
  }

  private static func numbers(
    of ids: [ObjectID], _ slots: [Slot], _ nodes: CommitNodes
  ) -> [Int32] {
    var numbers = [Int32](repeating: -1, count: ids.count)
    if nodes.isEmpty { return numbers }
    for start in stride(from: 0, to: ids.count, by: group) {
      let group = start..<min(start + Self.group, ids.count)
      var homes = InlineArray<16, Slot>(repeating: .free)
      var prefixes = InlineArray<16, UInt64>(repeating: 0)
      for index in group { homes[index - start] = slots[home(of: ids[index], slots)] }
      for place in 0..<group.count {
        prefixes[place] = nodes[max(0, Int(homes[place].number))].id.prefix
      }
      for index in group {
        let (id, number) = (ids[index], homes[index - start].number)
        let isThere =
          number >= 0 && prefixes[index - start] == id.prefix && nodes[Int(number)].id == id
        numbers[index] = isThere ? number : slots[slot(of: id, slots, nodes)].number
      }
    }
    return numbers
  }

  /// The number of a commit in `nodes`.
  package func number(of id: ObjectID) -> Int? {
    let number = slots[Self.slot(of: id, slots, nodes)].number
    return number < 0 ? nil : Int(number)
  }

  /// The parents of a commit, there or not.
  package func parentIDs(of number: Int) -> ArraySlice<ObjectID> {
    let (part, index) = nodes.place(of: number)
    return nodes.parts[part].parents[nodes.parts[part].nodes[index].parents]
  }

  /// The parents of a commit that are there.
  package func parents(of number: Int) -> some Sequence<Int> {
    let (part, index) = nodes.place(of: number)
    return parentNumbers[part][nodes.parts[part].nodes[index].parents]
      .lazy.filter { $0 >= 0 }.map { Int($0) }
  }

  /// The first slot in which an id is looked for.
  private static func home(of id: ObjectID, _ slots: [Slot]) -> Int {
    Int(truncatingIfNeeded: id.prefix) & (slots.count - 1)
  }

  /// The slot that an id has, or would get.
  private static func slot(of id: ObjectID, _ slots: [Slot], _ nodes: CommitNodes) -> Int {
    let last = slots.count - 1
    let tag = Slot.tag(of: id)
    var slot = home(of: id, slots)
    while slots[slot].number >= 0,
      slots[slot].tag != tag || nodes[Int(slots[slot].number)].id != id
    {
      slot = (slot + 1) & last
    }
    return slot
  }

  /// Marks the commits that the seeds reach and that have no mark yet, and returns the ids of
  /// commits that are named as parents or seeds but not there.
  package func mark(
    from seeds: [ObjectID], as mark: UInt8, in marks: inout [UInt8]
  ) -> [ObjectID] {
    var missing: [ObjectID] = []
    var pending: [Int] = []
    func visit(_ number: Int) {
      guard marks[number] == 0 else { return }
      marks[number] = mark
      pending.append(number)
    }
    for seed in seeds {
      if let number = number(of: seed) { visit(number) } else { missing.append(seed) }
    }
    while let number = pending.popLast() {
      let (part, index) = nodes.place(of: number)
      for place in nodes.parts[part].nodes[index].parents {
        let parent = Int(parentNumbers[part][place])
        if parent >= 0 { visit(parent) } else { missing.append(nodes.parts[part].parents[place]) }
      }
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
          for parent in parents(of: number) where state[parent] == 0 { pending.append(parent) }
        } else {
          pending.removeLast()
          guard state[number] == 1 else { continue }
          state[number] = 2
          for parent in parents(of: number) where state[parent] == 2 {
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
