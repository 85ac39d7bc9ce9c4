import Git

extension RepositoryScan {
  /// Scans the files of the work tree and nothing else.
  ///
  /// - Parameters:
  ///   - collector: Gets the findings.
  ///   - report: Gets the gaps and counts.
  /// - Returns: What was seen; nil where there is no work tree.
  /// - Throws: Where the ignore rules can't be read, or memory is short.
  package func workTree(
    _ collector: inout Collector, _ report: inout Report
  ) throws -> Seen? {
    guard let root = repository.workTree else { return nil }
    return try scanWorkTree(root, &collector, &report)
  }
}
