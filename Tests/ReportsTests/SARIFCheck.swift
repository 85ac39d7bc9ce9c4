import Foundation

/// Checks what the SARIF standard demands beyond its schema, and what GitHub and other collectors
/// demand beyond the standard.
struct SARIFCheck {
  private(set) var problems: [String] = []

  init(_ log: JSONValue) {
    expect(log["$schema"]?.string?.hasPrefix("https://") == true, "$schema is missing")
    expect(log["version"]?.string == "2.1.0", "version is not 2.1.0")
    let runs = log["runs"]?.elements ?? []
    expect(runs.count == 1, "collectors take one run of a tool and category")
    for run in runs { checkRun(run) }
    checkDeterminism(log)
  }

  private mutating func expect(_ isRight: Bool, _ problem: @autoclosure () -> String) {
    if !isRight { problems.append(problem()) }
  }

  private mutating func checkRun(_ run: JSONValue) {
    expect(
      ["utf16CodeUnits", "unicodeCodePoints"].contains(run["columnKind"]?.string),
      "columnKind is missing")
    let category = run["automationDetails"]?["id"]?.string ?? ""
    expect(category.contains("/"), "automationDetails.id without a slash is no category")
    let driver = run["tool"]?["driver"] ?? .null
    let name = driver["name"]?.string ?? ""
    expect((1...3).contains(name.split(separator: " ").count), "the driver's name is not short")
    for key in ["fullName", "version", "semanticVersion", "informationUri"] {
      expect(driver[key]?.string?.isEmpty == false, "driver.\(key) is missing")
    }
    for (_, base) in run["originalUriBaseIds"]?.members ?? [:] {
      expect(base["uri"] == nil, "a base address names a folder of the machine")
    }
    for invocation in run["invocations"]?.elements ?? [] {
      expect(invocation["executionSuccessful"] != nil, "executionSuccessful is missing")
    }
    let rules = driver["rules"]?.elements ?? []
    let ids = rules.compactMap { $0["id"]?.string }
    expect(Set(ids).count == rules.count, "a rule's id is missing or not unique")
    for rule in rules { checkRule(rule) }
    guard case .array(let results)? = run["results"] else {
      problems.append("results is missing")
      return
    }
    expect(results.count <= 25_000, "more results than GitHub accepts")
    for result in results { checkResult(result, ids: ids) }
    for key in ["suppressions", "baselineState"] {
      let count = results.count { $0[key] != nil }
      expect(count == 0 || count == results.count, "\(key) is on some results only")
    }
    checkOrder(of: results)
  }

  private mutating func checkRule(_ rule: JSONValue) {
    let id = rule["id"]?.string ?? ""
    let name = rule["name"]?.string ?? ""
    expect(name != id, "\(id): the name is the id")
    expect(
      name.wholeMatch(of: /[A-Z][A-Za-z0-9]{0,254}/) != nil, "\(id): \(name) is not Pascal case")
    for key in ["shortDescription", "fullDescription"] {
      let length = rule[key]?["text"]?.string?.utf16.count ?? 0
      expect((1...1024).contains(length), "\(id): \(key) has \(length) characters")
    }
    for key in ["text", "markdown"] {
      expect(rule["help"]?[key]?.string?.isEmpty == false, "\(id): help.\(key) is missing")
    }
    expect(isLevel(rule["defaultConfiguration"]?["level"]), "\(id): no level")
    let tags = rule["properties"]?["tags"]?.elements.compactMap(\.string) ?? []
    expect(tags.contains("security") && tags.count <= 10, "\(id): tags are \(tags)")
    expect(
      ["very-high", "high", "medium", "low"].contains(rule["properties"]?["precision"]?.string),
      "\(id): no precision")
    // What is no weakness has none: some collectors take a zero for a low one.
    if let score = rule["properties"]?["security-severity"] {
      let number = score.string.flatMap(Double.init) ?? -1
      expect((0.1...10).contains(number), "\(id): security-severity is no number in a string")
    }
  }

