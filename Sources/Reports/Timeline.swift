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

  /// The events among the steps of a secret.
  init(of secret: SecretRow, findings: [Finding]) {
    var steps = findings.compactMap(Event.init)
    steps += secret.removals.map(Event.init)
    steps.sort { left, right in
      left.path == right.path ? left.stands(before: right) : left.path < right.path
    }
    var selection = TimelineSelection()
    for step in steps { selection.add(step) }
    self = selection.timeline()
  }

  /// Events that were picked before.
  init(events: [Event], leftOut: Int) {
    (self.events, self.leftOut) = (events, leftOut)
  }
}

/// Picks the events among the steps of a secret, of which there may be any number: those of one path
/// after those of another, each in the order of time.
struct TimelineSelection {
  private var kept: [Timeline.Event] = []
  private var count = 0
  /// The path of the last step, and whether the secret stands there, and ever stood there.
  private var path: Path?
  private var isHeld = false
  private var isKnown = false

  /// Takes a step; its kind says only whether it is a removal.
  mutating func add(_ step: Timeline.Event) {
    if step.path != path { (path, isHeld, isKnown) = (step.path, false, false) }
    var step = step
    if step.kind == .removed {
      isHeld = false
    } else {
      let isMessage = step.path.bytes.isEmpty
      guard !isHeld || isMessage else { return }
      step.kind = isKnown && !isMessage ? .returned : .copied
      (isHeld, isKnown) = (true, true)
    }
    kept.append(step)
    count += 1
    // Those in the middle will be told in no case.
    if kept.count > 4 * Timeline.limit {
      kept.sort { $0.stands(before: $1) }
      kept.removeSubrange(Timeline.limit..<(kept.count - Timeline.limit))
    }
  }

  /// The events in the order of time.
  func timeline() -> Timeline {
    var events = kept.sorted { $0.stands(before: $1) }
    if events.first?.kind == .copied { events[0].kind = .introduced }
    let leftOut = max(0, count - Timeline.limit)
    if leftOut > 0 {
      let half = Timeline.limit / 2
      events = Array(events.prefix(half) + events.suffix(half))
    }
    return Timeline(events: events, leftOut: leftOut)
  }
}

extension Timeline.Event {
  /// The step that brought a finding in; nil where no commit did.
  init?(_ finding: Finding) {
    guard let commit = finding.commit else { return nil }
    self.init(kind: .copied, commit: commit, path: finding.path, layer: finding.layer)
  }

  init(_ removal: SecretRow.Removal) {
    self.init(kind: .removed, commit: removal.commit, path: removal.path)
  }

  /// Whether it comes before another one.
  fileprivate func stands(before other: Self) -> Bool {
    func place(_ event: Self) -> (Int, ObjectID, Int, Path, String) {
      let isRemoval = event.kind == .removed ? 1 : 0
      return (
        event.commit.time, event.commit.id, isRemoval, event.path, event.layer?.rawValue ?? ""
      )
    }
    return place(self) < place(other)
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
