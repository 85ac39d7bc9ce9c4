import Blobs
import Findings
import Git
import Rules

/// The places of one secret or check: the worst one by one, the others counted.
struct PlaceList {
  /// How many places are shown one by one.
  static let shown = 5
  /// A name longer than this does not widen the column for the others.
  private static let maximumColumn = 60

  /// The worst first; what is silenced comes last.
  let findings: [Finding]

  init(_ findings: [Finding]) {
    self.findings = findings.sorted { left, right in
      if (left.suppressed == nil) != (right.suppressed == nil) { return left.suppressed == nil }
      if left.severity != right.severity { return left.severity > right.severity }
      if left.layer != right.layer { return Self.rank(left.layer) < Self.rank(right.layer) }
      return left.stands(before: right)
    }
  }

  /// The places of one file in one layer.
  private struct Group {
    let first: Finding
    var count = 1
  }

  /// The files in the order of their worst places.
  private var groups: [Group] {
    var numbers: [GroupKey: Int] = [:]
    var groups: [Group] = []
    for finding in findings {
      let key = GroupKey(layer: finding.layer, path: finding.path)
      if let number = numbers[key], !finding.path.bytes.isEmpty {
        groups[number].count += 1
      } else {
        numbers[key] = groups.count
        groups.append(Group(first: finding))
      }
    }
    return groups
  }

  private struct GroupKey: Hashable {
    let layer: Layer
    let path: Path
  }

  /// One line a file, in columns, then one line for the others.
  func lines(style: Style, detail: (Finding) -> String) -> [String] {
    let groups = groups
    let first = groups.prefix(Self.shown).map { (name: Self.name(of: $0.first), group: $0) }
    let widths = first.map(\.name.count).filter { $0 <= Self.maximumColumn }
    let column = widths.max() ?? 0
    var lines = first.map { name, group in
      let more = group.count - 1
      let words = [
        detail(group.first), more > 0 ? "and \(Wording.count(more, "more place")) in it" : "",
      ]
      let detail = words.filter { !$0.isEmpty }.joined(separator: "  ")
      guard !detail.isEmpty else { return name }
      let gap = String(repeating: " ", count: max(column - name.count, 0) + 2)
      return name + gap + style.paint(detail, .quiet)
    }
    if let others = others(groups.dropFirst(Self.shown)) {
      lines.append(style.paint(others, .quiet))
    }
    return lines
  }

  /// What is left after the places that are shown, such as `and 3 more places: 2 in history, …`.
  private func others(_ rest: ArraySlice<Group>) -> String? {
    guard !rest.isEmpty else { return nil }
    let count = rest.reduce(0) { $0 + $1.count }
    let counts = Dictionary(grouping: rest, by: \.first.layer)
      .mapValues { groups in groups.reduce(0) { $0 + $1.count } }
    let groups = Layer.allCases.compactMap { layer in
      counts[layer].map { "\(Wording.grouped($0)) \(Wording.places(in: layer))" }
    }
    return "and \(Wording.count(count, "more place")): " + groups.joined(separator: ", ")
  }

  /// A place by path and line, or by its layer where it has no path.
  static func name(of finding: Finding) -> String {
    let hasPath = !finding.path.bytes.isEmpty
    let name = hasPath ? DisplayText.of(finding.path.bytes) : Wording.name(of: finding.layer)
    guard let region = finding.region else { return name }
    return hasPath ? "\(name):\(region.line)" : "\(name), line \(region.line)"
  }

  /// The layers from the nearest to the farthest, as they are declared.
  private static func rank(_ layer: Layer) -> Int {
    Layer.allCases.firstIndex(of: layer) ?? Layer.allCases.count
  }
}

extension Finding.CommitSummary {
  /// As many digits as tell commits of any repository apart.
  var shortID: String { String(id.description.prefix(10)) }
}
