import BuiltInRules
import Rules
import Testing

@Suite struct RuleSetTests {
  private typealias File = (name: String, bytes: [UInt8])

  private func file(_ toml: String, name: String = "my.toml") -> File {
    (name, Array(toml.utf8))
  }

  @Test func `a user's rules come behind those about Vast and before those about others`() throws {
    let vast = try RuleSet(others: false)
    let embedded = try RuleSet()
    let all = try RuleSet(files: [file(rule()), file(rule(["id": "'two'"]), name: "b.toml")])
    #expect(
      all.rules.map(\.id) == vast.rules.map(\.id) + ["one", "two"]
        + embedded.rules.map(\.id).dropFirst(vast.rules.count))
    #expect(all.rule("two")?.origin == "b.toml:1")
    #expect(all.rule("three") == nil)
  }

  @Test func `the embedded rules can be left out`() throws {
    let set = try RuleSet(default: false, files: [file(rule())])
    #expect(set.rules.map(\.id) == ["one"])
  }

  @Test func `the rules about other vendors can be left out alone`() throws {
    let vast = try RuleSet(others: false)
    #expect(vast.rules.allSatisfy { !$0.secretClass.rawValue.hasPrefix("other-") })
    let others = try RuleSet().rules.dropFirst(vast.rules.count)
    #expect(!others.isEmpty)
    #expect(others.allSatisfy { $0.secretClass.rawValue.hasPrefix("other-") })
    #expect(try RuleSet().digest != vast.digest)
  }

  @Test func `a rule that is switched off takes part only where that is asked for`() throws {
    let files = [file(rule() + rule(["id": "'two'", "enabled": "false"]))]
    #expect(try RuleSet(default: false, files: files).rules.map(\.id) == ["one"])
    let all = try RuleSet(default: false, disabled: true, files: files)
    #expect(all.rules.map(\.id) == ["one", "two"])
    #expect(all.rules.map(\.isEnabled) == [true, false])
    let none = [file(rule(["enabled": "false"]))]
    #expect(throws: RuleFileError.self) { try RuleSet(default: false, files: none) }
  }

  @Test func `a user who takes the id of a rule about others is told the user's own line`() throws {
    let id = try #require(try RuleSet().rules.last?.id)
    let error = #expect(throws: RuleFileError.self) {
      try RuleSet(files: [file("\n" + rule(["id": "'\(id)'"]))])
    }
    #expect(error?.file == "my.toml:2")
  }

  @Test func `a set without a rule is an error`() {
    let error = #expect(throws: RuleFileError.self) { try RuleSet(default: false) }
    #expect(error?.problem == "no rule is active")
  }

  @Test func `two rules cannot share an id`() {
    let error = #expect(throws: RuleFileError.self) {
      try RuleSet(
        default: false, files: [file(rule()), file("\n" + rule(), name: "b.toml")])
    }
    #expect(
      error.map { "\($0)" } == "b.toml:2: rule 'one': the id is taken by the rule at my.toml:1")
  }

  @Test func `a user cannot take the id of an embedded rule`() throws {
    let id = try #require(try RuleSet().rules.first?.id)
    #expect(throws: RuleFileError.self) { try RuleSet(files: [file(rule(["id": "'\(id)'"]))]) }
  }

  @Test func `a user's broken pattern is told before anything is scanned`() {
    #expect(throws: RuleFileError.self) {
      try RuleSet(files: [file(rule(["pattern": "'one=('"]))])
    }
  }

  @Test func `the digest tells whether the rules are the same`() throws {
    let one = file(rule())
    let two = file(rule(["id": "'two'"]), name: "b.toml")
    let digest = try RuleSet(default: false, files: [one]).digest
    #expect(digest.utf8.count == 64)
    #expect(digest.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) })
    #expect(try RuleSet(default: false, files: [one]).digest == digest)
    #expect(try RuleSet(default: false, files: [(one.name, one.bytes + [10])]).digest != digest)
    #expect(try RuleSet(files: [one]).digest != digest)
    #expect(try RuleSet(default: false, files: [one, two]).digest != digest)
    #expect(
      try RuleSet(default: false, files: [one, two]).digest
        != RuleSet(default: false, files: [two, one]).digest)
    #expect(try RuleSet().digest == RuleSet().digest)
  }
}

@Suite struct EmbeddedRulesTests {
  @Test(arguments: EmbeddedRules.files.map(\.name))
  func `an embedded file is sound`(name: String) throws {
    let file = try #require(EmbeddedRules.files.first { $0.name == name })
    try RuleFile(bytes: file.bytes, name: name).compile()
  }

  @Test(arguments: try RuleSet().rules)
  func `an embedded rule explains itself`(rule: Rule) {
    #expect(!rule.examples.isEmpty)
    #expect(!rule.counterexamples.isEmpty)
    #expect(!rule.references.isEmpty)
    #expect(rule.summary.hasSuffix("."))
    #expect(rule.remedy.hasSuffix("."))
    #expect(!rule.name.hasSuffix("."))
    #expect(rule.origin.hasPrefix("rules/"))
  }

  @Test func `no rule about others says that it is worse than an account key of Vast`() throws {
    for rule in try RuleSet().rules where rule.secretClass.rawValue.hasPrefix("other-") {
      #expect(rule.severity <= .high, "\(rule.id)")
      #expect(rule.references.allSatisfy { $0.hasPrefix("https://") }, "\(rule.id)")
    }
  }

  @Test func `every embedded account key rule says that it is a leak`() throws {
    for rule in try RuleSet().rules where rule.target == .content {
      guard rule.secretClass.rawValue == "vast-account-key" else { continue }
      #expect(rule.severity >= .high, "\(rule.id)")
    }
  }
}
