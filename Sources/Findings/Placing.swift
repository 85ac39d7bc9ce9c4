import Blobs
import Candidates
import Git

/// Gives the hits of objects their places: paths, commits, layers.
struct Placing {
  private let repository: Repository
  private let objects: ObjectHits
  private let commits: CommitGraph
  private let reach: Reach
  private let scope: HistoryScan.Scope
  /// The blobs that an index names.
  private let staged: Set<ObjectID>
  /// Files that a commit reached by a reference holds.
  private(set) var committed: Set<HistoryScan.CommittedFile> = []
  private var summaries: [ObjectID: Finding.CommitSummary] = [:]
  private var carriers = Carriers()
  private var known: [(time: Int, generation: Int)] = []
  /// What the commit that is being placed holds, and what it took away.
  private var held: Set<Holding> = []
  private var removed: [Holding] = []

  init(
    _ repository: Repository, _ objects: ObjectHits, _ commits: CommitGraph, _ reach: Reach,
    _ scope: HistoryScan.Scope, staged: Set<ObjectID>
  ) {
    self.staged = staged
    self.repository = repository
    self.objects = objects
    self.commits = commits
    self.reach = reach
    self.scope = scope
  }

  /// Something that a commit brought in or took away.
  private struct Event {
    let commit: Int
    let sighting: Sighting
    let isAdded: Bool
  }

  /// A secret at a path.
  private struct Holding: Hashable {
    let secret: [UInt8]
    let path: Path
  }

  /// Places the hits of commits and tags.
  mutating func placeMessages(_ collector: inout Collector) {
    for (id, kind, hits) in objects.messages.sorted(by: { $0.id < $1.id }) {
      let number = commits.number(of: id)
      let isReached =
        kind == .tag ? reach.tags.contains(id) : number.map(reach.way) != Reach.Way.none
      guard isReached || scope == .everything else { continue }
      let commit = kind == .commit ? summary(of: id) : nil
      let place = Place(
        layer: kind == .tag ? .tagMessage : .commitMessage, path: Path(""),
        exposure: isReached ? .carried : .unreachable, blob: nil, commit: commit)
      for secret in collector.add(hits, at: place) {
        if let commit { collector.note(secret, commit: commit, added: true) }
        if isReached {
          collector.noteCloned(secret)
          collector.noteReachable(secret)
          if let number, kind == .commit { carriers.add(secret, commit: number) }
          collector.noteReferences(to: secret, reach.tagNames[id] ?? [])
        }
      }
    }
  }

  /// Places the hits of blobs and the names of files, in order of time.
  mutating func place(
    _ edges: TreeEdges, _ collector: inout Collector, _ report: inout Report
  ) {
    var attribution = Attribution(edges: edges)
    var placed: Set<ObjectID> = []
    // Without a tree that leads to anything, no commit brings anything in.
    var last: Int?
    for event in edges.children.isEmpty ? [] : events(&attribution) {
      if event.commit != last { noteRemovals(by: last, &collector) }
      last = event.commit
      placed.insert(event.sighting.target)
      place(event, &collector)
    }
    noteRemovals(by: last, &collector)
    placeDirect(&attribution, &placed, &collector)
    if scope == .everything {
      placeDangling(&attribution, &placed, &collector)
    }
    noteReachable(attribution, &collector)
    let carriers = carriers
    carriers.forEachSecret(
      in: commits, generations: { chronology().map(\.generation) }, tips: reach.names
    ) { collector.noteReferences(to: $0, $1) }
    let isCut = attribution.isCut
    if !edges.children.isEmpty { notePresence(&attribution, &collector) }
    if isCut {
      report.incomplete.append(
        Report.Gap(
          what: "paths of what was found",
          why:
            "there are more than \(Attribution.limit), or they are too long; the rest is left out"))
    }
  }

  /// Where each commit stands in time; computed once.
  private mutating func chronology() -> [(time: Int, generation: Int)] {
    if known.isEmpty { known = commits.chronology() }
    return known
  }

