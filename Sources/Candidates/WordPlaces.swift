/// Where the words stand that rules ask for around an anchor: found in one pass, and only in a
/// content that has an anchor of such a rule.
struct WordPlaces {
  /// How far from an anchor a word counts, in bytes.
  static let distance = Neighbourhood.limit

  /// For each word, where it begins, in order; nil before the first question.
  private var places: [[Int]]?
  /// For each set, whether the content holds any of its words.
  private var isThere: [Bool] = []
  /// The range that was asked about last, and of the first sets which were asked for there, and
  /// which had a word: many rules ask for the same.
  private var last = 0..<0
  private var asked: UInt64 = 0
  private var answers: UInt64 = 0

  /// Whether a word of one of the index's sets stands within ``distance`` of a range of the content;
  /// true where no set is asked for.
  mutating func hasOne(
    of set: Int?, near range: Range<Int>, in bytes: Span<UInt8>, _ index: RuleIndex
  ) -> Bool {
    guard let set else { return true }
    if range != last { (last, asked, answers) = (range, 0, 0) }
    // A shift by more than a word's bits gives zero.
    let bit: UInt64 = 1 << UInt64(set)
    if asked & bit != 0 { return answers & bit != 0 }
    let places = places ?? findAll(in: bytes, index)
    let answer = isThere[set] && Self.hasOne(of: index.wordSets[set], near: range, in: places)
    asked |= bit
    if answer { answers |= bit }
    return answer
  }

  private static func hasOne(
    of words: [Int], near range: Range<Int>, in places: [[Int]]
  ) -> Bool {
    words.contains { word in
      let place = places[word]
      let first = place.partitioningIndex { $0 >= range.lowerBound - Self.distance }
      return first < place.count && place[first] <= range.upperBound + Self.distance
    }
  }

  private mutating func findAll(in bytes: Span<UInt8>, _ index: RuleIndex) -> [[Int]] {
    let found = Self.places(in: bytes, index.words)
    isThere = index.wordSets.map { words in words.contains { !found[$0].isEmpty } }
    places = found
    return found
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
