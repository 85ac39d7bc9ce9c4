package import Blobs
package import Git

extension Collector {
  /// The size of a file past which the hashes of its lines are not computed.
  private static let largestHashed = 1 << 23

  /// Tells the findings in files the hashes of their lines, by which code scanning services know
  /// them again.
  ///
  /// A file that holds something is read once more for it; one that can't be read any more is passed
  /// over, since nothing but the following of an alert depends on it. What stands in a commit gets
  /// the hash, too, where the work tree has that very content.
  ///
  /// - Parameters:
  ///   - root: Where paths begin.
  ///   - format: How the repository names its objects; nil outside of one.
  ///   - progress: Tells when to stop.
  package mutating func addLineHashes(
    below root: Path? = nil, format: ObjectFormat? = nil, _ progress: ScanProgress
  ) {
    var numbers: [Path: [Int]] = [:]
    for (number, finding) in findings.enumerated()
    where finding.region != nil && [.worktree, .file, .history].contains(finding.layer) {
      if finding.layer == .history, format == nil || finding.presentAtHead == false { continue }
      numbers[finding.path, default: []].append(number)
    }
    var reader = FileReader()
    for (path, numbers) in numbers where !progress.isCancelled() {
      let lines = Set(numbers.compactMap { findings[$0].region?.line })
      var hashes: [Int: String] = [:]
      var blob: ObjectID?
      do throws(FileFailure) {
        let location = root.map { $0.appending(path.bytes) } ?? path
        let entry = try FolderWalk.entry(at: location, as: path)
        guard entry.kind == .file, entry.size <= Self.largestHashed else { continue }
        try reader.read(location) { bytes, window in
          if window.isWhole(count: bytes.count) {
            hashes = LineHash.hashes(of: bytes, lines: lines)
            blob = format.map { ObjectID(ofBlob: bytes, $0) }
          }
        }
      } catch {
        continue
      }
      for number in numbers
      where findings[number].layer != .history || findings[number].blob == blob {
        findings[number].lineHash = findings[number].region.flatMap { hashes[$0.line] }
      }
    }
  }
}

extension ObjectID {
  /// The id that a blob of these bytes has.
  fileprivate init(ofBlob bytes: Span<UInt8>, _ format: ObjectFormat) {
    var digest = ObjectDigest(format, of: .blob, size: bytes.count)
    unsafe bytes.withUnsafeBytes { unsafe digest.add($0) }
    self.init(digest.finish().span)
  }
}
