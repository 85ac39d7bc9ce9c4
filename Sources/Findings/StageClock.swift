import Synchronization

/// Measures how long the stages of a run take, one after the other.
package final class StageClock: Sendable {
  private struct Stage {
    let name: String
    let start: ContinuousClock.Instant
  }

  private let stages = Mutex<[Stage]>([])

  /// Makes a clock on which no stage has begun.
  package init() {}

  /// Ends the stage before, if any, and begins one.
  package func begin(_ name: String) {
    let stage = Stage(name: name, start: .now)
    stages.withLock { $0.append(stage) }
  }

  /// How long each stage took until now, in the order in which they first began; a name that came
  /// more than once stands for all of its times together.
  package func durations() -> [(name: String, duration: Duration)] {
    let stages = stages.withLock { $0 }
    let ends = stages.dropFirst().map(\.start) + [.now]
    var names: [String] = []
    var durations: [String: Duration] = [:]
    for (stage, end) in zip(stages, ends) {
      if durations[stage.name] == nil { names.append(stage.name) }
      durations[stage.name, default: .zero] += end - stage.start
    }
    return names.map { ($0, durations[$0] ?? .zero) }
  }
}
