/// Finds the anchors of the rules about contents, and some words in the same pass.
///
/// Immutable, shared by all threads.
package final class ContentWords: Sendable {
  let search: AnchorSearch
  /// The kinds of the anchors that are words; a word that is a rule's literal too has two.
  let kinds: Range<Int>

  /// Compiles the search; nil where memory is short.
  ///
  /// - Parameters:
  ///   - words: Sequences of 3 to 64 bytes, compared without regard to ASCII case.
  ///   - index: The rules.
  package init?(_ words: [[UInt8]], besides index: RuleIndex) {
    guard let search = index.contents(and: words) else { return nil }
    self.search = search
    kinds = (search.literalCount + 1 - words.count)..<(search.literalCount + 1)
  }

  /// The number of the word that an anchor tells of.
  package func number(of anchor: Anchor) -> Int { anchor.kind - kinds.lowerBound }
}
