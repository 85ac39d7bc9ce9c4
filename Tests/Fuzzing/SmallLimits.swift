import Archives

extension ArchiveLimits {
  /// Limits that a made-up container reaches within a moment.
  init(objects: Int) {
    self.init()
    bytes = 1 << 20
    freeBytes = 1 << 20
    entries = 1000
    self.objects = objects
    held = 1 << 20
    packMemory = 1 << 20
    pieceSize = 4096
    overlap = 256
  }
}
