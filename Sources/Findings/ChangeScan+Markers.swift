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
    guard var idle = idle[blob] else { return }
    if let old {
      guard let added = try? repository.objects.addedLines(old: old, new: blob) else { return }
      idle.removeAll { marker in !added.contains { $0.contains(marker.line) } }
    }
    collector.note(idle, at: place)
  }
}
