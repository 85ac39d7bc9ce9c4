import Archives
import Blobs

/// All that a reader handed over.
struct Reading {
  var outcome = ContainerOutcome.notAContainer
  var problems: [ArchiveProblem] = []
  /// The entries in their order, without repetition.
  var entries: [ArchiveEntry] = []
  /// The contents, put together from what each window owns.
  var contents: [String: [UInt8]] = [:]
  var windows: [Window] = []

  /// The contents as text.
  var texts: [String: String] { contents.mapValues { String(decoding: $0, as: UTF8.self) } }

  var paths: [String] { entries.map(\.text) }

  var whys: [String] {
    problems.map { "\(String(decoding: $0.path, as: UTF8.self)): \($0.why)" }
  }

  init(_ bytes: [UInt8], at path: String, limits: ArchiveLimits = ArchiveLimits()) {
    guard let kind = ContainerKind(startOf: bytes.span.extracting(first: 512)) else { return }
    let reader = ArchiveReader(limits: limits)
    let result = reader.read(bytes.span, kind, at: Array(path.utf8)) { take($0, $1, $2) }
    outcome = result.outcome
    problems = result.problems
  }

  init(descriptor: Int32, _ kind: ContainerKind, at path: String) {
    let result = ArchiveReader().read(descriptor: descriptor, kind, at: Array(path.utf8)) {
      take($0, $1, $2)
    }
    outcome = result.outcome
    problems = result.problems
  }

  private mutating func take(
    _ entry: ArchiveEntry, _ bytes: Span<UInt8>, _ window: Window
  ) -> Bool {
    if window.offset == 0 { entries.append(entry) }
    windows.append(window)
    for index in window.owned where index < bytes.count {
      contents[entry.text, default: []].append(bytes[index])
    }
    return true
  }
}

extension [UInt8] {
  init(_ text: String) { self = Array(text.utf8) }
}
