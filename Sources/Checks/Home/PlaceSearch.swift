import Blobs
import Findings
import Git

/// Turns the patterns of known places into paths, by listing the folders where a part has a `*`.
struct PlaceSearch {
  /// The most names that are looked at in one folder.
  static let mostNames = 20_000

  let root: FileRoot
  private(set) var gaps: [Report.Gap] = []

  init(root: FileRoot) {
    self.root = root
  }

  /// The paths below `base` that a pattern may mean; those without `*` need not exist.
  mutating func paths(_ pattern: String, below base: Path) -> [Path] {
    var paths = [base]
    for part in pattern.split(separator: "/") {
      let name = Array(part.utf8)
      guard name.contains(UInt8(ascii: "*")) else {
        paths = paths.map { $0.appending(name) }
        continue
      }
      paths = paths.flatMap { folder in
        names(in: folder).filter { Self.matches($0[...], name[...]) }
          .map { folder.appending($0) }
      }
    }
    return paths
  }

  private var known: [Path: [[UInt8]]] = [:]

  private mutating func names(in folder: Path) -> [[UInt8]] {
    if let names = known[folder] { return names }
    var found: [[UInt8]] = []
    do throws(FileFailure) {
      let file = try root.find(folder)
      if file.entry.kind == .folder {
        let (names, isCut) = try file.names(limit: Self.mostNames)
        found = names
        if isCut {
          gaps.append(
            Report.Gap(
              what: root.outside(folder).text,
              why: "it holds more than \(Self.mostNames) names; the others were not looked at"))
        }
      }
    } catch {
      if !error.isAbsence {
        let told = error.isDenial ? root.closedFolder(above: folder) : folder
        gaps.append(Report.Gap(what: root.outside(told).text, why: error.why))
      }
    }
    known[folder] = found
    return found
  }

  /// Whether a name fits; `*` stands for any bytes, a dot at the begin too.
  static func matches(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    let star = UInt8(ascii: "*")
    let parts = pattern.split(separator: star, omittingEmptySubsequences: false)
    guard let first = parts.first, let last = parts.last, parts.count > 1 else {
      return name.elementsEqual(pattern)
    }
    guard name.count >= first.count + last.count, name.starts(with: first),
      name.suffix(last.count).elementsEqual(last)
    else { return false }
    var rest = name.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }
}

extension FileRoot {
  /// The first of the folders above a path, or the path itself, that can't be entered.
  func closedFolder(above path: Path) -> Path {
    var closed = path
    while (try? find(closed)) == nil, let above = closed.parent, above != closed { closed = above }
    return closed
  }
}
