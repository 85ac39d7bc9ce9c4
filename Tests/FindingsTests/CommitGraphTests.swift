import Blobs
import Git
import TestSupport
import Testing

/// How commits hang together, however they were read.
@Suite struct CommitGraphTests {
  private func id(using generator: inout SeededGenerator) -> ObjectID {
    let bytes = (0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) }
    return ObjectID(bytes.span)
  }

  @Test(arguments: 0..<20 as Range<UInt64>, [1, 3])
  func `a commit that several threads read counts once, and has its parents`(
    seed: UInt64, threads: Int
  ) throws {
    var generator = SeededGenerator(seed: seed)
    var parents: [(id: ObjectID, parents: [ObjectID])] = []
    for _ in 0..<Int.random(in: 1...300, using: &generator) {
      let count = min(parents.count, Int.random(in: 0...3, using: &generator))
      var own = (0..<count).map { _ in
        parents[Int.random(in: 0..<parents.count, using: &generator)].id
      }
      // One that nobody read.
      if Int.random(in: 0..<20, using: &generator) == 0 { own.append(id(using: &generator)) }
      parents.append((id(using: &generator), own))
    }
    var lists = [CommitList](repeating: CommitList(), count: 3)
    for commit in parents {
      let readers = seed % 2 == 0 ? 1 : Int.random(in: 1...3, using: &generator)
      for reader in [0, 1, 2].shuffled(using: &generator).prefix(readers) {
        lists[reader].add(commit.id, tree: commit.id, parents: commit.parents, time: 0)
      }
    }
    let all = lists.reduce(into: CommitList()) { $0.add($1) }
    let graph = CommitGraph(all, threads: threads)
    #expect(graph.nodes.count == parents.count)
    let known = Set(parents.map(\.id))
    for commit in parents {
      let number = try #require(graph.number(of: commit.id))
      #expect(graph.nodes[number].id == commit.id)
      #expect(Array(graph.parentIDs(of: number)) == commit.parents)
      #expect(
        graph.parents(of: number).map { graph.nodes[$0].id }
          == commit.parents.filter(known.contains))
    }
    #expect(graph.number(of: id(using: &generator)) == nil)
    var marks = [UInt8](repeating: 0, count: graph.nodes.count)
    let missing = graph.mark(from: parents.map(\.id), as: 1, in: &marks)
    #expect(marks.allSatisfy { $0 == 1 })
    #expect(Set(missing) == Set(parents.flatMap(\.parents)).subtracting(known))
  }

  @Test func `no commits are a graph, too`() {
    let graph = CommitGraph(CommitList(), threads: 2)
    #expect(graph.nodes.isEmpty)
    #expect(graph.number(of: .zero) == nil)
  }
}
