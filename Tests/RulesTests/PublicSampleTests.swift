import BuiltInRules
import Rules
import Testing

@Suite struct PublicSampleTests {
  private func sample(_ prefix: String, source: String = "'a manual'") -> String {
    "[[sample]]\nsha256_prefix = '\(prefix)'\nsource = \(source)\n"
  }

  private let digits = String(Digest.sha256("sample").prefix(32))

  @Test func `a file tells where public values come from`() throws {
    let file = try read(rule() + sample(digits))
    #expect(file.samples.map(\.digestPrefix) == [digits])
    #expect(file.samples.map(\.source) == ["a manual"])
  }

  @Test func `a set knows the samples of all its files`() throws {
    let other = String(Digest.sha256("other").prefix(32))
    let set = try RuleSet(files: [
      ("a.toml", Array((rule() + sample(digits)).utf8)),
      ("b.toml", Array((rule(["id": "'two'"]) + sample(other, source: "'a talk'")).utf8)),
    ])
    #expect(set.samples[digits] == "a manual")
    #expect(set.samples[other] == "a talk")
    #expect(try set.samples.count == RuleSet().samples.count + 2)
  }

  @Test func `a digest that cannot be one is told`() {
    let problem = "'sha256_prefix' must have 32 lower-case hex digits"
    for wrong in ["", String(digits.dropLast()), digits + "0", "g" + digits.dropFirst()] {
      #expect(
        mistake(rule() + sample(wrong))
          == RuleFileError(file: "my.toml", line: 10, problem: problem))
    }
    #expect(mistake(rule() + sample("A" + digits.dropFirst()))?.problem == problem)
  }

  @Test func `a sample has both its keys and no other`() {
    #expect(
      mistake(rule() + "[[sample]]\nsource = 'x'\n")?.problem == "'sha256_prefix' is missing")
    #expect(
      mistake(rule() + "[[sample]]\nsha256_prefix = '\(digits)'\n")?.problem
        == "'source' is missing")
    #expect(
      mistake(rule() + sample(digits) + "sources = 'x'\n")?.problem
        == "unknown key 'sources'; did you mean 'source'?")
    #expect(mistake(rule() + sample(digits, source: "5"))?.problem == "'source': expected a string")
  }
}
