import Rules

/// Reads a rules file named `my.toml`.
func read(_ toml: String) throws(RuleFileError) -> RuleFile {
  try RuleFile(bytes: Array(toml.utf8), name: "my.toml")
}

/// What is wrong with a rules file named `my.toml`, be it noticed on reading or on compiling.
func mistake(_ toml: String) -> RuleFileError? {
  do {
    try read(toml).compile()
    return nil
  } catch {
    return error
  }
}

/// A sound rule, with some of its lines replaced and others added.
func rule(_ changes: [String: String?] = [:]) -> String {
  var lines: [String: String?] = [
    "id": "'one'", "name": "'One'", "summary": "'It is one.'", "class": "'dotenv-secret'",
    "remedy": "'Reset it.'", "anchors": "['one=']", "pattern": "'one=(?<secret>[0-9]+)'",
  ]
  lines.merge(changes) { $1 }
  let order = ["id", "name", "summary", "class", "remedy", "anchors", "pattern"]
  let others = lines.keys.filter { !order.contains($0) }.sorted()
  let text = (order + others).compactMap { name in
    lines[name].flatMap { value in value.map { "\(name) = \($0)\n" } }
  }
  return "[[rule]]\n" + text.joined()
}
