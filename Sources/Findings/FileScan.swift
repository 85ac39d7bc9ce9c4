import Archives
import Blobs
import Candidates
import Dispatch
import Git
import Synchronization

/// One file to scan, and what its place will be if anything is found in it.
struct FileTask: Sendable {
  let entry: FileEntry
  /// Where the file is.
  let location: Path
  let place: Place
}

/// What scanning a file gave.
struct FileResult: Sendable {
  var task: FileTask
  var hits: [Hit] = []
  var failure: String?
  /// The number of bytes that were read, and a number made from them: equal for equal contents.
  var size = 0
  var mark: UInt64 = 0
  var undecided: [Int: String] = [:]
  var problems: [ContainerProblem] = []
  var mentionsVast = false
  var idleMarkers: [IdleMarker] = []
}

/// Scans files on several threads, each once however many of its names are among the tasks.
struct FileScan {
  let options: ScanOptions

  /// The results in the order of the tasks.
  func run(_ tasks: [FileTask]) throws -> [FileResult] {
    let options = options
    options.progress.expect(tasks.count)
    let files = Self.files(tasks)
    let results = Mutex<[(Int, FileResult)]>([])
    let trouble = Mutex<(any Error)?>(nil)
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(options.threads, max(1, files.count))) { _ in
      do {
        var worker = try FileWorker(options)
        var mine: [(Int, FileResult)] = []
        while true {
          let number = next.add(1, ordering: .relaxed).oldValue
          guard number < files.count, !options.progress.isCancelled() else { break }
          mine += worker.scan(files[number], of: tasks)
          options.progress.advance(by: files[number].count)
        }
        results.withLock { $0 += mine }
      } catch {
        trouble.withLock { $0 = error }
      }
    }
    if let error = trouble.withLock({ $0 }) { throw error }
    return results.withLock { $0 }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// The numbers of the tasks, those together that are hard links to one file.
  private static func files(_ tasks: [FileTask]) -> [[Int]] {
    struct Identity: Hashable {
      let device: UInt64
      let inode: UInt64
    }
    var files: [[Int]] = []
    var known: [Identity: Int] = [:]
    for (number, task) in tasks.enumerated() {
      let entry = task.entry
      guard entry.kind == .file, entry.links > 1 else {
        files.append([number])
        continue
      }
      let identity = Identity(device: entry.device, inode: entry.inode)
      if let file = known[identity] {
        files[file].append(number)
      } else {
        known[identity] = files.count
        files.append([number])
      }
    }
    return files
  }
}

/// What one thread needs to scan files.
private struct FileWorker: ~Copyable {
  private var scanner: ContentScanner
  private var reader = FileReader()
  private let mentions: AnchorSearch
  private var anchors = AnchorList()
  private let limit: Int
  private static let names = ["vast.ai", "vastai"]

  init(_ options: ScanOptions) throws(ScanError) {
    guard let scanner = ContentScanner(options.index, options.progress),
      let mentions = AnchorSearch(
        sequences: Self.names.map { Array($0.utf8) } + IdleMarker.words, runs: false)
    else { throw .outOfMemory }
    self.scanner = scanner
    self.mentions = mentions
    limit = options.maxBlobSize
  }

  /// Scans a file that has the names of some tasks; by another of them where one is gone meanwhile.
  mutating func scan(_ names: [Int], of tasks: [FileTask]) -> [(Int, FileResult)] {
    var results: [(Int, FileResult)] = []
    var known: FileResult?
    for number in names {
      var result = known ?? scan(tasks[number])
      result.task = tasks[number]
      if result.failure == nil { known = result }
      results.append((number, result))
    }
    return results
  }

  /// Whether a file is one of the packs or objects of a repository, which an audit reads.
  ///
  /// By itself a large pack takes minutes, and an object says again what the file that was committed
  /// says.
  private static func isOfGit(_ file: Path) -> Bool {
    let parts = file.bytes.split(separator: UInt8(ascii: "/")).suffix(3)
    guard parts.count == 3, let name = parts.last, let folder = parts.dropLast().last,
      parts.first?.elementsEqual("objects".utf8) == true
    else { return false }
    if folder.elementsEqual("pack".utf8) { return name.suffix(5).elementsEqual(".pack".utf8) }
    return folder.count == 2 && ObjectID(hex: String(decoding: folder + name, as: UTF8.self)) != nil
  }

