import Blobs
package import Findings
import Git

/// Scans what a coding agent is about to do.
package struct AgentScan: ~Copyable {
  private let folders: [Path]
  private let limit: Int
  private var scan: TextScan
  private var reader = FileReader()

  /// Prepares to scan.
  ///
  /// - Parameters:
  ///   - options: Where `maxBlobSize` is the size up to which a file is read for context.
  ///   - request: The request whose texts are given to `scan`.
  /// - Throws: `ScanError.outOfMemory`.
  package init(_ options: ScanOptions, of request: AgentRequest) throws(ScanError) {
    let here = try? FolderWalk.resolved(Path("."))
    folders = request.folders.isEmpty ? [here].compactMap(\.self) : request.folders
    limit = options.maxBlobSize
    scan = try TextScan(options)
  }

  /// Ends the scan and gives what was collected.
  package consuming func finish() -> Collector { scan.finish() }

  /// Scans one text of the request.
  package mutating func scan(_ text: AgentText, _ report: inout Report) {
    guard let file = text.file else {
      scanArgument(text)
      return scan.tell(&report, of: "'\(text.name)'")
    }
    let location = location(of: file)
    let path = shown(location)
    switch text.content {
    case .argument(let content), .read(let content):
      let hits = scan.hits(in: content, at: path)
      scan.add(hits, at: Place(layer: .file, path: path, exposure: .carried))
    case .whole(let content): add(content, isWhole: true, path, location)
    case .part(let content): add(content, isWhole: false, path, location)
    case .edits(let edits): add(edits, path, location, &report)
    }
    if case .read = text.content {
    } else {
      scan.addName(at: Place(layer: .file, path: path, exposure: .carried))
    }
    scan.tell(&report, of: path.text)
  }

  /// Scans a text that is for no file; its name in the request stands for a path.
  private mutating func scanArgument(_ text: AgentText) {
    let path = Path(text.name)
    let contents: [[UInt8]] =
      switch text.content {
      case .argument(let content), .whole(let content), .part(let content), .read(let content):
        [content]
      case .edits(let edits): edits.map(\.new)
      }
    for content in contents {
      let hits = scan.hits(in: content, at: path)
      scan.add(hits, at: Place(layer: .stdin, path: path, exposure: .carried))
    }
  }

  /// Scans a file as it would be after some edits.
  private mutating func add(
    _ edits: [AgentText.Edit], _ path: Path, _ location: Path, _ report: inout Report
  ) {
    var former: [UInt8]?
    do throws(FileFailure) {
      former = try content(at: location)
    } catch {
      report.incomplete.append(Report.Gap(what: path.text, why: error.why))
    }
    if let after = FileEdits.applied(edits, to: former ?? [], limit: limit) {
      add(after, isWhole: true, path, location, former: former)
    } else {
      // The agent's editor won't find the place either, or finds it in a way of its own.
      for edit in edits { add(edit.new, isWhole: false, path, location, former: former) }
    }
  }

  private mutating func add(
    _ content: [UInt8], isWhole: Bool, _ path: Path, _ location: Path, former: [UInt8]? = nil
  ) {
    var hits = scan.hits(in: content, at: path)
    if hits.isEmpty { return }
    // What is there can't be told: all counts as new.
    if let former = former ?? (try? self.content(at: location)) {
      hits = scan.added(hits, of: content, at: path, since: former, isWhole: isWhole)
    }
    if hits.isEmpty { return }
    let exposure = FileExposure.of(location)
    scan.add(hits, at: Place(layer: .file, path: path, exposure: exposure))
  }

  /// What stands in a file now; nil where there is none that an agent could edit.
  private mutating func content(at location: Path) throws(FileFailure) -> [UInt8]? {
    do throws(FileFailure) {
      let resolved = try FolderWalk.resolved(location)
      let entry = try FolderWalk.entry(at: resolved, as: resolved)
      guard entry.kind == .file else { return nil }
      guard entry.size <= limit else {
        throw FileFailure(why: "it has \(entry.size) bytes, too many to see the change in them")
      }
      var content: [UInt8] = []
      try reader.read(resolved) { bytes, window in
        content += bytes.copy(0..<bytes.count).dropFirst(content.count - window.offset)
      }
      return content
    } catch {
      if error.isAbsence { return nil }
      throw error
    }
  }

  /// Where a file is; a relative name begins in the folder that the agent works in.
  private func location(of file: Path) -> Path {
    var whole = file
    if file.bytes.first != slash, let folder = folders.first {
      whole = folder.appending(file.bytes)
    }
    // Without `.` and `..`, as agents work it out before they open a file.
    var parts: [ArraySlice<UInt8>] = []
    for part in whole.bytes.split(separator: slash) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    return Path(bytes: [slash] + parts.joined(separator: [slash]))
  }

  /// The path from the folder that the agent works in, where it lies below it.
  private func shown(_ location: Path) -> Path {
    for folder in folders {
      let start = folder.bytes.last == UInt8(ascii: "/") ? folder.bytes : folder.bytes + [slash]
      if location.bytes.count > start.count, location.bytes.starts(with: start) {
        return Path(bytes: Array(location.bytes[start.count...]))
      }
    }
    return location
  }
}

private let slash = UInt8(ascii: "/")