  /// What each commit brought in or took away, in order of time.
  private mutating func events(_ attribution: inout Attribution) -> [Event] {
    var events: [Event] = []
    for (number, node) in commits.nodes.enumerated() {
      if reach.way(to: number) == .none, scope == .referenced { continue }
      let parents = commits.parents(of: number).map { commits.nodes[$0].tree }
      attribution.compare(
        node.tree, with: parents,
        added: { events.append(Event(commit: number, sighting: $0, isAdded: true)) },
        removed: { events.append(Event(commit: number, sighting: $0, isAdded: false)) })
    }
    guard events.count > 1 else { return events }
    let times = chronology()
    func place(_ event: Event) -> (Int, Int, ObjectID, Path) {
      // Commits of one moment in an order that does not depend on which thread met them first.
      let time = times[event.commit]
      return (time.time, time.generation, commits.nodes[event.commit].id, event.sighting.path)
    }
    return events.sorted { place($0) < place($1) }
  }

  private mutating func place(_ event: Event, _ collector: inout Collector) {
    let sighting = event.sighting
    let blob = sighting.target
    guard let commit = summary(of: commits.nodes[event.commit].id) else { return }
    guard event.isAdded else {
      for hit in objects.blobs[blob] ?? [] {
        collector.note(hit.secret, commit: commit, added: false)
        removed.append(Holding(secret: hit.secret, path: hit.path(in: sighting.path)))
      }
      return
    }
    let way = reach.way(to: event.commit)
    if way != .none { committed.insert(.init(path: sighting.path, blob: blob)) }
    let layer: Layer =
      switch way {
      case .none: .unreachable
      case .stash: .stash
      case .note: .note
      case .reference: sighting.kind == .symlink ? .symlink : .history
      }
    let secrets = add(
      sighting, blob,
      Place(
        layer: layer, path: sighting.path, exposure: way == .none ? .unreachable : .carried,
        blob: blob, commit: commit), &collector)
    for secret in secrets where way != .none { carriers.add(secret, commit: event.commit) }
    for hit in objects.blobs[blob] ?? [] {
      held.insert(Holding(secret: hit.secret, path: hit.path(in: sighting.path)))
    }
  }

  /// Tells what a commit took away: a file that was only changed may hold its secret still.
  private mutating func noteRemovals(by commit: Int?, _ collector: inout Collector) {
    defer { (held, removed) = ([], []) }
    guard let commit, let summary = summary(of: commits.nodes[commit].id) else { return }
    for holding in removed where held.insert(holding).inserted {
      collector.noteRemoval(of: holding.secret, from: holding.path, commit: summary)
    }
  }

  /// Adds what a file's content, its path, and its path as a text hold, and returns the secrets.
  @discardableResult
  private func add(
    _ sighting: Sighting, _ blob: ObjectID, _ place: Place, _ collector: inout Collector
  ) -> Set<[UInt8]> {
    var secrets = collector.addName(at: place)
    // A blob that a tree names as a folder is a blob all the same.
    if sighting.kind != .folder || objects.blobs[blob] != nil {
      secrets.formUnion(collector.add(objects.blobs[blob] ?? [], at: place))
      collector.addPathFindings(at: place, fix: nil)
    }
    for secret in secrets {
      if place.exposure == .carried { collector.noteCloned(secret) }
      if let commit = place.commit {
        collector.note(secret, commit: commit, added: true, isInOrder: true)
      }
    }
    return secrets
  }

  /// Places what references name without a commit.
  private func placeDirect(
    _ attribution: inout Attribution, _ placed: inout Set<ObjectID>, _ collector: inout Collector
  ) {
    for (name, id) in reach.direct {
      if let hits = objects.blobs[id] {
        placed.insert(id)
        let place = Place(layer: .history, path: name, exposure: .carried, blob: id)
        for secret in collector.add(hits, at: place) {
          collector.noteCloned(secret)
          collector.noteReachable(secret)
          collector.noteReferences(to: secret, [name])
        }
      }
      attribution.forEach(below: id) { sighting in
        placed.insert(sighting.target)
        let blob = sighting.target
        let secrets = add(
          sighting, blob,
          Place(layer: .history, path: sighting.path, exposure: .carried, blob: blob), &collector)
        for secret in secrets { collector.noteReferences(to: secret, [name]) }
      }
    }
  }

