import Arguments
import Blobs
import Checks
import Findings
import FoundationEssentials
import Git
import Responses
import Rules
import Settings

extension SettingsInForce {
  /// The options about reports, with what files say where nothing stronger does.
  func applied(to options: OutputOptions) -> OutputOptions {
    var options = options
    if options.$failOn.source == .default, let (line, _) = first(\.failOn) {
      options.failOn = line.value
    }
    if options.$noColor.source == .default, let (line, _) = first(\.color) {
      options.noColor = !line.value
    }
    return options
  }

  /// The options about limits, likewise.
  ///
  /// A project can't ask for more threads than there are processors.
  func applied(to options: LimitOptions) -> LimitOptions {
    var options = options
    if options.$threads.source == .default, let (line, file) = first(\.threads) {
      options.threads =
        file.owner == .project ? min(line.value, ProcessorCount.available) : line.value
    }
    if options.$maxBlobSize.source == .default, let (line, _) = first(\.maxBlobSize) {
      options.maxBlobSize = ByteCount(line.value)
    }
    if options.$noCache.source == .default, let (line, _) = first(\.cache) {
      options.noCache = !line.value
    }
    return options
  }

  /// Further names for the check of ignore rules.
  var keyFiles: [String] { files.flatMap { $0.keyFiles?.value ?? [] } }

  /// What is changed about rules and checks: of two severities, the stronger file's.
  var ruleChanges: RuleChanges {
    var changes = RuleChanges()
    for file in files.reversed() {
      changes.disabled.formUnion(file.disable?.value ?? [])
      for (id, line) in file.severities { changes.severities[id] = line.value }
    }
    return changes
  }

  /// The rules in force.
  func ruleSet(_ options: RuleOptions) throws -> RuleSet {
    var options = options
    if options.$noOtherRules.source == .default, let (line, _) = first(\.otherRules) {
      options.noOtherRules = !line.value
    }
    var set = try options.ruleSet(further: ruleFiles)
    // Where rules were left out on the command line, a file may well speak of one of them.
    if !options.noDefaultRules, !options.noOtherRules { try refuseUnknownRules(set) }
    try set.apply(ruleChanges)
    return set
  }

  private func refuseUnknownRules(_ set: RuleSet) throws(RuleFileError) {
    let known = Set(set.rules.map(\.id) + CheckRules.all.map(\.id))
    for file in files {
      let named =
        (file.disable?.value ?? []).map { ($0, file.disable?.line ?? 1) }
        + file.severities.map { ($0.key, $0.value.line) }.sorted { $0.1 < $1.1 }
        + file.suppressions.map { ($0.rule, $0.line) }
      for (id, line) in named where !known.contains(id) {
        let hint = nearest(to: id, among: known.sorted()).map { "did you mean '\($0)'?" }
        throw RuleFileError(
          file: file.name, line: line,
          problem: "there is no rule '\(id)'; "
            + (hint ?? "'vastguard rules list' has all of them"))
      }
    }
  }

  /// What becomes of findings.
  func policy(_ options: SuppressionOptions) throws -> FindingPolicy {
    var policy = FindingPolicy()
    for file in files.reversed() { policy.skips = policy.skips.followed(by: file.skips) }
    let entries =
      files.flatMap(\.suppressions) + baselines.flatMap(\.file.entries)
    policy.suppressions = SuppressionList(entries, today: Self.today)
    policy.checks = ruleChanges
    policy.honorsMarkers = !isAcceptedOnly
    let heedsGitleaks =
      options.$gitleaksAllow.source == .default
      ? first(\.gitleaksAllow)?.line.value ?? false : options.gitleaksAllow
    policy.honorsGitleaksMarkers = heedsGitleaks && policy.honorsMarkers
    policy.keepsSuppressed = options.showSuppressed
    return policy
  }

  /// The day in UTC as digits: 20260131.
  static var today: Int {
    // The days of years that begin in March, after Howard Hinnant's `civil_from_days`.
    let day = Int(Date().timeIntervalSince1970 / 86_400) + 719_468
    let era = day / 146_097
    let ofEra = day - era * 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let month = (5 * ofYear + 2) / 153
    let ofMonth = ofYear - (153 * month + 2) / 5 + 1
    let civil = month < 10 ? month + 3 : month - 9
    return (year + era * 400 + (civil <= 2 ? 1 : 0)) * 10_000 + civil * 100 + ofMonth
  }

  /// What a project's file leaves out of a run, in one line; nil where that is nothing.
  ///
  /// Nobody who scans a stranger's repository is to take its word without knowing.
  ///
  /// - Parameter options: The options about the report: one of them may beat what the file says.
  /// - Returns: The line.
  func narrowing(under options: OutputOptions) -> String? {
    guard let file = files.first(where: { $0.owner == .project }) else { return nil }
    var parts: [String] = []
    if let skip = file.skip?.value, !skip.isEmpty {
      parts.append("paths (\(Self.some(skip)))")
    }
    if let rules = file.disable?.value, !rules.isEmpty {
      parts.append("rules (\(Self.some(rules)))")
    }
    let silent = file.severities.filter { $0.value.value == .info }.keys.sorted()
    if !silent.isEmpty { parts.append("what these rules find: \(Self.some(silent))") }
    if file.otherRules?.value == false { parts.append("the rules about other vendors") }
    if options.$failOn.source == .default, let limit = file.failOn?.value, limit > .low {
      parts.append("what is below \(limit.rawValue)")
    }
    if parts.isEmpty { return nil }
    return "\(file.name) leaves out " + parts.joined(separator: "; ")
      + " (--no-project-file heeds none of it)"
  }

  private static func some(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? shown + " and \(names.count - 5) more" : shown
  }
}
