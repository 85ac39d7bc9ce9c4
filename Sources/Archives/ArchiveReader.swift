internal import Glibc

/// What came of reading a container.
package struct ArchiveResult: Hashable, Sendable {
  package var outcome: ContainerOutcome
  /// What was not looked at, in the order in which it was met; makes a scan incomplete.
  package var problems: [ArchiveProblem] = []
}

/// Reads containers and what they hold, to any bounded depth, without writing anything anywhere.
///
/// Containers are told by content. They are decompressed by libarchive and SQLite, which are
/// loaded when the first one is met; nothing that a container asks for is run, and no name in it
/// is opened. All it may cost is bounded by `ArchiveLimits`.
package struct ArchiveReader: Sendable {
  package var limits: ArchiveLimits

  package init(limits: ArchiveLimits = ArchiveLimits()) {
    self.limits = limits
  }

  /// Reads a container in memory.
  ///
  /// - Parameters:
  ///   - bytes: the whole container.
  ///   - kind: what its first bytes say that it is.
  ///   - path: its own path, with which the paths of its entries begin.
  ///   - visit: takes every entry, in the order of the container.
  /// - Returns: what came of it.
  package func read(
    _ bytes: Span<UInt8>, _ kind: ContainerKind, at path: [UInt8], _ visit: ArchiveVisit
  ) -> ArchiveResult {
    unsafe bytes.withUnsafeBytes { buffer in
      let budget = Budget(limits, size: buffer.count)
      return unsafe read(MemorySource(buffer, budget), kind, at: path, budget, visit)
    }
  }

  /// Reads a container in a regular file that is open for reading; its place there is not moved.
  ///
  /// The file is not read into memory, unless it is a database.
  ///
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - kind: what its first bytes say that it is.
  ///   - path: its own path, with which the paths of its entries begin.
  ///   - visit: takes every entry, in the order of the container.
  /// - Returns: what came of it.
  package func read(
    descriptor: Int32, _ kind: ContainerKind, at path: [UInt8], _ visit: ArchiveVisit
  ) -> ArchiveResult {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let problem = ArchiveProblem(path: path, reason: .unreadable(errno))
      return ArchiveResult(outcome: .unreadable, problems: [problem])
    }
    let size = max(0, Int(status.st_size))
    let budget = Budget(limits, size: size)
    return read(FileSource(descriptor, size: size, budget), kind, at: path, budget, visit)
  }

  private func read(
    _ source: any ByteSource, _ kind: ContainerKind, at path: [UInt8], _ budget: Budget,
    _ visit: ArchiveVisit
  ) -> ArchiveResult {
    var walk = ContainerWalk(budget)
    let outcome = walk.open(kind, source, at: path, depth: 1, visit)
    return ArchiveResult(outcome: outcome, problems: walk.problems)
  }
}
