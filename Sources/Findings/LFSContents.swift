import Blobs
import Git

/// The contents that Git LFS keeps outside of git's objects, as far as they are on this machine.
struct LFSContents {
  private let folders: [Path]
  private let options: ScanOptions

  /// Finds where a repository keeps them: in `lfs` beside its objects and those that it borrows, or
  /// where `lfs.storage` says.
  init(of repository: Repository, _ options: ScanOptions) {
    self.options = options
    let common = repository.commonDirectory
    var folders = [common.appending("lfs".utf8)]
    // A relative one counts from the folder that all work trees share.
    if let named = repository.configuration.path("lfs.storage"), !named.bytes.isEmpty {
      let isAbsolute = named.bytes.first == UInt8(ascii: "/")
      folders.insert(isAbsolute ? named : common.appending(named.bytes), at: 0)
    }
    for objects in repository.objects.folders.dropFirst() {
      if let parent = objects.parent { folders.append(parent.appending("lfs".utf8)) }
    }
    self.folders = folders
  }

  /// What came of reading the contents of pointers.
  struct Outcome {
    /// The hits in the contents, by the pointers.
    var hits: [ObjectID: [Hit]] = [:]
    /// The pointers whose contents are not here, or are cut short.
    var missing: [ObjectID] = []
    /// The files that were read.
    var files: Set<FileIdentity> = []
  }

  /// Reads the contents of pointers, each once.
  func read(_ pointers: [ObjectID: LFSPointer], _ report: inout Report) throws -> Outcome {
    var outcome = Outcome()
    var tasks: [FileTask] = []
    var readers: [[ObjectID]] = []
    var numbers: [[UInt64]: Int] = [:]
    for (blob, pointer) in pointers.sorted(by: { $0.key < $1.key }) where pointer.size > 0 {
      if let number = numbers[pointer.digest] {
        readers[number].append(blob)
      } else if let task = task(for: pointer) {
        numbers[pointer.digest] = tasks.count
        tasks.append(task)
        readers.append([blob])
      }
      let isWhole = numbers[pointer.digest].map { tasks[$0].entry.size >= pointer.size } ?? false
      if !isWhole { outcome.missing.append(blob) }
    }
    if tasks.isEmpty { return outcome }
    for result in try FileScan(options: options).run(tasks) {
      report.addGaps(of: result, rules: options.index)
      report.statistics.blobs += 1
      report.statistics.bytes += result.size
      outcome.files.insert(FileIdentity(result.task.entry))
      for blob in readers[result.number] where !result.hits.isEmpty {
        outcome.hits[blob] = result.hits
      }
    }
    return outcome
  }

  /// The content of a pointer as a file; nil where it is not here.
  private func task(for pointer: LFSPointer) -> FileTask? {
    let name = pointer.name
    let path = "objects/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)"
    for folder in folders {
      let file = folder.appending(path.utf8)
      guard let entry = try? FolderWalk.entry(at: file, as: file), entry.kind == .file else {
        continue
      }
      return FileTask(
        entry: entry, location: file,
        place: Place(layer: .history, path: Path(".git/lfs/\(path)"), exposure: .carried))
    }
    return nil
  }
}

extension Report {
  /// Tells that contents are missing which Git LFS keeps elsewhere.
  mutating func addMissingLFS(_ count: Int) {
    guard count > 0 else { return }
    let files = count == 1 ? "one file" : "\(count) files"
    incomplete.append(
      Gap(
        what: "the contents of \(files) of Git LFS",
        why: "they are not on this machine: 'git lfs fetch --all' gets them"))
  }
}
