import Blobs
import Git

/// The commits that brought each secret in, and from them the references that lead to it.
struct Carriers {
  /// For how many secrets references are told: each sixty-four cost a pass over all commits.
  private static let mostSecrets = 64 * 64

  private var numbers: [[UInt8]: Int] = [:]
  private var secrets: [(value: [UInt8], commits: [Int])] = []

  /// Notes that a commit holds a secret, in a file, a name or its message.
  mutating func add(_ secret: [UInt8], commit: Int) {
    if let number = numbers[secret] {
      secrets[number].commits.append(commit)
    } else if secrets.count < Self.mostSecrets {
      numbers[secret] = secrets.count
      secrets.append((secret, [commit]))
    }
  }

  /// Calls `body` for each secret with the references that reach a commit which brought it in.
  ///
  /// - Parameters:
  ///   - commits: All commits.
  ///   - generations: Gives a number for each commit that is larger than those of its parents; asked
  ///     only where there is something to tell.
  ///   - tips: The names of references by what they name.
  ///   - body: Takes a secret and its references.
  func forEachSecret(
    in commits: CommitGraph, generations: () -> [Int], tips: [ObjectID: [Path]],
    _ body: ([UInt8], [Path]) -> Void
  ) {
    if secrets.isEmpty || tips.isEmpty { return }
    let steps = Steps(commits, generations())
    let tips = tips.compactMap { id, names in commits.number(of: id).map { ($0, names) } }
    for start in stride(from: 0, to: secrets.count, by: 64) {
      let part = secrets[start..<min(start + 64, secrets.count)]
      var marks = [UInt64](repeating: 0, count: commits.nodes.count)
      for (bit, secret) in part.enumerated() {
        for commit in secret.commits { marks[commit] |= 1 << UInt64(bit) }
      }
      steps.passOn(&marks)
      for (bit, secret) in part.enumerated() {
        let names = tips.filter { marks[$0.0] >> UInt64(bit) & 1 == 1 }.flatMap(\.1)
        body(secret.value, names.sorted { Self.order(of: $0) < Self.order(of: $1) })
      }
    }
  }

  /// Branches come first, then what other machines have, then tags.
  private static func order(of name: Path) -> (Int, Path) {
    let first = ["refs/heads/", "refs/remotes/", "refs/tags/"]
    return (first.firstIndex { name.bytes.starts(with: $0.utf8) } ?? first.count, name)
  }

  /// The commits, parents before children, each with the numbers of its parents.
  private struct Steps {
    private var order: [Int32]
    private var parents: [Int32] = []
    private var ends: [Int32] = []

    init(_ commits: CommitGraph, _ generations: [Int]) {
      // By counting, because a history can have a million commits.
      var starts = [Int32](repeating: 0, count: (generations.max() ?? 0) + 2)
      for generation in generations { starts[generation + 1] += 1 }
      for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
      order = .init(repeating: 0, count: generations.count)
      for (number, generation) in generations.enumerated() {
        order[Int(starts[generation])] = Int32(number)
        starts[generation] += 1
      }
      for number in order {
        parents += commits.parents(of: Int(number)).lazy.map { Int32($0) }
        ends.append(Int32(parents.count))
      }
    }

    /// Gives each commit the marks of its parents.
    func passOn(_ marks: inout [UInt64]) {
      var start = 0
      for (place, number) in order.enumerated() {
        let end = Int(ends[place])
        for parent in parents[start..<end] { marks[Int(number)] |= marks[Int(parent)] }
        start = end
      }
    }
  }
}
