import Corpus
import Foundation
import TestSupport

/// Another scanner of secrets, run without network.
struct Peer {
  var name: String
  /// The command to run in the folder, without the program's own path.
  var arguments: [String]
  /// What its report says.
  var read: @Sendable (Data) throws -> [Scan.Found]

  private static let known = [
    Peer(
      name: "kingfisher",
      arguments: [
        "scan", ".", "--format", "json", "--no-validate", "--git-history", "none",
        "--no-update-check", "--no-dedup",
      ], read: Kingfisher.findings),
    Peer(
      name: "gitleaks",
      arguments: [
        "dir", ".", "--report-format", "json", "--report-path", "-", "--no-banner", "--exit-code",
        "0", "--max-decode-depth", "3", "--max-archive-depth", "3",
      ], read: Gitleaks.findings),
    Peer(
      name: "betterleaks",
      arguments: [
        "dir", ".", "--report-format", "json", "--report-path", "-", "--no-banner", "--exit-code",
        "0", "--max-decode-depth", "3", "--max-archive-depth", "3",
      ], read: Gitleaks.findings),
    Peer(
      name: "detect-secrets", arguments: ["scan", "--all-files", "--no-verify", "."],
      read: DetectSecrets.findings),
  ]

  /// The scanners that are on the search path.
  static func installed(in place: some Place) -> [Peer] {
    known.filter { peer in
      let version = peer.name == "gitleaks" || peer.name == "betterleaks" ? "version" : "--version"
      let outcome = try? ChildProcess(
        [peer.name, version], in: place.path, environment: place.environment
      ).run()
      return outcome?.status == 0
    }
  }

  /// Runs the scanner over a folder.
  func scan(_ place: some Place) throws -> Scan {
    let outcome = try ChildProcess(
      [name] + arguments, in: place.path, environment: place.environment, timeout: .seconds(900)
    ).run()
    do {
      return Scan(
        findings: try read(Data(outcome.output)).map { Self.relative($0, to: place.path) })
    } catch {
      throw PeerError(description: "\(name): status \(outcome.status), \(error)\n\(outcome.stderr)")
    }
  }

  private static func relative(_ found: Scan.Found, to folder: String) -> Scan.Found {
    var found = found
    for prefix in [folder + "/", "./"] where found.path.hasPrefix(prefix) {
      found.path.removeFirst(prefix.count)
    }
    return found
  }
}

/// A scanner whose report could not be read.
private struct PeerError: Error, CustomStringConvertible {
  var description: String
}

/// `kingfisher scan --format json`.
private enum Kingfisher {
  struct Report: Decodable {
    var findings: [Row]?
  }

  struct Row: Decodable {
    var rule: Rule
    var finding: Match

    struct Rule: Decodable {
      var id: String
    }

    struct Match: Decodable {
      var snippet: String
      var path: String
    }
  }

  @Sendable static func findings(_ data: Data) throws -> [Scan.Found] {
    // A summary follows on a line of its own, and alone where there are no findings.
    let first = data.prefix { $0 != UInt8(ascii: "\n") }
    guard !first.isEmpty else { return [] }
    return (try JSONDecoder().decode(Report.self, from: first).findings ?? []).map { row in
      Scan.Found(path: row.finding.path, secret: .clear(row.finding.snippet), rule: row.rule.id)
    }
  }
}

/// The report of gitleaks and of its kin.
private enum Gitleaks {
  struct Row: Decodable {
    var RuleID: String
    var Secret: String
    var File: String
  }

  @Sendable static func findings(_ data: Data) throws -> [Scan.Found] {
    try JSONDecoder().decode([Row].self, from: data).map { row in
      Scan.Found(path: row.File, secret: .clear(row.Secret), rule: row.RuleID)
    }
  }
}

/// The baseline that `detect-secrets scan` writes: it tells the SHA-1 of each secret.
private enum DetectSecrets {
  struct Report: Decodable {
    var results: [String: [Row]]
  }

  struct Row: Decodable {
    var type: String
    var hashed_secret: String
  }

  @Sendable static func findings(_ data: Data) throws -> [Scan.Found] {
    try JSONDecoder().decode(Report.self, from: data).results.flatMap { path, rows in
      rows.map { Scan.Found(path: path, secret: .sha1($0.hashed_secret), rule: $0.type) }
    }
  }
}
