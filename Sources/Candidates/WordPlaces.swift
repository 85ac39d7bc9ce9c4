/// Where the words stand that rules ask for around an anchor: looked for around the anchors of such
/// rules only, and in larger and larger parts, so that no content is searched much more than once.
struct WordPlaces {
  /// How far from an anchor a word counts, in bytes.
  static let distance = Neighbourhood.limit

  /// How much is searched the first time.
  private static let firstPart = 3 * distance

  /// The part that was searched last, and how much is searched the next time.
  private var part = 0..<0
  private var nextCount = firstPart
  /// For each word, where it begins in that part, in order; nil before the first question.
  private var places: [[Int]] = []
  /// For each set, whether that part holds any of its words.
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
    search(around: range, in: bytes, index)
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

  /// Looks for all words that may be near a range, unless that was done.
  private mutating func search(
    around range: Range<Int>, in bytes: Span<UInt8>, _ index: RuleIndex
  ) {
    // A word counts that begins near, wherever it ends.
    let start = max(0, range.lowerBound - Self.distance)
    let end = min(bytes.count, range.upperBound + Self.distance + index.words.longestLiteral)
    if !isThere.isEmpty, part.lowerBound <= start, end <= part.upperBound { return }
    // Anchors come in order: what is behind this one is asked for next.
    part = start..<min(bytes.count, max(end, start + nextCount))
    nextCount *= 2
    var found: [[Int]] = .init(repeating: [], count: index.words.literalCount)
    index.words.forEachAnchor(in: bytes.extracting(part)) {
      found[$0.kind - 1].append(start + $0.offset)
    }
    isThere = index.wordSets.map { words in words.contains { !found[$0].isEmpty } }
    places = found
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
