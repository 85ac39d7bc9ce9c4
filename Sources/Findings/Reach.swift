import Blobs
import Git

/// Which commits and other objects the references of a repository reach, and by what kind of them.
struct Reach {
  /// What reaches a commit: the first of these that does.
  enum Way: UInt8 {
    case none = 0
    case reference = 1
    case stash = 2
    case note = 3
  }

  /// The way to each commit of the graph, by its number.
  private(set) var marks: [UInt8]
  /// The commits that references name themselves.
  private(set) var tips: [ObjectID] = []
  /// The references that name each of them, or an annotated tag of it.
  private(set) var names: [ObjectID: [Path]] = [:]
  /// Trees and blobs that references name, with the names.
  private(set) var direct: [(name: Path, id: ObjectID)] = []
  /// Annotated tags that references reach.
  private(set) var tags: Set<ObjectID> = []
  /// The references through which each of them is reached.
  private(set) var tagNames: [ObjectID: [Path]] = [:]
  /// Commits that are named but not there.
  private(set) var missing: [ObjectID] = []
  private(set) var failures: [Report.Gap] = []
  private let objects: ObjectDatabase

  init(of repository: Repository, commits: CommitGraph, tags targets: [ObjectID: ObjectID]) {
    objects = repository.objects
    marks = .init(repeating: 0, count: commits.nodes.count)
    let (references, failed) = repository.references()
    failures = failed.map {
      Report.Gap(what: "reference \($0.what.text)", why: $0.error.message)
    }
    var seeds: [Way: [ObjectID]] = [:]
    for reference in references {
      guard let id = reference.id else { continue }
      let way = Self.way(reference.name)
      let target = peel(id, targets, from: reference.name)
      if commits.number(of: target) != nil {
        seeds[way, default: []].append(target)
        tips.append(target)
        names[target, default: []].append(reference.name)
      } else if known(target) {
        direct.append((reference.name, target))
      } else {
        missing.append(target)
      }
    }
    do throws(FileFailure) {
      seeds[.stash, default: []] += try Self.stashEntries(of: repository).filter(known)
    } catch {
      if !error.isAbsence { failures.append(Report.Gap(what: "the older stashes", why: error.why)) }
    }
    let grafts = readGrafts(of: repository)
    for way in [Way.reference, .stash, .note] {
      var next = seeds[way] ?? []
      while !next.isEmpty {
        missing += commits.mark(from: next, as: way.rawValue, in: &marks)
        next = grafted(grafts, to: way, in: commits)
      }
    }
  }

  private mutating func readGrafts(of repository: Repository) -> [ObjectID: [ObjectID]] {
    do throws(GitError) {
      return try repository.grafts()
    } catch {
      failures.append(Report.Gap(what: "grafts", why: error.message))
      return [:]
    }
  }

  /// The parents that only a graft gives to commits which are reached in this way, as far as they
  /// are not reached themselves.
  private func grafted(
    _ grafts: [ObjectID: [ObjectID]], to way: Way, in commits: CommitGraph
  ) -> [ObjectID] {
    grafts.lazy.filter { commit, _ in
      commits.number(of: commit).map { marks[$0] == way.rawValue } ?? false
    }.flatMap(\.value).filter { parent in
      commits.number(of: parent).map { marks[$0] == Way.none.rawValue } ?? false
    }.sorted()
  }

  /// Whether an object is there.
  func known(_ id: ObjectID) -> Bool { objects.contains(id) }

  /// The way to a commit.
  func way(to commit: Int) -> Way { Way(rawValue: marks[commit]) ?? .none }

  private mutating func peel(
    _ id: ObjectID, _ targets: [ObjectID: ObjectID], from name: Path
  ) -> ObjectID {
    var id = id
    var passed: Set<ObjectID> = []
    while let target = targets[id], passed.insert(id).inserted { id = target }
    tags.formUnion(passed)
    for tag in passed { tagNames[tag, default: []].append(name) }
    return id
  }

  private static func way(_ name: Path) -> Way {
    if name.bytes == Array("refs/stash".utf8) { return .stash }
    return name.bytes.starts(with: "refs/notes/".utf8) ? .note : .reference
  }

  /// The entries of the stash but the newest: only its reflog holds them.
  private static func stashEntries(
    of repository: Repository
  ) throws(FileFailure) -> [ObjectID] {
    let path = repository.commonDirectory.appending("logs/refs/stash".utf8)
    var reader = FileReader()
    var text: [UInt8] = []
    try reader.read(path) { bytes, _ in text += bytes.copy(0..<bytes.count) }
    return text.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
      return fields.count > 1
        ? ObjectID(hex: String(decoding: fields[1], as: UTF8.self), repository.format) : nil
    }
  }
}
