package import Blobs

/// One thing in a container.
package struct ArchiveEntry: Hashable, Sendable {
  /// What an entry is.
  package enum Kind: Hashable, Sendable {
    /// A content, lent in one or more windows.
    case file
    /// The rows of a table of a database, one line each: `column = value, …`.
    case table
    /// A container whose own entries were handed over before this; it is not lent itself.
    case container
    case directory
    /// The text at the begin of a container, which has the container's own path: the names of
    /// references in a bundle.
    case header
    /// A symbolic link, with the text to which it points.
    case symlink(target: [UInt8])
    /// A further name of another entry. Some archives repeat the content, which is lent then.
    case hardlink(target: [UInt8])
    /// A FIFO, a device or a socket.
    case other
  }

  /// Where it is: the container's path, `!`, and the name in it, as often as containers nest.
  ///
  /// A name stands as the archive has it, `..` and a leading `/` included: it is never opened.
  /// Only where it is marked as Unicode, libarchive composes letters and their marks (NFC). A
  /// compressed stream adds a part only if it holds no container, and that is the name which gzip
  /// kept, or the stream's own name without the suffix: `a.tar.gz!x` and `log.gz!log`. A table
  /// of a database has its name, and a container in a BLOB the table, row and column:
  /// `app.db!users` and `app.db!users/3/photos!x`. An object of git has the path to which some
  /// tree of its pack leads, or else its id; a delta of what the pack does not hold that one's id,
  /// and an object that is cut short its place: `b.bundle!src/a.c`, `b.bundle!delta-of-1f…` and
  /// `b.bundle!object-at-512`.
  package var path: [UInt8]
  package var kind: Kind

  /// The path for people: bytes that are not UTF-8 become U+FFFD.
  package var text: String { String(decoding: path, as: UTF8.self) }
}

/// Takes an entry with a piece of its content, and says whether to go on.
///
/// An entry that has no content, or an empty one, comes once, with no bytes.
package typealias ArchiveVisit = (ArchiveEntry, Span<UInt8>, Window) -> Bool
