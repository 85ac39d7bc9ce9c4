import Blobs
import Git

extension RepositoryScan {
  /// Scans the repositories of submodules, each with all that git keeps in it; their files in the
  /// work tree belong to that of the whole.
  ///
  /// - Parameters:
  ///   - nested: The names `.git` in the work tree but the one at its root.
  ///   - collector: Gets what is found, with paths seen from the root of the work tree.
  ///   - report: Gets the gaps and counts.
  /// - Throws: Where memory is short; what is wrong with a submodule becomes a gap.
  func scanSubmodules(
    _ nested: [Path], _ collector: inout Collector, _ report: inout Report
  ) throws {
    var search = SubmoduleSearch(of: repository, nested: nested)
    while let store = search.next(), !options.progress.isCancelled() {
      search.addModules(of: store)
      let count = report.incomplete.count
      do {
        try scan(store, &collector, &report)
      } catch {
        let why = (error as? GitError)?.message ?? "\(error)"
        report.incomplete.append(Report.Gap(what: "the repository", why: why))
      }
      collector.base = nil
      report.name(store.name, inGapsFrom: count)
    }
    search.finish()
    report.incomplete += search.gaps
    for result in try FileScan(options: options).run(search.strays) {
      report.addGaps(of: result, rules: options.index)
      collector.add(result.hits, at: result.task.place)
    }
  }

  private func scan(
    _ store: SubmoduleSearch.Store, _ collector: inout Collector, _ report: inout Report
  ) throws {
    let parent = repository.commonDirectory
    let scan = RepositoryScan(
      try Repository.open(store: store.folder, in: parent), options: options, isSubmodule: true)
    let shared = try FolderWalk.resolved(scan.repository.commonDirectory)
    guard try FolderWalk.resolved(store.folder) == shared else {
      report.incomplete.append(
        Report.Gap(
          what: "the repository",
          why: "its objects are kept in \(shared.text), which is not scanned with this one"))
      return
    }
    collector.base = Collector.Base(folder: folder(of: store, scan.repository), store: store.name)
    collector.objects = scan.repository.objects
    try scan.scanStore(&collector, &report)
  }

  /// Where the files of a submodule are, seen from the root of the work tree; its store where they
  /// are not checked out.
  private func folder(of store: SubmoduleSearch.Store, _ submodule: Repository) -> Path {
    if store.name.name == ArraySlice(".git".utf8), let folder = store.name.parent { return folder }
    guard let root = repository.workTree, let whole = try? FolderWalk.resolved(root),
      let folder = submodule.workTree, let part = try? FolderWalk.resolved(folder),
      part.bytes.starts(with: whole.bytes + [UInt8(ascii: "/")])
    else { return store.name }
    return Path(bytes: Array(part.bytes[(whole.bytes.count + 1)...]))
  }
}

extension Report {
  /// Tells of which repository the last gaps are.
  fileprivate mutating func name(_ store: Path, inGapsFrom first: Int) {
    for index in incomplete.indices[first...] {
      let what = incomplete[index].what
      incomplete[index].what =
        what.hasPrefix(".git/") ? store.text + what.dropFirst(4) : "\(store.text): \(what)"
    }
  }
}
