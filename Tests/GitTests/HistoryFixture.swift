import Git

extension GitFixture {
  /// Makes a history of branches and merges with `git fast-import`.
  ///
  /// - Parameters:
  ///   - count: How many commits.
  ///   - skew: By how many seconds a commit's clock may be wrong.
  ///   - random: Decides everything.
  /// - Returns: The commits in the order in which they were made.
  /// - Throws: What running git throws.
  func makeHistory(
    _ count: Int, skew: Int = 0, using random: inout SeededGenerator
  ) throws -> [ObjectID] {
    var stream = ""
    for number in 1...count {
      let time = 1_600_000_000 + number * 100 + Int.random(in: -skew...skew, using: &random)
      stream += "commit refs/heads/branch\(number % 5)\nmark :\(number)\n"
      stream += "committer Bob <bob@example.org> \(time) +0000\ndata 1\nm\n"
      var parents: Set<Int> = []
      if number > 1, Int.random(in: 0..<20, using: &random) > 0 {
        for _ in 0...[0, 0, 0, 1, 2].randomElement(using: &random, or: 0) {
          parents.insert(Int.random(in: max(1, number - 8)..<number, using: &random))
        }
      }
      let ordered = parents.sorted(by: >)
      if let first = ordered.first { stream += "from :\(first)\n" }
      for parent in ordered.dropFirst() { stream += "merge :\(parent)\n" }
      for _ in 0..<Int.random(in: 0..<3, using: &random) {
        let names = ["a", "b", "d/a", "d/b", "d/e/a", "f"]
        let name = names.randomElement(using: &random, or: "a")
        let text = "\(Int.random(in: 0..<9, using: &random))"
        stream += "M 100644 inline \(name)\ndata \(text.count)\n\(text)\n"
      }
      if Int.random(in: 0..<5, using: &random) == 0 { stream += "D d\n" }
    }
    let marks = beside("marks")
    try git(
      ["fast-import", "--quiet", "--force", "--export-marks=\(marks)"], input: Array(stream.utf8))
    try git(["symbolic-ref", "HEAD", "refs/heads/branch0"])
    let lines = String(decoding: try read("../marks"), as: UTF8.self).split(separator: "\n")
    let ids = lines.compactMap { line -> (Int, ObjectID)? in
      let words = line.split(separator: " ")
      guard let number = Int(words[0].dropFirst()), let id = ObjectID(hex: words[1]) else {
        return nil
      }
      return (number, id)
    }
    return ids.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

extension Array {
  /// A random element, or another where there is none.
  func randomElement(using random: inout SeededGenerator, or other: Element) -> Element {
    randomElement(using: &random) ?? other
  }
}
