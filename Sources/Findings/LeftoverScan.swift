import Blobs
import Git

/// Scans loose objects that a git command left unfinished, and tells of packs that it left.
struct LeftoverScan {
  let leftovers: Leftovers
  /// The folder that the paths of places begin with as `.git`.
  let root: Path
  /// How the repository names its objects.
  let format: ObjectFormat
  let options: ScanOptions

  /// Adds what is found to `collector`, and what can't be read to `report`.
  func run(_ collector: inout Collector, _ report: inout Report) throws {
    guard !leftovers.objects.isEmpty || !leftovers.packs.isEmpty else { return }
    guard var scanner = ContentScanner(options.index, options.progress) else {
      throw ScanError.outOfMemory
    }
    for file in leftovers.objects.sorted() {
      let name = name(of: file)
      do throws(GitError) {
        guard let object = try LeftoverObject(at: file, limit: options.maxBlobSize) else {
          continue
        }
        let place = Place(layer: .unreachable, path: name, exposure: .unreachable)
        if object.kind == .tree {
          addNames(in: object.bytes.span, &collector)
        } else {
          collector.add(scanner.hits(inContent: object.bytes.span), at: place)
        }
        report.addGaps(of: &scanner, in: name.text, rules: options.index)
      } catch {
        // It may be that of a command which is just running.
        guard error.reason != .missing else { continue }
        report.incomplete.append(Report.Gap(what: name.text, why: error.message))
      }
    }
    for pack in leftovers.packs.sorted() {
      report.addPackWithoutIndex(name(of: pack))
    }
  }

  /// Adds what the names in a tree hold as texts.
  private func addNames(in tree: Span<UInt8>, _ collector: inout Collector) {
    var names: [Path] = []
    _ = TreeObject.forEachEntry(in: tree, format) { _, name, _ in
      names.append(Path(bytes: tree.copy(name)))
    }
    for name in names {
      collector.addName(at: Place(layer: .unreachable, path: name, exposure: .unreachable))
    }
  }

  private func name(of file: Path) -> Path {
    GitFolder.name(of: file, in: root)
  }
}

extension GitFolder {
  /// The path of a file in git's folder as places have it; one elsewhere keeps its own.
  static func name(of file: Path, in root: Path) -> Path {
    let start = root.bytes + [UInt8(ascii: "/")]
    guard file.bytes.starts(with: start) else { return file }
    return Path(".git").appending(file.bytes[start.count...])
  }
}

extension Report {
  /// Tells of a pack that can't be read.
  mutating func addPackWithoutIndex(_ pack: Path) {
    incomplete.append(
      Gap(
        what: pack.text,
        why: "the pack has no index, as an interrupted git command leaves it: "
          + "'git index-pack' makes one, 'git prune' removes what is left over"))
  }
}
