/// Where the words stand that rules ask for around an anchor: found in one pass, and only in a
/// content that has an anchor of such a rule.
struct WordPlaces {
  /// How far from an anchor a word counts, in bytes.
  static let distance = Neighbourhood.limit

  /// For each word, where it begins, in order; nil before the first question.
  private var places: [[Int]]?

  /// Whether one of some words, told by their numbers in `search`, stands within ``distance`` of a
  /// range of the content; true where there are none to ask for.
  mutating func hasOne(
    of words: [Int], near range: Range<Int>, in bytes: Span<UInt8>, _ search: AnchorSearch
  ) -> Bool {
    if words.isEmpty { return true }
    let places = places ?? Self.places(in: bytes, search)
    self.places = places
    return words.contains { word in
      let place = places[word]
      let first = place.partitioningIndex { $0 >= range.lowerBound - Self.distance }
      return first < place.count && place[first] <= range.upperBound + Self.distance
    }
  }

  private static func places(in bytes: Span<UInt8>, _ search: AnchorSearch) -> [[Int]] {
    var places: [[Int]] = .init(repeating: [], count: search.literalCount)
    search.forEachAnchor(in: bytes) { places[$0.kind - 1].append($0.offset) }
    return places
  }
}

extension Array where Element == Int {
  /// The first index whose element belongs to the upper part, in a list that is in order.
  fileprivate func partitioningIndex(_ isUpper: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isUpper(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
