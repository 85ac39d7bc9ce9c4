import Arguments
import Testing

@Suite struct ValueTests {
  @Test func `what is not given has its default`() throws {
    let check = try check("")
    #expect(check.place == ".")
    #expect(check.more == [])
    #expect(check.failOn == .low)
    #expect(check.limit == 10)
    #expect(check.ratio == nil)
    #expect(check.config == nil)
    #expect(check.rules == [])
    #expect(check.output.format == .text)
    #expect(!check.output.quiet)
  }

  @Test(arguments: ["--fail-on high", "--fail-on=high", "-f high", "-fhigh", "-qf high", "-qfhigh"])
  func `an option's value stands beside it or in the next word`(line: String) throws {
    #expect(try check(line).failOn == .high)
  }

  @Test(arguments: ["-qv", "-q -v", "-vq", "--quiet -v", "--quiet --verbose"])
  func `letters of flags can be joined`(line: String) {
    // The group's own check proves that both were read.
    #expect(mistake(["check"] + words(line))?.hint == "choose one")
  }

  @Test(arguments: [
    "here there --limit 3 -q", "--limit 3 here -q there", "-q --limit=3 here there",
    "-q here there --limit 3", "--limit 3 -q -- here there", "here -q --limit 3 -- there",
  ])
  func `options and arguments may be mixed`(line: String) throws {
    let check = try check(line)
    #expect(check.place == "here")
    #expect(check.more == ["there"])
    #expect(check.limit == 3)
    #expect(check.output.quiet)
  }

  @Test func `two dashes end the options`() throws {
    let check = try command(Check.self, ["check", "--", "-q", "--", "--help", "-5"])
    #expect(check.place == "-q")
    #expect(check.more == ["--", "--help", "-5"])
    #expect(!check.output.quiet)
  }

  @Test func `one dash is a value`() throws {
    let check = try command(Check.self, ["check", "-", "-o", "-", "--config", "-"])
    #expect(check.place == "-")
    #expect(check.output.path == "-")
    #expect(check.config == "-")
  }

  @Test(arguments: ["--ratio -0.5", "--ratio=-0.5", "--ratio -.5", "--ratio -5e-1"])
  func `a negative number is a value`(line: String) throws {
    #expect(try check(line).ratio == -0.5)
    #expect(try check("-12").place == "-12")
  }

  @Test func `an option's last value counts, a list takes them all`() throws {
    let check = try check("--limit 1 -r a --limit 2 --rules=b -rc")
    #expect(check.limit == 2)
    #expect(check.rules == ["a", "b", "c"])
  }

  @Test func `empty words and equals signs are values`() throws {
    let check = try command(Check.self, ["check", "", "=", "--config=", "--rules=a=b", "-r=c"])
    #expect(check.place == "")
    #expect(check.more == ["="])
    #expect(check.config == "")
    #expect(check.rules == ["a=b", "=c"])
  }

  @Test(arguments: [
    ("1", true), ("true", true), ("yes", true), ("ON", true),
    ("0", false), ("False", false), ("no", false), ("off", false),
  ])
  func `a truth value has several spellings`(word: String, value: Bool) throws {
    #expect(try check("--color \(word)").color == value)
  }

  @Test(arguments: ["nan", "inf", "-inf", "1x", ""])
  func `a number is finite`(word: String) {
    #expect(
      mistake(["check", "--ratio=\(word)"])?.message
        == "invalid value '\(word)' for '--ratio': expected a number")
  }

  @Test func `a command's check may change what it found`() throws {
    #expect(try check("").wasChecked)
  }

  @Test func `a parsed command is a value`() throws {
    let first = try check("--limit 3 -q")
    var second = first
    second.limit = 4
    second.output.quiet = false
    #expect(first.limit == 3)
    #expect(first.output.quiet)
    #expect(second.limit == 4)
    #expect(!second.output.quiet)
    #expect(second.$limit.source == .commandLine)
  }
}