  private mutating func scan(_ task: FileTask) -> FileResult {
    var result = FileResult(task: task)
    if task.entry.kind == .symlink {
      scanLink(task, &result)
      return result
    }
    guard task.entry.size <= limit else {
      result.failure = "it has \(task.entry.size) bytes, more than --max-blob-size (\(limit))"
      return result
    }
    do {
      var container: ContainerKind?
      try reader.read(task.location) { bytes, window in
        if window.isWhole(count: bytes.count) {
          result.hits =
            Self.isOfGit(task.location)
            ? scanner.hits(in: bytes) : scanner.hits(inContent: bytes)
        } else {
          if window.offset == 0, !Self.isOfGit(task.location) {
            container = ContainerKind(startOf: bytes)
          }
          result.hits += scanner.hits(in: bytes, window: window)
        }
        if mentions.find(in: bytes, anchors: &anchors), !anchors.isEmpty {
          Self.note(anchors, of: bytes, window, scanner, &result)
        }
        result.size = window.offset + bytes.count
        result.mark = result.mark &* 31 &+ ContentMark.of(bytes)
      }
      if let container {
        result.hits = try FileReader.withDescriptor(of: task.location) { descriptor in
          scanner.hits(inContainer: descriptor, container, besides: result.hits)
        }
      }
    } catch {
      result.failure = error.why
    }
    result.undecided = scanner.takeUndecided()
    result.problems = scanner.takeProblems()
    if scanner.takeShortOfMemory() { result.failure = "not enough memory to scan it" }
    return result
  }

  /// Notes whether a piece of a file speaks of Vast.ai, and which markers in it silence nothing.
  private static func note(
    _ anchors: borrowing AnchorList, of bytes: Span<UInt8>, _ window: Window,
    _ scanner: borrowing ContentScanner, _ result: inout FileResult
  ) {
    var mayHoldMarkers = false
    for number in 0..<anchors.count {
      if anchors[number].kind > names.count {
        mayHoldMarkers = true
      } else {
        result.mentionsVast = true
      }
    }
    if mayHoldMarkers, window.isWhole(count: bytes.count) {
      result.idleMarkers = scanner.idleMarkers(in: bytes, besides: result.hits)
    }
  }

  /// What a symbolic link points to is a text that git keeps.
  private mutating func scanLink(_ task: FileTask, _ result: inout FileResult) {
    do {
      let target = try FolderWalk.target(ofLink: task.location)
      result.hits = scanner.hits(in: target.span)
      result.size = target.count
      result.mark = ContentMark.of(target.span)
    } catch {
      result.failure = error.why
    }
  }
}

/// Tells contents apart for counting them; where it fails, a count is one too low.
enum ContentMark {
  static func of(_ bytes: Span<UInt8>) -> UInt64 {
    var mark: UInt64 = 0xcbf2_9ce4_8422_2325
    let words = bytes.count / 8
    // Eight bytes at a time: every file of a work tree passes here.
    unsafe bytes.withUnsafeBytes { raw in
      for word in 0..<words {
        let value = unsafe raw.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)
        mark = (mark ^ value) &* 0x9e37_79b9_7f4a_7c15
        mark ^= mark >> 29
      }
    }
    for index in (words * 8)..<bytes.count {
      mark = (mark ^ UInt64(bytes[index])) &* 0x100_0000_01b3
    }
    return mark
  }
}

/// Counts distinct contents, each once with its full size.
struct ContentCount {
  private struct Content: Hashable {
    let size: Int
    let mark: UInt64
  }

  private var seen: Set<Content> = []

  /// Adds a file's content to the counts if it was not there.
  mutating func add(_ result: FileResult, to statistics: inout Report.Statistics) {
    statistics.files += 1
    guard seen.insert(Content(size: result.size, mark: result.mark)).inserted else { return }
    statistics.blobs += 1
    statistics.bytes += result.size
  }
}

extension Report {
  /// Adds the gaps that scanning a file left.
  mutating func addGaps(of result: FileResult, rules index: RuleIndex) {
    let what = result.task.place.path.text
    if let failure = result.failure { incomplete.append(Gap(what: what, why: failure)) }
    addProblems(result.problems, in: what)
    addUndecided(result.undecided, in: what, rules: index)
  }
}
