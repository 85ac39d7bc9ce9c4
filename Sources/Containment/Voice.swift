import Glibc

/// Says things to people, and never a secret.
///
/// What a server or a repository wrote may hold a key, or control characters for the terminal:
/// known secrets and long runs of hex digits are cut to their ends, control characters left out.
package struct Voice {
  private let descriptor: Int32
  private let notes: Int32
  private var secrets: [String]

  /// Prepares to speak.
  ///
  /// - Parameters:
  ///   - descriptor: Where the result goes.
  ///   - notes: Where goes what is no part of it.
  ///   - secrets: What is never said.
  package init(descriptor: Int32, notes: Int32 = STDERR_FILENO, secrets: [String]) {
    self.descriptor = descriptor
    self.notes = notes
    self.secrets = secrets
  }

  /// Has a value that came up just now kept out of everything that is said.
  package mutating func hide(_ secret: String) {
    if !secret.isEmpty { secrets.append(secret) }
  }

  /// Says a line, or several.
  package func say(_ text: String) {
    Self.write(clean(text) + "\n", to: descriptor)
  }

  /// Says on standard error what is no part of the result.
  package func note(_ text: String) {
    Self.write("vastguard: " + clean(text) + "\n", to: notes)
  }

  /// A text fit to be shown.
  package func clean(_ text: String) -> String {
    var text = text
    for secret in secrets {
      let shown = Self.redacted(secret)
      for form in [secret, secret.uppercased()] {
        while let range = text.firstRange(of: form) { text.replaceSubrange(range, with: shown) }
      }
    }
    return Self.withoutKeys(Self.printable(text))
  }

  /// The form in which people may see a key.
  package static func redacted(_ secret: String) -> String {
    secret.count >= 32 ? "\(secret.prefix(4))…\(secret.suffix(4))" : "…"
  }

  /// A text from outside as a short quotation.
  package static func quoted(_ text: String, limit: Int = 60) -> String {
    // Shortened first: what is left of a key that is cut in its middle is no key to look for.
    let scalars = withoutKeys(printable(text), least: 24).unicodeScalars.filter { $0 != "\n" }
    let cut = String(String.UnicodeScalarView(scalars.prefix(limit)))
    return "\"\(cut)\(scalars.count > limit ? "…" : "")\""
  }

  private static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse:
        if scalar == "\n" { result.append(scalar) }
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private static func withoutKeys(_ text: String, least: Int = 64) -> String {
    var clean = String.UnicodeScalarView()
    var run: [Unicode.Scalar] = []
    func end() {
      clean += run.count < least ? run : run.prefix(4) + ["…"] + run.suffix(4)
      run = []
    }
    for scalar in text.unicodeScalars {
      if scalar.properties.isASCIIHexDigit {
        run.append(scalar)
      } else {
        end()
        clean.append(scalar)
      }
    }
    end()
    return String(clean)
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
