import Blobs

/// What tells files and folders apart whatever their names.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let inode: UInt64

  init(_ entry: FileEntry) {
    device = entry.device
    inode = entry.inode
  }
}
