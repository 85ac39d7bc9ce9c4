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
    var tasks: [FileTask] = []
    for path in paths {
      do throws(FileFailure) {
        let entry = try FolderWalk.entry(at: path, as: path)
        switch entry.kind {
        case .folder: addFolder(path, &tasks, &report)
        case .symlink: tasks.append(try followed(path))
        case .file: tasks.append(task(entry, at: path, location: path))
        case .special: throw FileFailure(why: "it is no file and no folder")
        }
      } catch {
        report.incomplete.append(Report.Gap(what: path.text, why: error.why))
      }
    }
    try scan(tasks, &collector, &report)
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

  private func addFolder(_ folder: Path, _ tasks: inout [FileTask], _ report: inout Report) {
    let walk = FolderWalk(root: folder)
    walk.forEach { entry in
      guard entry.kind == .file || entry.kind == .symlink else { return }
      let path = Self.path(folder, entry.path)
      if options.skips.matches(path) { return }
      tasks.append(task(entry, at: path, location: path))
    } failed: { path, failure in
      let path = Self.path(folder, path)
      if options.skips.matches(path) { return }
      report.incomplete.append(Report.Gap(what: path.text, why: failure.why))
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
        layer: entry.kind == .symlink ? .symlink : .file, path: path, exposure: .outside))
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

  private func scan(
    _ tasks: [FileTask], _ collector: inout Collector, _ report: inout Report
  ) throws {
    var counted = ContentCount()
    // Whoever listens is not to wait for the last file.
    let size = options.found == nil ? max(tasks.count, 1) : Self.heardFiles
    for start in stride(from: 0, to: tasks.count, by: size) {
      let part = Array(tasks[start..<min(start + size, tasks.count)])
      for result in try FileScan(options: options).run(part) {
        report.addGaps(of: result, rules: options.index)
        if result.failure == nil { counted.add(result, to: &report.statistics) }
        collector.add(result.hits, at: result.task.place)
        collector.note(result.idleMarkers, at: result.task.place)
        collector.addName(at: result.task.place)
      }
    }
    collector.addLineHashes(options.progress)
  }
}
