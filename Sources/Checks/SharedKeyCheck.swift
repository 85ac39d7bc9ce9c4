import Blobs
package import Findings
package import Git
import Rules

/// Tells which keys serve several environments, so that one reset breaks all of them.
package enum SharedKeyCheck {
  /// The check's id in findings.
  package static let id = "key-in-several-environments"

  private static let names: [String: String] = [
    "dev": "development", "devel": "development", "development": "development",
    "local": "development", "test": "test", "testing": "test", "qa": "test", "stage": "staging",
    "staging": "staging", "stg": "staging", "uat": "staging", "preview": "staging",
    "preprod": "staging", "prod": "production", "prd": "production", "production": "production",
    "live": "production",
  ]

  private static let pipelines = [
    ".github/workflows/", ".gitlab-ci", ".circleci/", ".travis.yml", "azure-pipelines",
    "bitbucket-pipelines", "Jenkinsfile", ".drone.yml", ".buildkite/", ".woodpecker",
  ]

  /// One finding for each account or session key that stands in places of two or more environments.
  ///
  /// - Parameters:
  ///   - report: What was found.
  ///   - repositories: The folders of submodules: each is a repository of its own.
  ///   - ownKey: The SHA-256 of the key that the client of this machine uses.
  /// - Returns: The findings, in the order of the secrets.
  package static func findings(
    in report: Report, repositories: [Path] = [], ownKey: String? = nil
  ) -> [Finding] {
    var places: [String: [String: Path]] = [:]
    for finding in report.findings {
      guard let secret = finding.secret, finding.layer != .pathName,
        let environment = environment(of: finding.path, repositories)
      else { continue }
      places[secret, default: [:]][environment, default: finding.path] = min(
        places[secret]?[environment] ?? finding.path, finding.path)
    }
    return report.secrets.compactMap { row in
      guard ["vast-account-key", "vast-session-key"].contains(row.secretClass.rawValue),
        var found = places[row.id]
      else { return nil }
      if let ownKey, row.sha256 == ownKey { found["this machine"] = Path("your own key file") }
      guard found.count > 1 else { return nil }
      let list = found.sorted { $0.key < $1.key }
      let names = list.map { "\($0.key) ('\($0.value.text)')" }.joined(separator: ", ")
      let path = places[row.id]?.values.min() ?? Path("")
      let layer = report.findings.first { $0.secret == row.id && $0.path == path }?.layer
      return Finding(
        rule: id, severity: .low,
        message: "The key \(row.redacted) serves \(list.count) environments: \(names). One reset "
          + "breaks all of them, and one leak opens all.", path: path, layer: layer ?? .file,
        fingerprint: Collector.fingerprint(id, row.id, path, 0),
        fix: "vastai create api-key, once for each environment")
    }
  }

  /// What a path says of the environment that it is for; nil where it says nothing.
  private static func environment(of path: Path, _ repositories: [Path]) -> String? {
    // Of a file outside a repository, the folders above it say nothing.
    let isOutside = path.bytes.first == UInt8(ascii: "/")
    let text = isOutside ? String(decoding: path.name, as: UTF8.self) : path.text
    let repository = repositories.first { text.hasPrefix($0.text + "/") }
    let suffix = repository.map { " of the repository \($0.text)" } ?? ""
    if pipelines.contains(where: { text.hasPrefix($0) || text.contains("/" + $0) }) {
      return "CI" + suffix
    }
    let words = text.lowercased().split { !$0.isLetter }
    // The file's own words count before those of its folders.
    if let name = words.reversed().lazy.compactMap({ names[String($0)] }).first {
      return name + suffix
    }
    if let repository { return "the repository \(repository.text)" }
    return repositories.isEmpty ? nil : "this repository"
  }
}

extension Report {
  /// Adds the findings about keys that serve several environments.
  ///
  /// - Parameters:
  ///   - repositories: The folders of submodules: each is a repository of its own.
  ///   - ownKey: The SHA-256 of the key that the client of this machine uses.
  package mutating func addSharedKeys(repositories: [Path] = [], ownKey: String? = nil) {
    findings += SharedKeyCheck.findings(in: self, repositories: repositories, ownKey: ownKey)
  }
}
