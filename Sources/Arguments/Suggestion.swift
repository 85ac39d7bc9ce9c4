/// Returns a question for the candidate that `word` was most likely meant to be.
func didYouMean(_ word: String, among candidates: [String]) -> String? {
  let typed = letters(of: word)
  // Names are short: a long word is no slip, and comparing it would only cost time.
  guard !typed.isEmpty, typed.count <= 40 else { return nil }
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let meant = letters(of: candidate)
    let isBeginning = typed.count > 1 && meant.starts(with: typed)
    let distance = isBeginning ? min(1, meant.count - typed.count) : editDistance(typed, meant)
    guard distance <= max(1, meant.count / 3), distance < meant.count else { continue }
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best.map { "did you mean '\($0.candidate)'?" }
}

/// The lower-case bytes of a name without its leading dashes.
private func letters(of name: String) -> [UInt8] {
  Array(name.utf8.drop { $0 == UInt8(ascii: "-") }).map { byte in
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

/// Counts the insertions, deletions, replacements and swaps of neighbours between two names.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    for column in right.indices {
      let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
      var cost = min(replaced, previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = min(cost, beforePrevious[column - 1] + 1)
      }
      current.append(cost)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[right.count]
}
