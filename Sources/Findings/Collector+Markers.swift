import Blobs
import Git

extension Collector {
  /// How many markers that silence nothing are kept.
  private static let mostIdle = 100

  /// Notes markers that silence nothing at a place; what git writes, such as messages, has none.
  mutating func note(_ markers: [IdleMarker], at place: Place) {
    if markers.isEmpty { return }
    let parts = place.path.bytes.split(separator: UInt8(ascii: "/"))
    if parts.contains(where: { $0.elementsEqual(".git".utf8) }) { return }
    for marker in markers where idleMarkers.count < Self.mostIdle {
      idleMarkers.append((place.path, marker))
    }
  }
}