  private mutating func checkResult(_ result: JSONValue, ids: [String]) {
    let id = result["ruleId"]?.string ?? ""
    let index = Int(result["ruleIndex"]?.number ?? -1)
    expect(ids.indices.contains(index) && ids[index] == id, "\(id): ruleIndex is \(index)")
    expect(isLevel(result["level"]), "\(id): level is \(String(describing: result["level"]))")
    expect(result["kind"] == nil, "\(id): another kind than fail is dropped by collectors")
    let message = result["message"]?["text"]?.string ?? ""
    expect(message.hasSuffix(".") && message.count > 1, "\(id): the message is no sentence")
    expect(!message.contains("]("), "\(id): the message holds a link")
    for (name, value) in result["partialFingerprints"]?.members ?? [:] {
      let isVersioned = name.wholeMatch(of: /[a-z]+\/v[0-9]+/) != nil
      expect(isVersioned || !name.contains("/"), "\(id): fingerprint \(name) has no version")
      expect(value.string?.isEmpty == false, "\(id): fingerprint \(name) is empty")
    }
    let hash = result["partialFingerprints"]?["primaryLocationLineHash"]?.string ?? ""
    expect(hash.wholeMatch(of: /[0-9a-f]+:[0-9]+/) != nil, "\(id): line hash is \(hash)")
    for suppression in result["suppressions"]?.elements ?? [] {
      expect(
        ["inSource", "external"].contains(suppression["kind"]?.string)
          && suppression["status"]?.string == "accepted", "\(id): suppression is malformed")
    }
    let locations = result["locations"]?.elements ?? []
    expect(locations.count == 1, "\(id): \(locations.count) locations")
    for location in locations { checkLocation(location["physicalLocation"] ?? .null, id: id) }
  }

  private mutating func checkLocation(_ location: JSONValue, id: String) {
    let uri = location["artifactLocation"]?["uri"]?.string ?? ""
    expect(
      uri.wholeMatch(of: /(?:[A-Za-z0-9._~@!\/-]|%[0-9A-F]{2})+/) != nil,
      "\(id): '\(uri)' is not percent-encoded")
    expect(!uri.hasPrefix("/"), "\(id): \(uri) is absolute")
    expect(uri.firstMatch(of: /[0-9a-f]{40}/) == nil, "\(id): \(uri) holds a commit's id")
    expect(
      location["artifactLocation"]?["uriBaseId"]?.string == "%SRCROOT%", "\(id): no uriBaseId")
    let region = location["region"] ?? .null
    expect(
      Set(region.members.keys) == ["startLine", "startColumn", "endLine", "endColumn"],
      "\(id): the region has \(region.members.keys.sorted())")
    let start = (region["startLine"]?.number ?? 0, region["startColumn"]?.number ?? 0)
    let end = (region["endLine"]?.number ?? 0, region["endColumn"]?.number ?? 0)
    expect(start.0 >= 1 && start.1 >= 1 && end >= start, "\(id): region \(start) to \(end)")
  }

  private mutating func checkOrder(of results: [JSONValue]) {
    let keys = results.map { result in
      let location = result["locations"]?[0]?["physicalLocation"]
      return (
        location?["artifactLocation"]?["uri"]?.string ?? "",
        location?["region"]?["startLine"]?.number ?? 0,
        location?["region"]?["startColumn"]?.number ?? 0, result["ruleId"]?.string ?? ""
      )
    }
    expect(zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 }, "the results are not sorted")
  }

  /// Names of properties that differ from run to run.
  private mutating func checkDeterminism(_ value: JSONValue) {
    let varying = [
      "startTimeUtc", "endTimeUtc", "processId", "machine", "account", "guid", "commandLine",
      "workingDirectory", "snippet", "byteOffset", "charOffset",
    ]
    for (key, member) in value.members {
      expect(!varying.contains(key), "\(key) must not be there")
      checkDeterminism(member)
    }
    for element in value.elements { checkDeterminism(element) }
  }

  private func isLevel(_ value: JSONValue?) -> Bool {
    ["error", "warning", "note"].contains(value?.string)
  }
}
