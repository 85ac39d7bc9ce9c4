/// A mistake in how the program was called.
///
/// It ends the program with status 2. Both texts are one line without control characters, and no
/// run of 32 or more hex digits is left whole in them: what was mistyped may be a key.
package struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, without a full stop.
  package let message: String
  /// What to do about it; nil only before the parser has added where to find help.
  package let hint: String?

  /// Takes the two texts, redacted and brought to one line each.
  package init(_ message: String, hint: String? = nil) {
    self.message = redacted(message)
    self.hint = hint.map(redacted)
  }

  /// The message and the hint on one line.
  package var description: String {
    hint.map { "\(message); \($0)" } ?? message
  }
}

/// Quotes text from outside for a message: redacted, on one line, and cut where it is long.
package func quoted(_ text: String) -> String {
  let limit = 60
  let scalars = redacted(text).unicodeScalars
  guard scalars.count > limit else { return "'\(String(scalars))'" }
  return "'\(String(scalars.prefix(limit)))…'"
}

/// Shortens runs of 32 or more hex digits to four at each end and spells out control characters.
func redacted(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  var run: [Unicode.Scalar] = []

  func endRun() {
    if run.count < 32 {
      result.append(contentsOf: run)
    } else {
      result.append(contentsOf: run.prefix(4))
      result.append("…")
      result.append(contentsOf: run.suffix(4))
    }
    run.removeAll(keepingCapacity: true)
  }

  for scalar in text.unicodeScalars {
    if scalar.properties.isASCIIHexDigit {
      run.append(scalar)
      continue
    }
    endRun()
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
      result.append(contentsOf: scalar.escaped(asASCII: true).unicodeScalars)
    default:
      result.append(scalar)
    }
  }
  endRun()
  return String(result)
}

/// Joins words for a sentence, as in "text, json or sarif".
func listed(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.joined() }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
