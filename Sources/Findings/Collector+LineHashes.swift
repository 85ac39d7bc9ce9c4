import Blobs
import Git

extension Collector {
  /// The size of a file past which the hashes of its lines are not computed.
  private static let largestHashed = 1 << 23

  /// Tells the findings in files the hashes of their lines, by which code scanning services know
  /// them again.
  ///
  /// A file that holds something is read once more for it; one that can't be read any more is passed
  /// over, since nothing but the following of an alert depends on it.
  mutating func addLineHashes(below root: Path? = nil, _ progress: ScanProgress) {
    var numbers: [Path: [Int]] = [:]
    for (number, finding) in findings.enumerated()
    where finding.region != nil && [.worktree, .file].contains(finding.layer) {
      numbers[finding.path, default: []].append(number)
    }
    var reader = FileReader()
    for (path, numbers) in numbers where !progress.isCancelled() {
      let lines = Set(numbers.compactMap { findings[$0].region?.line })
      var hashes: [Int: String] = [:]
      do throws(FileFailure) {
        let location = root.map { $0.appending(path.bytes) } ?? path
        let entry = try FolderWalk.entry(at: location, as: path)
        guard entry.kind == .file, entry.size <= Self.largestHashed else { continue }
        try reader.read(location) { bytes, window in
          if window.isWhole(count: bytes.count) {
            hashes = LineHash.hashes(of: bytes, lines: lines)
          }
        }
      } catch {
        continue
      }
      for number in numbers {
        findings[number].lineHash = findings[number].region.flatMap { hashes[$0.line] }
      }
    }
  }
}
