package import Blobs
package import Candidates

/// What every scan is told.
package struct ScanOptions: Sendable {
  package var index: RuleIndex
  /// How many threads scan.
  package var threads: Int
  /// The size of a content in bytes past which it is not scanned but listed as incomplete.
  package var maxBlobSize: Int
  package var progress: ScanProgress

  package init(index: RuleIndex, threads: Int, maxBlobSize: Int, progress: ScanProgress) {
    self.index = index
    self.threads = threads
    self.maxBlobSize = maxBlobSize
    self.progress = progress
  }
}
