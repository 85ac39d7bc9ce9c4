package import Git
import Glibc

/// What is wrong with a pack or its index as a whole, so that nothing of it can be read here.
package struct PackError: Error, Sendable, Equatable {
  /// The file that could not be used.
  package let path: Path
  /// What is wrong with it.
  package let reason: Reason

  /// The ways in which a pack can be unusable.
  package enum Reason: Sendable, Equatable {
    /// It was listed and is gone: a repack replaced it, so the caller should list again.
    case vanished
    /// The system refused it, with this `errno`.
    case system(Int32)
    case notAPack
    case unsupportedVersion(UInt32)
    /// Its ids are of another format than the repository's.
    case unsupportedIDs
    case truncated
    /// Tables of the index contradict each other or the file's size.
    case corruptIndex
    /// The index describes another pack.
    case indexMismatch
    /// There is no memory for its tables.
    case outOfMemory
  }

  init(_ path: Path, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  init(_ path: Path, errno code: Int32) {
    self.init(path, code == ENOENT ? .vanished : .system(code))
  }
}

extension PackError.Reason: CustomStringConvertible {
  /// The reason for people, as the end of the sentence "could not be read: …".
  package var description: String {
    switch self {
    case .vanished: "removed while it was about to be read"
    case .system(let code): unsafe String(cString: strerror(code))
    case .notAPack: "not a pack or pack index"
    case .unsupportedVersion(let version): "unsupported version \(version)"
    case .unsupportedIDs: "unsupported kind of ids"
    case .truncated: "cut short"
    case .corruptIndex: "corrupt index"
    case .indexMismatch: "the index belongs to another pack"
    case .outOfMemory: "not enough memory"
    }
  }
}

/// Why one object of a pack could not be read here; another reader may still succeed.
package enum EntryError: String, Error, Sendable {
  case badOffset = "its index entry points outside the pack"
  case badHeader = "its pack entry has a malformed header"
  case unknownType = "its pack entry has an unknown type"
  case corruptData = "its compressed data is corrupt"
  case wrongSize = "its size differs from what its header says"
  case badChecksum = "its pack entry is not the one that the index was made of"
  case badDelta = "its delta is malformed"
  case missingBase = "the base of its delta is missing"
  case cyclicBase = "its delta depends on itself"
  case unreadableBase = "the base of its delta could not be read"
  case tooLarge = "it is too large to be rebuilt from its delta here"
  case outOfMemory = "not enough memory"
}
