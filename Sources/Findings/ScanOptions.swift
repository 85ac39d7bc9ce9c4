package import Blobs
package import Candidates
package import Git

/// What every scan is told.
package struct ScanOptions: Sendable {
  package var index: RuleIndex
  /// How many threads scan.
  package var threads: Int
  /// The size of a content in bytes past which it is not scanned but listed as incomplete.
  package var maxBlobSize: Int
  package var progress: ScanProgress
  /// The digest of the rules.
  package var rulesDigest: String
  /// Where verdicts of earlier runs are kept; nil to neither read nor write any.
  package var cache: VerdictCache?
  /// Is told each finding about a secret when it is made, long before the secret's row is whole; its
  /// path and author may still hold what turns out to be a secret.
  package var found: (@Sendable (Finding) -> Void)?
  /// Paths whose findings nobody wants, so that files of these paths need not be read.
  package var skips = PathPatterns.none
  /// Measures the stages of the scan.
  package var stages = StageClock()

  package init(
    index: RuleIndex, rulesDigest: String, threads: Int, maxBlobSize: Int, progress: ScanProgress,
    cache: VerdictCache? = nil
  ) {
    self.index = index
    self.threads = threads
    self.maxBlobSize = maxBlobSize
    self.progress = progress
    self.rulesDigest = rulesDigest
    self.cache = cache
  }
}
