import Archives
import Blobs
import Candidates
import Git

/// What one thread needs to scan files.
struct FileWorker: ~Copyable {
  private var scanner: ContentScanner
  private var reader = FileReader()
  private let words: ContentWords
  private let limit: Int
  private static let names = ["vast.ai", "vastai"]

  /// The words that are sought in files beside what rules look around: names of Vast.ai, and what
  /// markers begin with.
  static func words(besides index: RuleIndex) -> ContentWords? {
    ContentWords(names.map { Array($0.utf8) } + IdleMarker.words, besides: index)
  }

  init(_ options: ScanOptions, _ words: ContentWords) throws(ScanError) {
    guard let scanner = ContentScanner(options.index, options.progress) else { throw .outOfMemory }
    self.scanner = scanner
    self.words = words
    limit = options.maxBlobSize
  }

  /// Scans a file that has the names of some tasks; by another of them where one is gone meanwhile.
  mutating func scan(_ file: FileQueue.File, into results: inout [FileResult]) {
    results.append(result(of: file.name))
    for name in file.further {
      // What its name says is one of git's files is not opened; by another name it is.
      guard let known = results.last, known.failure == nil,
        Self.isOfGit(known.task.location) == Self.isOfGit(name.task.location)
      else {
        results.append(result(of: name))
        continue
      }
      var result = known
      result.task = name.task
      result.number = name.number
      result.nameHits = nameHits(name.task)
      results.append(result)
    }
  }

  private mutating func result(of name: FileQueue.Numbered) -> FileResult {
    var result = FileResult(task: name.task, number: name.number)
    scan(name.task, &result)
    result.nameHits = nameHits(name.task)
    return result
  }

  /// The hits in a path, if they are wanted; nil where not all about it could be decided.
  private mutating func nameHits(_ task: FileTask) -> [Hit]? {
    guard task.wantsName else { return nil }
    let path = task.place.path.bytes
    let hits = scanner.hits(in: path.span)
    let isUndecided = !scanner.takeUndecided().isEmpty
    let hasProblems = !scanner.takeProblems().isEmpty
    return isUndecided || hasProblems || scanner.takeShortOfMemory() ? nil : hits
  }

  private mutating func scan(_ task: FileTask, _ result: inout FileResult) {
    if task.entry.kind == .symlink { return scanLink(task, &result) }
    guard task.entry.size <= limit else {
      result.failure = "it has \(task.entry.size) bytes, more than --max-blob-size (\(limit))"
      return
    }
    do {
      try read(task, &result)
    } catch {
      result.failure = error.why
    }
    result.undecided = scanner.takeUndecided()
    result.problems = scanner.takeProblems()
    if scanner.takeShortOfMemory() { result.failure = "not enough memory to scan it" }
  }

  private mutating func read(_ task: FileTask, _ result: inout FileResult) throws(FileFailure) {
    let isOfGit = Self.isOfGit(task.location)
    var container: ContainerKind?
    try reader.read(task.location) { bytes, window in
      if window.isWhole(count: bytes.count), !isOfGit {
        result.hits = scanner.hits(inContent: bytes, words: words)
      } else {
        if window.offset == 0, !isOfGit { container = ContainerKind(startOf: bytes) }
        result.hits += scanner.hits(in: bytes, window: window, words: words)
      }
      if !scanner.lastWords.isEmpty { Self.note(words, in: bytes, window, scanner, &result) }
      result.size = window.offset + bytes.count
      result.mark = result.mark &* 31 &+ ContentMark.of(bytes)
    }
    guard let container else { return }
    let outside = result.hits
    result.hits = try FileReader.withDescriptor(of: task.location) { descriptor in
      scanner.hits(inContainer: descriptor, container, besides: outside)
    }
  }

  /// Notes whether a piece of a file speaks of Vast.ai, and which markers in it silence nothing.
  private static func note(
    _ words: ContentWords, in bytes: Span<UInt8>, _ window: Window,
    _ scanner: borrowing ContentScanner, _ result: inout FileResult
  ) {
    let found = scanner.lastWords
    let markers = found.filter { words.number(of: $0) >= names.count }.map(\.offset)
    if markers.count < found.count { result.mentionsVast = true }
    if !markers.isEmpty, window.isWhole(count: bytes.count) {
      result.idleMarkers = scanner.idleMarkers(in: bytes, besides: result.hits, words: markers)
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

  /// How many digits the names of objects have in their folders.
  private static let digits = [ObjectFormat.sha1, .sha256].map { 2 * $0.byteCount - 2 }

  /// Whether a file is one of the packs or objects of a repository, which an audit reads.
  ///
  /// By itself a large pack takes minutes, and an object says again what the file that was committed
  /// says.
  private static func isOfGit(_ file: Path) -> Bool {
    let name = file.name
    let isPack = name.suffix(5).elementsEqual(".pack".utf8)
    guard isPack || digits.contains(name.count) else { return false }
    let folders = file.bytes.split(separator: UInt8(ascii: "/")).dropLast().suffix(2)
    guard folders.count == 2, let folder = folders.last,
      folders.first?.elementsEqual("objects".utf8) == true
    else { return false }
    if folder.elementsEqual("pack".utf8) { return isPack }
    return folder.count == 2 && ObjectID(hex: String(decoding: folder + name, as: UTF8.self)) != nil
  }
}
