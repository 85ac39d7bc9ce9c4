package import Rules

/// What a run found and what it could not read: the one value that every report is written from.
package struct Report: Sendable {
  package var tool: Tool
  package var rules: RulesInForce
  /// What the checks that ran are about; a report explains a finding of posture with it.
  package var checks: [Check]
  package var target: Target
  package var incomplete: [Gap]
  package var statistics: Statistics
  package var secrets: [SecretRow]
  package var findings: [Finding]
  /// How many findings were silenced and are not among these; nil where none was.
  package var silenced: Silenced?
  /// When the scan began and ended, in seconds since 1970; nil where that is not known.
  package var span: ClosedRange<Int>?

  package init(
    tool: Tool, rules: RulesInForce, checks: [Check] = [], target: Target,
    incomplete: [Gap] = [], statistics: Statistics = Statistics(), secrets: [SecretRow] = [],
    findings: [Finding] = []
  ) {
    self.tool = tool
    self.rules = rules
    self.checks = checks
    self.target = target
    self.incomplete = incomplete
    self.statistics = statistics
    self.secrets = secrets
    self.findings = findings
  }

  /// Whether everything asked for was scanned.
  package var complete: Bool { incomplete.isEmpty }

  /// The name and version of the program that wrote the report.
  package struct Tool: Sendable, Equatable, Codable {
    package var name: String
    package var version: String

    package init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// Which rules were active: their number and the SHA-256 of their definitions.
  package struct RulesInForce: Sendable {
    package var digest: String
    package var rules: [Rule]
    /// How many rules there were: more than `rules` where a report was read back by a program that
    /// does not have them all.
    package var count: Int

    package init(digest: String, rules: [Rule], count: Int? = nil) {
      self.digest = digest
      self.rules = rules
      self.count = count ?? rules.count
    }
  }

  /// What a check is about: what a rule's texts are to the findings of the rule.
  package struct Check: Sendable, Equatable {
    /// Lower-case words with dashes; the `rule` of the check's findings.
    package var id: String
    /// A short name for people, such as `Key file that others can read`.
    package var name: String
    /// One or two sentences: what was found and why it matters.
    package var summary: String
    /// What to do about it, as one paragraph.
    package var remedy: String

    package init(id: String, name: String, summary: String, remedy: String) {
      self.id = id
      self.name = name
      self.summary = summary
      self.remedy = remedy
    }
  }

  /// What was scanned.
  package struct Target: Sendable, Equatable {
    /// `repository`, `bare-repository`, `files`, `stdin`, `staged`, `message` or `range`.
    package var kind: String
    package var path: String
    /// The commit that HEAD names, where there is one.
    package var head: String?
    /// Whether the repository is a shallow clone, so that it holds only the end of its history.
    package var isShallow = false
    /// Whether the report was merged from several.
    package var isMerged = false

    package init(kind: String, path: String, head: String? = nil) {
      self.kind = kind
      self.path = path
      self.head = head
    }
  }

  /// Something that could not be scanned.
  package struct Gap: Sendable, Hashable, Codable {
    package var what: String
    package var why: String

    package init(what: String, why: String) {
      self.what = what
      self.why = why
    }
  }

  /// How many findings were silenced and left out of a report.
  package enum Silenced: Sendable, Equatable, Codable {
    /// This many, at least one.
    case count(Int)
    /// Some; how many is not told where reports were merged, since parts may have the same ones.
    case some

    package init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let count = try? container.decode(Int.self), count > 0 {
        self = .count(count)
      } else if (try? container.decode(Bool.self)) == true {
        self = .some
      } else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath, debugDescription: "neither a number nor true"))
      }
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .count(let count): try container.encode(count)
      case .some: try container.encode(true)
      }
    }
  }

  /// How much was scanned.
  ///
  /// Each distinct content counts once, with its full size.
  package struct Statistics: Sendable, Equatable, Codable {
    package var commits = 0
    package var blobs = 0
    package var bytes = 0
    package var files = 0
    package var seconds = 0.0

    package init() {}
  }
}