  /// Places what no commit holds: below trees that nothing holds, and blobs that no tree holds.
  private func placeDangling(
    _ attribution: inout Attribution, _ placed: inout Set<ObjectID>,
    _ collector: inout Collector
  ) {
    var dangling: Set<Sighting> = []
    let reached = Set(commits.nodes.map(\.tree)).union(reach.direct.map(\.id))
    for root in attribution.roots where !reached.contains(root) {
      attribution.forEach(below: root) { sighting in
        placed.insert(sighting.target)
        guard dangling.insert(sighting).inserted else { return }
        let blob = sighting.target
        add(
          sighting, blob,
          Place(layer: .unreachable, path: sighting.path, exposure: .unreachable, blob: blob),
          &collector)
      }
    }
    // What is staged has its place in the index.
    for (blob, hits) in objects.blobs.sorted(by: { $0.key < $1.key })
    where !placed.contains(blob) && !staged.contains(blob) {
      let text = "\(blob)"
      let path = Path(".git/objects/\(text.prefix(2))/\(text.dropFirst(2))")
      collector.add(
        hits, at: Place(layer: .unreachable, path: path, exposure: .unreachable, blob: blob))
    }
  }

  /// Tells which secrets the tip of a reference still has.
  private func noteReachable(
    _ attribution: Attribution, _ collector: inout Collector
  ) {
    var (targets, visited): (Set<ObjectID>, Set<ObjectID>) = ([], [])
    for tip in reach.tips {
      guard let number = commits.number(of: tip) else { continue }
      let tree = commits.nodes[number].tree
      attribution.collect(below: tree, into: &targets, visited: &visited)
    }
    for target in targets {
      for hit in objects.blobs[target] ?? [] { collector.noteReachable(hit.secret) }
    }
  }

  /// Tells of what commits hold whether the tree that is checked out has it, too.
  private func notePresence(_ attribution: inout Attribution, _ collector: inout Collector) {
    guard let head = try? repository.head(), let number = commits.number(of: head) else {
      return
    }
    var present: Set<HistoryScan.CommittedFile> = []
    attribution.forEach(below: commits.nodes[number].tree) { sighting in
      present.insert(.init(path: collector.located(sighting.path), blob: sighting.target))
    }
    collector.notePresence { path, blob in
      if present.contains(.init(path: path, blob: blob)) { return true }
      // What an archive holds has the archive's path before its own.
      return path.bytes.indices.contains { end in
        path.bytes[end] == UInt8(ascii: "!")
          && present.contains(.init(path: Path(bytes: Array(path.bytes[..<end])), blob: blob))
      }
    }
  }

  private mutating func summary(of id: ObjectID) -> Finding.CommitSummary? {
    if let known = summaries[id] { return known }
    // What only Packs could read is no less a leak: it lacks its author then, no more.
    let node = commits.number(of: id).map { commits.nodes[$0] }
    let summary =
      Finding.CommitSummary(of: id, in: repository.objects)
      ?? node.map { Finding.CommitSummary(id: id, author: "unknown", time: $0.time) }
    summaries[id] = summary
    return summary
  }
}

extension Finding.CommitSummary {
  /// Reads the author of a commit; nil where the commit can't be read.
  init?(of id: ObjectID, in objects: ObjectDatabase) {
    let author = try? objects.withObject(id) { _, bytes in
      CommitObject(bytes, objects.format)?.author.map { Signature(bytes, $0) }
    }
    guard let author else { return nil }
    let name = String(decoding: author.name, as: UTF8.self)
    let email = String(decoding: author.email, as: UTF8.self)
    self.init(id: id, author: "\(name) <\(email)>", time: Int(author.seconds ?? 0))
  }
}
