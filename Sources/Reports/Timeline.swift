import Blobs
import Findings
import Git

/// What happened to a secret in commits: brought in, copied, removed, brought back.
///
/// A commit that changes a file and leaves the secret in it is no event.
struct Timeline {
  /// How many events are told: the first ones, and the last.
  static let limit = 200

  /// What a commit did.
  enum Kind: String, Sendable, Codable {
    case introduced
    case copied
    case returned
    case removed
  }

  /// One step in the life of a secret.
  struct Event {
    var kind: Kind
    var commit: Finding.CommitSummary
    /// Empty for what stands in a message.
    var path: Path
    /// Where the bytes are; nil for a removal.
    var layer: Layer?
  }

  /// The events in order of the authors' dates.
  private(set) var events: [Event] = []
  /// How many events were left out.
  private(set) var leftOut = 0

  init(of secret: SecretRow, findings: [Finding]) {
    var steps = findings.compactMap { finding in
      finding.commit.map {
        Event(kind: .copied, commit: $0, path: finding.path, layer: finding.layer)
      }
    }
    steps += secret.removals.map { Event(kind: .removed, commit: $0.commit, path: $0.path) }
    steps.sort { Self.stands($0, before: $1) }
    var held: Set<Path> = []
    var known: Set<Path> = []
    for var step in steps {
      if step.kind == .removed {
        held.remove(step.path)
      } else {
        guard held.insert(step.path).inserted || step.path.bytes.isEmpty else { continue }
        let isNew = known.insert(step.path).inserted || step.path.bytes.isEmpty
        step.kind = events.isEmpty ? .introduced : isNew ? .copied : .returned
      }
      events.append(step)
    }
    leftOut = max(0, events.count - Self.limit)
    if leftOut > 0 {
      let half = Self.limit / 2
      events = Array(events.prefix(half) + events.suffix(half))
    }
  }

  private static func stands(_ left: Event, before right: Event) -> Bool {
    func place(_ event: Event) -> (Int, ObjectID, Int, Path, String) {
      let isRemoval = event.kind == .removed ? 1 : 0
      return (
        event.commit.time, event.commit.id, isRemoval, event.path, event.layer?.rawValue ?? ""
      )
    }
    return place(left) < place(right)
  }
}

extension Timeline.Event {
  /// The event as the start of a sentence about a path, such as `Copied to`.
  var words: String {
    switch kind {
    case .introduced: "Brought in with"
    case .copied: "Copied to"
    case .returned: "Brought back to"
    case .removed: "Removed from"
    }
  }

  /// The bytes of the place's path, or what the place is where it has none.
  var place: [UInt8] {
    path.bytes.isEmpty
      ? Array(("the " + Wording.name(of: layer ?? .commitMessage)).utf8) : path.bytes
  }
}
