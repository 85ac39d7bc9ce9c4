internal import Glibc

/// Why something in a container was not looked at; what was read before it was.
package struct ArchiveProblem: Error, Hashable, Sendable {
  /// What kept it from being read.
  package enum Reason: Error, Hashable, Sendable {
    case truncated
    case corrupt
    case encrypted
    case unsupported
    /// More bytes come out than this.
    case tooManyBytes(Int)
    case tooManyEntries(Int)
    case tooDeep(Int)
    /// The list of entries, or what describes one, is larger than any real one.
    case oversizedDirectory
    /// It has to be in memory as a whole, and has more than this many bytes.
    case tooLarge(Int)
    /// It stands in another container and has more than this many bytes.
    case tooLargeInside(Int)
    /// Objects whose deltas need more than this many bytes of memory.
    case tooLargeObjects(Int)
    /// The number of objects of a pack that are deltas of what is not in it.
    case missingBases(Int)
    /// A bundle that asks for what is not known.
    case unknownBundle
    case outOfMemory
    /// A library is missing: the Debian package to install.
    case missingLibrary(String)
    /// A kind of container that is known but not opened.
    case notOpened(ContainerKind)
    /// The system's error number.
    case unreadable(Int32)
    /// There were more problems than are told one by one.
    case more
  }

  /// Where: as `ArchiveEntry.path`.
  package var path: [UInt8]
  package var reason: Reason

  package init(path: [UInt8], reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// The reason as a clause for people; holds nothing that was read.
  package var why: String {
    switch reason {
    case .truncated: "it is cut short; what came before the cut was scanned"
    case .corrupt: "it is corrupt; what could be read was scanned"
    case .encrypted: "it is encrypted"
    case .unsupported: "it is compressed or stored in a way that libarchive does not know"
    case .tooManyBytes(let limit):
      "a decompression bomb or too large: more than \(mebibytes(limit)) come out of it"
    case .tooManyEntries(let limit): "it has more than \(limit) entries"
    case .tooDeep(let limit): "containers stand in each other more than \(limit) deep"
    case .oversizedDirectory: "its list of entries is too large"
    case .tooLarge(let limit): "it has more than \(mebibytes(limit)), so its tables were not read"
    case .tooLargeInside(let limit):
      "it has more than \(mebibytes(limit)) and stands in another container: scan it by itself"
    case .tooLargeObjects(let limit):
      "objects that need more than \(mebibytes(limit)) of memory to be built were not scanned"
    case .missingBases(let count):
      "\(count) of its objects are changes of objects that it does not hold, of which only what "
        + "they add was scanned: scan the repository, or a bundle made with --all"
    case .unknownBundle: "it asks for what is not known of git bundles"
    case .outOfMemory: "not enough memory to open it"
    case .missingLibrary(let package):
      "\(package == "libarchive13" ? "libarchive" : "SQLite") is not installed: "
        + "apt install \(package)"
    case .notOpened(let kind): "\(kind.title) are not opened"
    case .unreadable(let code): unsafe String(cString: strerror(code))
    case .more: "more parts of it could not be read"
    }
  }

  private func mebibytes(_ count: Int) -> String {
    count < 1 << 20 ? "\(count) bytes" : "\(count >> 20) MiB"
  }
}

extension ContainerKind {
  /// What people call containers of a kind that is not opened.
  fileprivate var title: String {
    switch self {
    case .sevenZip: "7-Zip archives"
    case .rar: "RAR archives"
    case .cab: "cabinet files"
    default: "such containers"
    }
  }
}
