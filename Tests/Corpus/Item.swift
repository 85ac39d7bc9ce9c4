/// A file of the corpus: its bytes, and what a careful reader would say is secret in them.
package struct Item: Sendable {
  /// Which threshold the file counts for.
  package var kind: Kind
  /// The context, encoding, container or trap that the file is an example of.
  package var group: String
  /// What sets the file apart in its group.
  package var name: String
  /// Relative to the corpus' folder, with `/` between the parts.
  package var path: String
  /// The content as it stands in the file, encoded and packed.
  package var bytes: [UInt8]
  /// Empty for a trap: there is nothing to be found.
  package var secrets: [Label]
  /// Whether the file is a leak only where a repository tracks it.
  package var onlyWhenTracked = false
  /// Whether only reports of Vast.ai's secrets are false alarms: the file holds others' secrets.
  package var onlyVast = false

  /// The part of the corpus that a file belongs to; each has a threshold of its own.
  package enum Kind: String, Sendable, CaseIterable {
    /// Text as people write it, in UTF-8.
    case plain
    /// The same behind an encoding, or cut in pieces.
    case encoded
    /// Files in archives and databases.
    case contained
    /// Secrets of other services.
    case vendor
    /// Nothing to be found.
    case trap
  }
}

/// A secret that a file holds, and where and as what it has to be reported.
package struct Label: Sendable, Hashable {
  /// The secret in clear, after all decoding; a private key is known by its kind instead.
  package var value: String
  /// The class in the words of reports; a prefix suffices, such as `other` for any other vendor.
  package var `class`: String
  /// The weakest severity at which a report still counts.
  package var severity: Severity
  /// The path that a report has to give: that of the file, or a path into a container.
  package var path: String
  /// Other ways to name the same place, such as a compressed file with and without its content.
  package var alsoAt: [String] = []
  /// Whether the report may go into the file, as a database's does for its tables.
  package var anywhereInside = false
  /// Whether it has to be found: the name that goes with a password may be reported, or not.
  package var isRequired = true
}

/// How bad a finding is, as reports write it.
package enum Severity: String, Sendable, Comparable, CaseIterable {
  case info
  case low
  case medium
  case high
  case critical

  package static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
