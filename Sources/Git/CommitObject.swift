/// A commit as its bytes tell it: ids are read, everything else is named by range.
package struct CommitObject: Sendable {
  /// The root of the files.
  package let tree: ObjectID

  /// The parents in their order; none for a root.
  package let parents: [ObjectID]

  /// Where the author's signature stands, for `Signature`.
  package let author: Range<Int>?

  /// Where the committer's signature stands, for `Signature`.
  package let committer: Range<Int>?

  /// Where the name of the message's encoding stands; without it the message is UTF-8.
  package let encoding: Range<Int>?

  /// All headers, these and others such as `gpgsig` and `mergetag`, and the message.
  package let headers: ObjectHeaders

  /// Where the message stands.
  package var message: Range<Int> { headers.message }

  /// Reads a commit; nil where its tree or a parent is not an id, as git refuses it then.
  package init?(_ bytes: Span<UInt8>, _ format: ObjectFormat) {
    var parents: [ObjectID] = []
    guard let links = CommitLinks(bytes, format, parents: &parents) else { return nil }
    tree = links.tree
    self.parents = parents
    committer = links.committer
    headers = ObjectHeaders(bytes)
    author = headers.value(of: "author", in: bytes)
    encoding = headers.value(of: "encoding", in: bytes)
  }
}

/// What of a commit tells how it hangs together with others, read without keeping anything else:
/// a whole history is read like that.
package struct CommitLinks {
  /// The root of the files.
  package let tree: ObjectID

  /// Where the committer's signature stands, for `Signature`.
  package let committer: Range<Int>?

  /// Where the lines of the tree and the parents end: up to there nothing stands but ids.
  package let idsEnd: Int

  /// Reads the head of a commit; nil where its tree or a parent is not an id, as git refuses it then.
  ///
  /// - Parameters:
  ///   - bytes: The commit.
  ///   - format: How objects are named.
  ///   - parents: To it each parent is added, in their order, also those before one that is not an id.
  package init?(_ bytes: Span<UInt8>, _ format: ObjectFormat, parents: inout [ObjectID]) {
    var lines = HeaderLines()
    guard let first = lines.next(in: bytes), bytes.holds("tree", in: first.name),
      let tree = bytes.hexID(in: first.value, format)
    else { return nil }
    var idsEnd = first.value.upperBound
    var header = lines.next(in: bytes)
    while let line = header, bytes.holds("parent", in: line.name) {
      guard let parent = bytes.hexID(in: line.value, format) else { return nil }
      parents.append(parent)
      idsEnd = line.value.upperBound
      header = lines.next(in: bytes)
    }
    while let line = header, !bytes.holds("committer", in: line.name) {
      header = lines.next(in: bytes)
    }
    self.tree = tree
    self.idsEnd = idsEnd
    committer = header?.value
  }
}

/// An annotated tag as its bytes tell it.
package struct TagObject: Sendable {
  /// What is tagged.
  package let target: ObjectID

  /// The kind that the tag claims its target to have, or nil where it names none that exists.
  package let kind: ObjectKind?

  /// Where the tag's own name stands; its reference may have another.
  package let name: Range<Int>?

  /// Where the tagger's signature stands, for `Signature`; old tags have none.
  package let tagger: Range<Int>?

  /// All headers and the message.
  package let headers: ObjectHeaders

  /// Where the message stands, with a signature that may end it.
  package var message: Range<Int> { headers.message }

  /// Reads a tag; nil where its target is not an id.
  package init?(_ bytes: Span<UInt8>, _ format: ObjectFormat) {
    let headers = ObjectHeaders(bytes)
    guard let first = headers.headers.first, bytes.holds("object", in: first.name),
      let target = bytes.hexID(in: first.value, format)
    else { return nil }
    self.target = target
    self.headers = headers
    kind = headers.value(of: "type", in: bytes).flatMap { range in
      let name = String(decoding: bytes.copy(range), as: UTF8.self)
      return ObjectKind.allCases.first { $0.name == name }
    }
    name = headers.value(of: "tag", in: bytes)
    tagger = headers.value(of: "tagger", in: bytes)
  }
}
