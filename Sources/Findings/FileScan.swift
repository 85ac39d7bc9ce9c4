import Archives
import Blobs
import Candidates
import Dispatch
import Git
import Synchronization

/// One file to scan, and what its place will be if anything is found in it.
///
/// An object, for it goes through many hands: to a queue, to a thread, to a result.
final class FileTask: Sendable {
  let entry: FileEntry
  /// Where the file is.
  let location: Path
  let place: Place
  /// Whether what the path itself holds is wanted too.
  let wantsName: Bool

  init(entry: FileEntry, location: Path, place: Place, wantsName: Bool = false) {
    self.entry = entry
    self.location = location
    self.place = place
    self.wantsName = wantsName
  }
}

/// What scanning a file gave.
struct FileResult: Sendable {
  var task: FileTask
  /// The number of the task among all.
  var number = 0
  var hits: [Hit] = []
  /// The hits in the path; nil where they were not wanted, or something was undecided about it.
  var nameHits: [Hit]?
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
    try run(threads: min(options.threads, max(1, tasks.count))) { $0.add(tasks) }
  }

  /// Scans files while they are still being found.
  ///
  /// - Parameter find: Adds them.
  /// - Returns: The results in the order in which the files were added.
  /// - Throws: `ScanError.outOfMemory`.
  func run(finding find: (FileQueue) -> Void) throws -> [FileResult] {
    try run(threads: options.threads, find)
  }

  private func run(threads: Int, _ find: (FileQueue) -> Void) throws -> [FileResult] {
    let crew = FileCrew(options, threads: threads)
    // Whoever finds the files is the thread that is sure to run: the others may begin late, or when
    // all is done.
    let others = DispatchGroup()
    for _ in 1..<max(2, threads) where threads > 1 {
      DispatchQueue.global().async(group: others) { crew.work() }
    }
    find(crew.queue)
    crew.queue.complete()
    crew.work()
    others.wait()
    return Self.inOrder(try crew.finish(), count: crew.queue.count)
  }

  private static func inOrder(_ parts: [[FileResult]], count: Int) -> [FileResult] {
    var places = Array(repeating: (part: -1, index: 0), count: count)
    for (part, results) in parts.enumerated() {
      for index in results.indices { places[results[index].number] = (part, index) }
    }
    return places.compactMap { $0.part < 0 ? nil : parts[$0.part][$0.index] }
  }
}

/// The threads that scan files together.
private final class FileCrew: Sendable {
  let queue: FileQueue
  private let options: ScanOptions
  private let threads: Int
  private let words: ContentWords?
  private let parts = Mutex<[[FileResult]]>([])
  private let trouble = Mutex<(any Error)?>(nil)

  init(_ options: ScanOptions, threads: Int) {
    self.options = options
    self.threads = threads
    queue = FileQueue(options.progress)
    words = FileWorker.words(besides: options.index)
  }

  /// Scans files on the thread that calls it, until there are none.
  func work() {
    let progress = options.progress
    do {
      guard let words else { throw ScanError.outOfMemory }
      var worker = try FileWorker(options, words)
      var results: [FileResult] = []
      while !progress.isCancelled(), case let files = queue.take(threads), !files.isEmpty {
        for file in files where !progress.isCancelled() {
          worker.scan(file, into: &results)
          progress.advance(by: 1 + file.further.count)
        }
      }
      parts.withLock { $0.append(results) }
    } catch {
      trouble.withLock { $0 = error }
    }
  }

  /// What each thread gave.
  func finish() throws -> [[FileResult]] {
    if let error = trouble.withLock({ $0 }) { throw error }
    return parts.withLock { parts in
      defer { parts = [] }
      return parts
    }
  }
}

extension Report {
  /// Adds the gaps that scanning a file left.
  mutating func addGaps(of result: FileResult, rules index: RuleIndex) {
    if result.failure == nil, result.problems.isEmpty, result.undecided.isEmpty { return }
    let what = result.task.place.path.text
    if let failure = result.failure { incomplete.append(Gap(what: what, why: failure)) }
    addProblems(result.problems, in: what)
    addUndecided(result.undecided, in: what, rules: index)
  }
}
