internal import CRules
internal import Dispatch
internal import Synchronization

/// The files of `rules/`, as they were when the binary was built.
///
/// Reading them takes a third of the time of a hook that finds nothing, so that it begins, on
/// threads of its own, before the command line is understood.
package enum EmbeddedRules {
  /// A file, read, and the SHA-256 of its bytes.
  typealias Parsed = (file: Result<RuleFile, RuleFileError>, digest: String)

  /// Names and contents: of the rules about Vast.ai, and of those about other vendors.
  package static var files: [(name: String, bytes: [UInt8])] {
    (0..<vg_rule_file_count).map { index in
      let file = unsafe EmbeddedFile(vg_rule_file(index))
      return (file.name, file.bytes)
    }
  }

  // Whoever asks while another thread reads waits for it.
  static let vast = parsed(0)
  static let others = parsed(1)

  private static let isBegun = Atomic(false)

  /// Begins to read both, if nobody has yet.
  package static func begin() {
    guard !isBegun.exchange(true, ordering: .relaxed) else { return }
    DispatchQueue.global().async { _ = vast }
    DispatchQueue.global().async { _ = others }
  }

  /// Waits for what `begin` began: a process must not end while a thread is at it.
  package static func end() {
    guard isBegun.load(ordering: .relaxed) else { return }
    _ = (vast, others)
  }

  private static func parsed(_ number: Int) -> Parsed {
    let (name, bytes) = files[number]
    let file = Result { () throws(RuleFileError) in try RuleFile(bytes: bytes, name: name) }
    return (file, Digest.sha256(bytes))
  }
}
