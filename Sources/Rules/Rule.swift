/// What one kind of leak looks like, as a rules file says it.
package struct Rule: Sendable {
  /// Lower-case words with dashes; unique in a run.
  package var id: String
  /// A short name for people, such as `Vast.ai API key in an assignment`.
  package var name: String
  /// One or two sentences: what was found and why it matters.
  package var summary: String
  package var secretClass: SecretClass
  /// The severity where anything can carry it: tracked, staged, in history.
  package var severity: Severity
  package var confidence: Confidence
  /// What to do about it, as one paragraph.
  package var remedy: String
  package var references: [String]
  /// Whether a run uses the rule unless told otherwise.
  package var isEnabled: Bool

  package var target: Target
  /// What a text must hold for the rule to look at it at all.
  package var anchors: [Anchor]
  /// For contents: matches around an anchor; its group `secret` is the value.
  ///
  /// For paths: matches the whole path.
  package var pattern: RulePattern
  /// Texts of which one must stand within 8 KiB of the anchor; empty for a rule that asks for none.
  ///
  /// They are found in one pass, so that a content full of digests costs no match of a pattern.
  package var words: [String]
  /// Names behind which a value is looked for that is in pieces, or partly escaped, so that it is no
  /// anchor itself.
  package var names: [String] = []
  /// How many bytes before and after the anchor the pattern sees.
  package var reach: Reach
  /// Finds, right behind a value, the next one of a list: its group `secret`.
  package var more: RulePattern?
  /// Patterns of which none may match the text that `pattern` matched.
  package var unless: [RulePattern]
  /// Patterns of which none may match what stands before that text, on its line.
  package var unlessBefore: [RulePattern]
  /// Patterns of which none may match the value alone: what a placeholder looks like.
  package var unlessValue: [RulePattern]
  /// Contexts of which each must be there.
  package var near: [Context]
  /// Contexts of which none may be there.
  package var unlessNear: [Context]
  /// The path must match this one, where there is one.
  package var path: RulePattern?
  /// Texts of which the file's name holds one wherever `path` matches; empty where that is not
  /// known, and then every history is searched for the paths of every match.
  package var pathAnchors: [String]
  /// The path must not match this one.
  package var unlessPath: RulePattern?
  /// What the value must look like, beside matching.
  package var value: ValueCheck
  /// The least Shannon entropy of the value, in bits for each byte, where there is one.
  package var entropy: Double?
  /// What a part of the match must be the checksum of, where there is such a part.
  package var checksum: Checksum?

  /// Texts that it finds.
  package var examples: [Example] { exampleList.examples }
  /// Texts that no rule may find.
  package var counterexamples: [Example] { counterexampleList.examples }
  var exampleList: ExampleList
  var counterexampleList: ExampleList

  /// Where it stands: the file's name and the line.
  package var origin: String

  /// What a rule is about.
  package enum Target: String, Sendable, Codable, CaseIterable {
    case content
    case path
  }

  /// How sure a match is.
  package enum Confidence: String, Sendable, Codable, CaseIterable {
    case high
    case medium
    case low
  }

  /// What makes a rule look at a place.
  package enum Anchor: Sendable, Hashable {
    /// A run of 64 hex digits, or a few more where an escape ends in one; written `{hex64}`.
    case hexRun
    /// A text of 3 to 64 bytes, compared without regard to ASCII case.
    case literal(String)
  }

  /// How many bytes around an anchor a pattern sees.
  package struct Reach: Sendable, Equatable {
    package var before: Int
    package var after: Int

    package init(before: Int, after: Int) {
      self.before = before
      self.after = after
    }
  }

  /// A pattern that must match, or must not, within some lines of the value.
  package struct Context: Sendable {
    package var pattern: RulePattern
    /// Lines above and below the value's own; nil stands for the whole content, or as much of a
    /// large one as is looked at in one piece.
    package var lines: Int?
    /// What else the value may be about: where this stands nearer to it, before it or behind it on
    /// its line, the context is another's.
    package var rival: RulePattern?
    /// Whether the pattern has a group `secret`: then it sees nothing behind the value, which that
    /// group is.
    package var endsAtValue = false
  }

  /// What a value must look like.
  package enum ValueCheck: String, Sendable, Codable, CaseIterable {
    /// As made up by chance: no pattern, no repetition, no counting, no words.
    case random
    /// Anything.
    case any
  }

  /// A text that the rule finds, or must leave alone.
  ///
  /// Values are made up when the example is run, for placeholders such as `{key}` and `{alnum:20}`;
  /// `Documentation/Rules.md` lists them.
  package struct Example: Sendable {
    package var text: String
    /// The path of the file that holds the text, where that matters.
    package var path: String?

    package init(text: String, path: String? = nil) {
      self.text = text
      self.path = path
    }
  }

  /// Whether a hit need not be traced to its paths unless one of them holds a path anchor.
  package var isTiedToNames: Bool { path != nil && !pathAnchors.isEmpty }

  /// Whether its pattern may ask for more of a path than its last part.
  package var isAboutFolders: Bool {
    pattern.source.replacing("(?:^|/)", with: "").replacing("[^/", with: "").contains("/")
  }

  /// Whether what it says of a text depends on the path where the text stands.
  package var dependsOnPath: Bool { path != nil || unlessPath != nil }
}
