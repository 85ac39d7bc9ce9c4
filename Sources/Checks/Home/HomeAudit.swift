package import Blobs
package import Findings
package import Git

/// Looks at the known places of a machine where keys lie: what they hold, and who else can get at it.
///
/// Nothing is changed, nothing but regular files is read, and no folder is walked: each place is a
/// name, or the names in one folder.
package struct HomeAudit {
  /// What is looked at.
  package struct Scope: Sendable {
    /// What counts as `/`.
    package var root: FileRoot
    /// The home folders, counted from the root.
    package var homes: [Path]
    /// Folders in which programs keep settings besides `.config` of the homes.
    package var configurations: [Path] = []
    /// Further files that programs write histories to.
    package var histories: [Path] = []
    /// The environment of whoever asks; nil where another machine's files are looked at.
    package var environment: [String: String]?
    /// Whether this is a rented instance: the host's operator and the next tenant can read all.
    package var isInstance = false
    /// Seconds since 1970.
    package var now: Int64

    package init(root: FileRoot, homes: [Path], now: Int64) {
      self.root = root
      self.homes = homes
      self.now = now
    }
  }

  private let scope: Scope

  package init(_ scope: Scope) {
    self.scope = scope
  }

  /// Scans and checks everything.
  ///
  /// - Parameters:
  ///   - options: What every scan is told.
  ///   - collector: Gets the findings.
  ///   - report: Gets the gaps and counts.
  /// - Returns: What `fix` can do about the findings.
  /// - Throws: `ScanError.outOfMemory`.
  package func run(
    _ options: ScanOptions, _ collector: inout Collector, _ report: inout Report
  ) throws -> [Mend] {
    var visit = HomeVisit(scope, scan: try FoundFileScan(options))
    for home in scope.homes { visit.home(home, &collector, &report) }
    // The folders that the environment names belong to the last home.
    for folder in scope.configurations { visit.client(folder, in: folder, &collector, &report) }
    visit.files(scope.histories, .trace, &collector, &report)
    visit.machine(&collector, &report)
    return visit.finish(&collector, &report)
  }
}

/// One round through the known places.
struct HomeVisit: ~Copyable {
  private let scope: HomeAudit.Scope
  private var scan: FoundFileScan
  private var search: PlaceSearch
  private var seen: Set<Identity> = []
  private var checks: HomeChecks
  private var isAnybodyHome = false
  /// What was told as not looked at.
  private var gaps: Set<Path> = []

  private struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  init(_ scope: HomeAudit.Scope, scan: consuming FoundFileScan) {
    self.scope = scope
    self.scan = scan
    search = PlaceSearch(root: scope.root)
    checks = HomeChecks(scope)
  }

  /// Looks at the known places of a home folder.
  mutating func home(_ home: Path, _ collector: inout Collector, _ report: inout Report) {
    do throws(FileFailure) {
      let folder = try scope.root.find(home)
      guard folder.entry.kind == .folder else { throw FileFailure(why: "it is no folder") }
      // The root may be one; whether it is, its files tell.
      if home != Path("/") { isAnybodyHome = true }
      checks.enter(home, owner: folder.entry.owner)
    } catch {
      if scope.environment != nil || !error.isAbsence {
        report.incomplete.append(
          Report.Gap(what: scope.root.outside(home).text, why: error.why))
      }
      return
    }
    client(home.appending(".config".utf8), in: home, &collector, &report)
    for place in KnownPlace.ofHome { look(at: place, below: home, &collector, &report) }
    checks.client(in: home, &search)
  }

  /// Looks at what the client keeps in a folder of settings.
  mutating func client(
    _ folder: Path, in home: Path, _ collector: inout Collector, _ report: inout Report
  ) {
    for place in KnownPlace.ofClient {
      look(at: place, below: folder, in: home, &collector, &report)
    }
  }

