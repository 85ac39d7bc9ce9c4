import Blobs
import Git

extension ChangeScan {
  /// Notes markers on lines that a change adds, if they silence nothing.
  ///
  /// - Parameters:
  ///   - blob: What is new; it was scanned already.
  ///   - old: What stood there before.
  ///   - place: Where.
  mutating func noteMarkers(of blob: ObjectID, since old: ObjectID?, at place: Place) {
    guard let hits = known[blob] else { return }
    let idle = try? repository.objects.withObject(blob, limit: options.maxBlobSize) {
      scanner.idleMarkers(in: $1, besides: hits)
    }
    guard var idle, !idle.isEmpty else { return }
    if let old {
      guard let added = try? repository.objects.addedLines(old: old, new: blob) else { return }
      idle.removeAll { marker in !added.contains { $0.contains(marker.line) } }
    }
    collector.note(idle, at: place)
  }
}
