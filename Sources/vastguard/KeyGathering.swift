import Arguments
import Blobs
import Checks
import Findings
import Git
import Glibc
import KeyRequests
import Reports
import Responses
import Rules

/// Gathers keys, in clear, from where the user says.
struct KeyGathering {
  private static let largestList = 1 << 20

  let rules: RuleOptions
  let limits: LimitOptions
  let output: OutputOptions
  let console: Console

  /// The keys that an audit of a repository finds.
  func repository(_ path: String?) throws -> GatheredKeys {
    let opened = try OpenedRepository.opened(path)
    var run = try ScanRun(
      rules, limits, output, console,
      target: Report.Target(kind: "repository", path: path ?? "."), project: .repository(opened))
    run.keepSuppressed()
    let keyFiles = run.settings.keyFiles
    var root: Path?
    let secrets = try run.collect { options, report in
      guard let repository = report.repository(opened) else {
        return try Collector.empty(options)
      }
      root = repository.workTree
      report.target = Report.Target(of: repository, named: report.target.path)
      report.noteHead(of: repository)
      let scan = RepositoryScan(repository, options: options)
      return try scan.audit(&report) { repository, seen in
        try Posture.findings(in: repository, seen, keyFiles: keyFiles)
      }
    }
    return GatheredKeys(secrets, run.report, root: root)
  }

  /// The keys of files and folders.
  private func files(_ paths: [Path]) throws -> GatheredKeys {
    var run = try ScanRun(
      rules, limits, output, console,
      target: Report.Target(
        kind: "files", path: paths.map(\.text).joined(separator: " ")))
    run.keepSuppressed()
    let secrets = try run.collect { options, report in
      try PathScan(options: options).scan(paths, &report)
    }
    return GatheredKeys(secrets, run.report, root: nil)
  }

  /// The keys that a report names, read again from where it found them.
  func report(_ file: String, repository: String?) throws -> GatheredKeys {
    let report: JSONReport
    do {
      report = try JSONReport(reading: try bytes(of: file))
    } catch {
      throw UsageError("--from \(quoted(file)): \(error)")
    }
    var gathered: GatheredKeys
    switch report.target.kind {
    case "stdin":
      throw UsageError("the report is about standard input, which can't be read again")
    case "files", "home":
      gathered = try files(Self.places(in: report))
    default:
      gathered = try self.repository(repository ?? report.target.path)
    }
    let wanted = Set(
      report.secrets.filter { GatheredKeys.classes.contains($0.class) }.map(\.id))
    gathered.keep { wanted.contains($0) }
    gathered.lacking = Self.lacking(report, named: file)
    let missing = wanted.subtracting(gathered.keys.map(\.id)).count
    if missing > 0 {
      gathered.report.incomplete.append(
        Report.Gap(
          what: "\(missing) of the report's keys", why: "they are not at their places any more"))
    }
    return gathered
  }

  /// What was silenced when a report was made is not in it, whether it works or not.
  private static func lacking(_ report: JSONReport, named file: String) -> String? {
    let what: String
    switch report.silenced {
    case nil: return nil
    case .count(1): what = "1 silenced finding is"
    case .count(let count): what = "\(count) silenced findings are"
    case .some(.some): what = "Silenced findings are"
    }
    return "\(what) not in \(quoted(file)), and not asked about; 'vastguard verify' without --from "
      + "asks about them, too"
  }

  /// The files that a report's findings are in; a container is a file as a whole.
  private static func places(in report: JSONReport) -> [Path] {
    let files = report.findings.filter { $0.secret != nil }.compactMap { row -> Path? in
      var bytes = row.exactPath.bytes
      while true {
        var status = stat()
        let isThere = Path(bytes: bytes).withCString { unsafe lstat($0, &status) } == 0
        if isThere { return Path(bytes: bytes) }
        guard let mark = bytes.lastIndex(of: UInt8(ascii: "!")) else { return nil }
        bytes = Array(bytes[..<mark])
      }
    }
    return Array(Set(files)).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// The keys on standard input, one a line.
  func standardInput() throws -> GatheredKeys {
    do throws(BoundedInput.Failure) {
      let bytes = try BoundedInput.read(STDIN_FILENO, limit: Self.largestList, seconds: 60)
      return try list(bytes, name: "standard input", kind: "stdin")
    } catch {
      throw UsageError("\(error)")
    }
  }

  /// The keys in a file, one a line.
  func keyFile(_ file: String) throws -> GatheredKeys {
    do {
      return try list(try bytes(of: file), name: file, kind: "files")
    } catch let failure as BoundedInput.Failure {
      throw UsageError("--key-file \(quoted(file)): \(failure)")
    }
  }

  private func list(
    _ bytes: [UInt8], name: String, kind: String
  ) throws(BoundedInput.Failure) -> GatheredKeys {
    var values: [[UInt8]] = []
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let lines = bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      let blanks: Set<UInt8> = [0x20, 0x09, 0x0D]
      var line = line
      while let last = line.last, blanks.contains(last) { line.removeLast() }
      while let first = line.first, blanks.contains(first) { line.removeFirst() }
      if line.isEmpty { continue }
      guard GatheredKeys.isKey(line) else {
        throw BoundedInput.Failure(
          description: "line \(number + 1) is no key of 64 hex digits; nothing was asked")
      }
      if !values.contains(where: { $0.elementsEqual(line) }) { values.append(Array(line)) }
    }
    guard !values.isEmpty else { throw BoundedInput.Failure(description: "there is no key in it") }
    let report = Report(
      tool: Report.Tool(name: "vastguard", version: Vastguard.version),
      rules: Report.RulesInForce(digest: Digest.sha256(""), rules: []),
      target: Report.Target(kind: kind, path: name))
    return GatheredKeys(listed: values, report)
  }

  private func bytes(of file: String) throws -> [UInt8] {
    let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw BoundedInput.Failure(description: unsafe String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw BoundedInput.Failure(description: "it is no file")
    }
    return try BoundedInput.read(descriptor, limit: 256 << 20, seconds: 60)
  }
}