  /// Looks at the places that belong to no home.
  mutating func machine(_ collector: inout Collector, _ report: inout Report) {
    let root = Path("/")
    checks.enter(root, owner: 0)
    for place in KnownPlace.ofMachine { look(at: place, below: root, &collector, &report) }
    if scope.isInstance {
      for place in KnownPlace.ofInstance { look(at: place, below: root, &collector, &report) }
    }
    checks.client(in: root, &search)
  }

  /// Looks at files by their paths.
  mutating func files(
    _ paths: [Path], _ purpose: KnownPlace.Purpose, _ collector: inout Collector,
    _ report: inout Report
  ) {
    for path in paths {
      look(at: path, purpose, in: path.parent ?? path, &collector, &report)
    }
  }

  /// Ends the round.
  mutating func finish(_ collector: inout Collector, _ report: inout Report) -> [Mend] {
    if !isAnybodyHome, seen.isEmpty, scope.environment == nil {
      report.incomplete.append(
        Report.Gap(what: scope.root.path.text, why: "no home folder was found in it"))
    }
    if scan.isCancelled {
      report.incomplete.append(Report.Gap(what: "the rest", why: "the scan was ended early"))
    }
    var named = Set(report.incomplete.map(\.what))
    report.incomplete += search.gaps.filter { named.insert($0.what).inserted }
    checks.environment(scope.environment)
    let (findings, mends) = checks.finish()
    for finding in findings { collector.add(finding) }
    return mends
  }

  private mutating func look(
    at place: KnownPlace, below base: Path, in home: Path? = nil, _ collector: inout Collector,
    _ report: inout Report
  ) {
    for path in search.paths(place.pattern, below: base) {
      look(at: path, place.purpose, in: home ?? base, &collector, &report)
    }
  }

  private mutating func look(
    at path: Path, _ purpose: KnownPlace.Purpose, in home: Path, _ collector: inout Collector,
    _ report: inout Report
  ) {
    if scan.isCancelled { return }
    let name = scope.root.outside(path)
    do throws(FileFailure) {
      let file = try scope.root.find(path)
      guard file.entry.kind == .file else {
        // Histories are often linked to the null device, to keep none.
        if file.entry.kind == .special, file.entry.path != Path("dev/null") {
          throw FileFailure(why: "it is a pipe, socket or device and was not opened")
        }
        return
      }
      let identity = Identity(device: file.entry.device, inode: file.entry.inode)
      guard seen.insert(identity).inserted else { return }
      let folder = scope.root.outside(home)
      let isTop = folder == Path("/")
      collector.base = isTop ? nil : .init(folder: folder, store: folder)
      defer { collector.base = nil }
      let isOpen = file.entry.mode & 0o077 != 0
      let exposure: Exposure =
        scope.isInstance || purpose == .trace
        ? .outside : isOpen ? .homeReadable : .ignoredPrivate
      let secrets = scan.scan(
        file, at: Place(layer: .home, path: isTop ? name : path.below(home), exposure: exposure),
        named: name,
        &collector, &report)
      checks.look(
        at: HomeFile(
          file: file, path: path, name: name, purpose: purpose, holdsSecret: !secrets.isEmpty))
    } catch {
      if !error.isAbsence { addGap(at: path, error, &report) }
    }
  }

  /// Tells what could not be looked at: of a folder that can't be entered, the folder, once.
  private mutating func addGap(at path: Path, _ failure: FileFailure, _ report: inout Report) {
    let told = failure.isDenial ? scope.root.closedFolder(above: path) : path
    guard gaps.insert(told).inserted else { return }
    report.incomplete.append(Report.Gap(what: scope.root.outside(told).text, why: failure.why))
  }
}

extension Path {
  /// The rest of the path below a folder that it begins with.
  func below(_ folder: Path) -> Path {
    guard bytes.starts(with: folder.bytes) else { return self }
    return Path(bytes: Array(bytes.dropFirst(folder.bytes.count).drop { $0 == 0x2F }))
  }
}
