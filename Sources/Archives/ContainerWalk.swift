internal import Blobs

/// What came of opening a container.
package enum ContainerOutcome: Hashable, Sendable {
  /// All that could be read was handed over, and what could not is a problem.
  case opened
  /// It is one, but nothing could be read, which is a problem: its own bytes are all there is.
  case unreadable
  /// Its first bytes were those of a container by chance only, which is no problem.
  case notAContainer
}

/// Walks through one container and all inside it.
struct ContainerWalk: ~Copyable {
  let budget: Budget
  private var pieces: PieceReader
  private(set) var problems: [ArchiveProblem] = []

  init(_ budget: Budget) {
    self.budget = budget
    pieces = PieceReader(budget.limits)
  }

  /// Opens a container that stands at a depth, from 1.
  mutating func open(
    _ kind: ContainerKind, _ source: any ByteSource, at path: [UInt8], depth: Int,
    _ visit: ArchiveVisit
  ) -> ContainerOutcome {
    guard depth <= budget.limits.depth else {
      report(.tooDeep(budget.limits.depth), at: path)
      return .unreadable
    }
    do throws(ArchiveProblem.Reason) {
      switch kind {
      case .gzip, .bzip2, .xz, .lzma, .zstd, .lz4, .compress:
        return try openStream(kind, source, at: path, depth: depth, visit)
      case .tar, .cpio, .ar:
        return try openArchive(kind, source, at: path, depth: depth, visit)
      case .zip:
        return try openZip(source, at: path, depth: depth, visit)
      case .sqlite:
        return try openDatabase(source, at: path, depth: depth, visit)
      case .bundle:
        return try openBundle(source, at: path, depth: depth, visit)
      case .pack:
        return try openPack(source, at: path, depth: depth, visit)
      case .zlib: return try openZlib(source, at: path, depth: depth, visit)
      case .pdf: return try openPDF(source, at: path, depth: depth, visit)
      case .png: return try openPNG(source, at: path, depth: depth, visit)
      case .sevenZip, .rar, .cab:
        throw .notOpened(kind)
      }
    } catch {
      if kind.isVague { return .notAContainer }
      report(error, at: path)
      return .unreadable
    }
  }

  /// Notes a problem, once for each path and reason; what ran out ends all, and is noted once.
  mutating func report(_ reason: ArchiveProblem.Reason, at path: [UInt8]) {
    let problem = ArchiveProblem(path: path, reason: reason)
    if reason == budget.exhausted {
      if !problems.contains(where: { $0.reason == reason }) { problems.append(problem) }
      return
    }
    // What else fails then fails for that.
    guard budget.exhausted == nil, problems.count <= budget.limits.problems,
      !problems.contains(problem)
    else { return }
    let isFull = problems.count == budget.limits.problems
    problems.append(isFull ? ArchiveProblem(path: path, reason: .more) : problem)
  }

  /// Hands over an entry that has no content.
  mutating func hand(_ path: [UInt8], _ kind: ArchiveEntry.Kind, _ visit: ArchiveVisit) {
    let none: [UInt8] = []
    if !visit(ArchiveEntry(path: path, kind: kind), none.span, .whole(count: 0)) {
      budget.isStopped = true
    }
  }

  /// Hands over a content in pieces.
  mutating func hand(
    _ source: any ByteSource, at path: [UInt8], _ kind: ArchiveEntry.Kind, _ visit: ArchiveVisit
  ) {
    let entry = ArchiveEntry(path: path, kind: kind)
    if !pieces.read(source, { visit(entry, $0, $1) }) { budget.isStopped = true }
  }

  /// Opens a content if it is a container, and hands it over if it is none.
  mutating func read(
    _ content: ReplaySource, at path: [UInt8], _ kind: ArchiveEntry.Kind, depth: Int,
    _ visit: ArchiveVisit
  ) {
    let start = content.start(ContainerKind.startSize)
    if let container = ContainerKind(startOf: start.span) {
      if open(container, content, at: path, depth: depth + 1, visit) == .opened {
        if budget.goesOn { hand(path, .container, visit) }
        return
      }
      // What read too much to go back was told as a problem.
      guard budget.goesOn, content.rewind() else { return }
    } else if Payload.isProgram(start.span),
      openPayload(of: content, at: path, depth: depth, visit)
    {
      // What opens it is a text, or holds some.
      guard budget.goesOn, content.rewind() else { return }
    }
    content.commit()
    hand(content, at: path, kind, visit)
  }
}
