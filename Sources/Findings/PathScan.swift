import Archives
import Blobs
import Candidates
package import Git

/// Scans files, folders and standard input, without git: `scan`.
package struct PathScan {
  /// How many files are scanned before what was found in them is told.
  private static let heardFiles = 1024

  private let options: ScanOptions

  package init(options: ScanOptions) {
    self.options = options
  }

  /// Scans files, and folders with all that is below them.
  ///
  /// - Parameters:
  ///   - paths: As the user gave them; findings name files in the same way.
  ///   - report: Gets the gaps and counts.
  /// - Returns: What was found.
  /// - Throws: `ScanError.outOfMemory`.
  package func scan(_ paths: [Path], _ report: inout Report) throws -> Collector {
    guard var collector = Collector(options.index, found: options.found) else {
      throw ScanError.outOfMemory
    }
    var counted = ContentCount()
    if options.found == nil {
      // What comes of the walk goes to the report before what comes of the files.
      for result in try FileScan(options: options).run(finding: { queue in
        find(paths, &report) { queue.add($0) }
      }) {
        add(result, &collector, &report, &counted)
      }
    } else {
      var tasks: [FileTask] = []
      find(paths, &report) { tasks += $0 }
      try scan(tasks, &collector, &report, &counted)
    }
    collector.addLineHashes(options.progress)
    return collector
  }

  /// Scans what a descriptor gives, up to its end.
  ///
  /// - Parameters:
  ///   - descriptor: Such as 0 for standard input.
  ///   - name: The path that rules about paths see.
  ///   - report: Gets the counts.
  /// - Returns: What was found.
  /// - Throws: `ScanError.outOfMemory`.
  package func scan(
    descriptor: Int32, name: Path, _ report: inout Report
  ) throws -> Collector {
    guard var collector = Collector(options.index, found: options.found),
      var scanner = ContentScanner(options.index, options.progress)
    else { throw ScanError.outOfMemory }
    var reader = FileReader()
    var hits: [Hit] = []
    var idle: [IdleMarker] = []
    var size = 0
    do throws(FileFailure) {
      try reader.read(descriptor: descriptor) { bytes, window in
        if window.isWhole(count: bytes.count) {
          hits = scanner.hits(inContent: bytes)
          idle = scanner.idleMarkers(in: bytes, besides: hits)
        } else {
          hits += scanner.hits(in: bytes, window: window)
          if window.offset == 0, ContainerKind(startOf: bytes) != nil {
            scanner.note(
              ContainerProblem(inner: [], why: "it is a large container: give it as a file"))
          }
        }
        size = window.offset + bytes.count
      }
    } catch {
      report.incomplete.append(Report.Gap(what: "standard input", why: error.why))
    }
    report.addGaps(of: &scanner, in: "standard input", rules: options.index)
    report.statistics.blobs += 1
    report.statistics.bytes += size
    let place = Place(layer: .stdin, path: name, exposure: .outside)
    collector.add(hits, at: place)
    collector.note(idle, at: place)
    return collector
  }

  /// Finds the files to scan; `body` gets those of one folder after the other.
  private func find(_ paths: [Path], _ report: inout Report, _ body: ([FileTask]) -> Void) {
    for path in paths {
      do throws(FileFailure) {
        let entry = try FolderWalk.entry(at: path, as: path)
        switch entry.kind {
        case .folder: findAll(below: path, &report, body)
        case .symlink: body([try followed(path)])
        case .file: body([task(entry, at: path, location: path)])
        case .special: throw FileFailure(why: "it is no file and no folder")
        }
      } catch {
        report.incomplete.append(Report.Gap(what: path.text, why: error.why))
      }
    }
  }

  private func findAll(
    below folder: Path, _ report: inout Report, _ body: ([FileTask]) -> Void
  ) {
    var found: [FileTask] = []
    FolderWalk(root: folder).forEach { entry in
      guard entry.kind == .file || entry.kind == .symlink else { return }
      let path = Self.path(folder, entry.path)
      if !options.skips.matches(path) { found.append(task(entry, at: path, location: path)) }
    } failed: { path, failure in
      let path = Self.path(folder, path)
      if options.skips.matches(path) { return }
      report.incomplete.append(Report.Gap(what: path.text, why: failure.why))
    } left: {
      body(found)
      found.removeAll(keepingCapacity: true)
    }
  }

  private static func path(_ folder: Path, _ below: Path) -> Path {
    if below.bytes.isEmpty { return folder }
    if folder == Path(".") { return below }
    return folder.bytes.last == UInt8(ascii: "/")
      ? Path(bytes: folder.bytes + below.bytes) : folder.appending(below.bytes)
  }

  private func task(_ entry: FileEntry, at path: Path, location: Path) -> FileTask {
    FileTask(
      entry: entry, location: location,
      place: Place(
        layer: entry.kind == .symlink ? .symlink : .file, path: path, exposure: .outside),
      wantsName: true)
  }

  /// A link that the user named stands for the file that it leads to.
  private func followed(_ link: Path) throws(FileFailure) -> FileTask {
    let target = try FolderWalk.resolved(link)
    let entry = try FolderWalk.entry(at: target, as: link)
    guard entry.kind == .file else {
      throw FileFailure(why: "it leads to \(target.text), which is no file; name that one instead")
    }
    return task(entry, at: link, location: target)
  }

  /// Scans part after part of the files: whoever listens is not to wait for the last one.
  private func scan(
    _ tasks: [FileTask], _ collector: inout Collector, _ report: inout Report,
    _ counted: inout ContentCount
  ) throws {
    for start in stride(from: 0, to: tasks.count, by: Self.heardFiles) {
      let part = Array(tasks[start..<min(start + Self.heardFiles, tasks.count)])
      for result in try FileScan(options: options).run(part) {
        add(result, &collector, &report, &counted)
      }
    }
  }

  private func add(
    _ result: FileResult, _ collector: inout Collector, _ report: inout Report,
    _ counted: inout ContentCount
  ) {
    report.addGaps(of: result, rules: options.index)
    if result.failure == nil { counted.add(result, to: &report.statistics) }
    collector.add(result.hits, at: result.task.place)
    collector.note(result.idleMarkers, at: result.task.place)
    collector.addName(of: result)
  }
}
