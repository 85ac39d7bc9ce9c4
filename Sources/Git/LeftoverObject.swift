/// A loose object as an interrupted git command left it: under a name for the time being, and
/// perhaps not written to its end.
package struct LeftoverObject: Sendable {
  /// The kind that its header names.
  package let kind: ObjectKind

  /// What was written of the content.
  package let bytes: [UInt8]

  /// Reads such a file; nil where nothing of an object was written yet.
  ///
  /// - Parameters:
  ///   - path: A file such as `objects/ab/tmp_obj_x1y2z3`.
  ///   - limit: The largest size to build; a header that claims more is refused.
  /// - Throws: `missing` where it is gone, `corrupt` where it begins like no object, or `other`.
  package init?(at path: Path, limit: Int) throws(GitError) {
    let file = try SmallFile.bytes(at: path, limit: 1 << 31, links: .refuse)
    // A machine that went down may leave a file of zeros.
    if file.allSatisfy({ $0 == 0 }) { return nil }
    let loose = LooseObjects(path, .sha1)
    let start = Inflated(file.span, atMost: LooseObjects.headerLimit).bytes
    if !start.contains(0), start.count < LooseObjects.headerLimit, file.count < 64 { return nil }
    guard let header = try? loose.header(in: start, .zero) else {
      throw GitError(.corrupt, "loose object", "it begins like no object")
    }
    guard header.size <= limit else {
      throw GitError(.other, "loose object", "it has \(header.size) bytes, more than \(limit)")
    }
    kind = header.kind
    let content = Inflated(file.span, atMost: header.length + header.size)
    bytes = Array(content.bytes.dropFirst(header.length))
  }
}

extension Repository {
  /// Makes the objects of one more folder count as the repository's own.
  ///
  /// - Parameter folder: Such as a push that was interrupted leaves below `objects`.
  /// - Throws: A `GitError` where there is no such folder.
  package func alsoRead(_ folder: Path) throws(GitError) {
    objects.addSources(folder)
  }
}
