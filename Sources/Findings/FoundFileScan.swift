import Archives
package import Blobs
import Candidates
package import Git

/// Scans files that were found within a `FileRoot`, one after the other.
package struct FoundFileScan: ~Copyable {
  private let options: ScanOptions
  private var scanner: ContentScanner
  private var reader = FileReader()
  private var counted = ContentCount()

  /// Prepares to scan.
  ///
  /// - Parameter options: What every scan is told.
  /// - Throws: `ScanError.outOfMemory`.
  package init(_ options: ScanOptions) throws {
    guard let scanner = ContentScanner(options.index, options.progress) else {
      throw ScanError.outOfMemory
    }
    self.scanner = scanner
    self.options = options
  }

  /// Whether the scan is to end early.
  package var isCancelled: Bool { options.progress.isCancelled() }

  /// Scans a regular file: its content, what a container holds, and its name.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - place: What its place will be if anything is found in it.
  ///   - name: What a gap calls it.
  ///   - collector: Gets the findings.
  ///   - report: Gets the gaps and counts.
  /// - Returns: The values of the secrets that hold.
  package mutating func scan(
    _ file: FoundFile, at place: Place, named name: Path, _ collector: inout Collector,
    _ report: inout Report
  ) -> Set<[UInt8]> {
    let named = Place(layer: place.layer, path: name, exposure: place.exposure)
    var result = FileResult(task: FileTask(entry: file.entry, location: name, place: named))
    if file.entry.size > options.maxBlobSize {
      result.failure =
        "it has \(file.entry.size) bytes, more than --max-blob-size (\(options.maxBlobSize))"
    } else {
      do throws(FileFailure) {
        try read(file, &result)
      } catch {
        result.failure = error.why
      }
    }
    result.undecided = scanner.takeUndecided()
    result.problems = scanner.takeProblems()
    if scanner.takeShortOfMemory() { result.failure = "not enough memory to scan it" }
    report.addGaps(of: result, rules: options.index)
    if result.failure == nil { counted.add(result, to: &report.statistics) }
    return collector.add(result.hits, at: place).union(collector.addName(at: place))
  }

  private mutating func read(
    _ file: FoundFile, _ result: inout FileResult
  ) throws(FileFailure) {
    var container: ContainerKind?
    try file.withReading { (descriptor) throws(FileFailure) in
      try reader.read(descriptor: descriptor, expecting: file.entry.size) { bytes, window in
        if window.isWhole(count: bytes.count) {
          result.hits = scanner.hits(inContent: bytes)
        } else {
          if window.offset == 0 { container = ContainerKind(startOf: bytes) }
          result.hits += scanner.hits(in: bytes, window: window)
        }
        result.size = window.offset + bytes.count
        result.mark = result.mark &* 31 &+ ContentMark.of(bytes)
      }
    }
    guard let container else { return }
    let outside = result.hits
    result.hits = try file.withReading { (descriptor) throws(FileFailure) -> [Hit] in
      scanner.hits(inContainer: descriptor, container, besides: outside)
    }
  }
}
