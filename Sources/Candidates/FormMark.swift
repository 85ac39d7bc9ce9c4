/// What tells of a form that has no period: literals that no rule has, searched for with those of the
/// rules, each of them rare.
enum FormMark {
  /// An escape of a hex digit that is escaped once more.
  case escape
  /// The end of a piece of a line in a document.
  case markup
  /// The second line of a dump of bytes.
  case hexDump
  /// The type of a list of bytes.
  case buffer
  /// Lines of uuencoded text, or of base85 in a patch.
  case lines

  /// All marks with what they tell of; compared without regard to case, and looked at again.
  ///
  /// Each one is chosen for what it does not cost the search: the more there are, the more places of a
  /// text are looked at in vain.
  static let all: [([UInt8], FormMark)] =
    Markup.pieces.map { (Array($0.utf8), .markup) }
    + HexDump.beginnings.map { (Array($0.utf8), .hexDump) }
    + CodeLists.buffers.map { (Array($0.utf8), .buffer) }
    + EncodedLines.beginnings.map { (Array($0.utf8), .lines) }
    // The escape of an escaped `a`: of a key in such, any letter is enough.
    + [(Array("%2561".utf8), .escape)]
}
