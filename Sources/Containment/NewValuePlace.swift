package import KeyRequests

/// Where new values go: a file, a command, or both; and, where they fail, wherever the person says.
package struct NewValuePlace {
  private var file: NewValueFile?
  private let command: NewValueCommand?
  /// For a value whose file failed when it was too late.
  private let refuge: NewValueFile?

  /// Prepares the places of a request; touches nothing.
  ///
  /// - Parameters:
  ///   - options: They name the places.
  ///   - stateFolder: The user's folder for what this program keeps; nil where there is none.
  package init(_ options: KeysRequest.Options, stateFolder: String?) {
    // Who wants no file gets none, whatever happens.
    refuge =
      options.newKeyFile == nil
      ? nil : stateFolder.map { NewValueFile(path: $0 + "/new-key", replaces: false) }
    file = options.newKeyFile.map { NewValueFile(path: $0, replaces: options.replacesFile) }
    command = options.newKeyCommand.map(NewValueCommand.init)
  }

  /// Whether any place was named.
  package var isNamed: Bool { file != nil || command != nil }

  /// Looks whether the places can be used, and leaves nothing behind.
  package func check() throws(PlaceProblem) {
    do throws(PlaceProblem) {
      try file?.check()
    } catch {
      throw PlaceProblem("--new-key-file can't be used: \(error)")
    }
    do throws(PlaceProblem) {
      try command?.check()
    } catch {
      throw PlaceProblem("--new-key-command can't be used: \(error)")
    }
  }

  /// Makes room for a number of values.
  package mutating func allocate(count: Int) throws(PlaceProblem) {
    do throws(PlaceProblem) {
      try file?.allocate(count: count)
    } catch {
      throw PlaceProblem("--new-key-file can't be used: \(error)")
    }
  }

  /// What became of a value.
  package struct Kept: Equatable {
    /// Where it is; empty where it is lost.
    package var places: [String] = []
    /// What failed.
    package var problems: [String] = []
  }

  /// Keeps a value, by all means that there are.
  ///
  /// A command that fails is given the value once more. Where no place took it, the person at the
  /// terminal is asked for another file, and, if there is none, whether it may be shown there.
  package mutating func keep(_ value: String, _ voice: Voice) -> Kept {
    var kept = Kept()
    if file != nil {
      do throws(PlaceProblem) {
        if let path = try file?.keep(value) { kept.places.append(path) }
      } catch {
        kept.problems.append("--new-key-file: \(error)")
      }
    }
    if let command {
      do throws(PlaceProblem) {
        do throws(PlaceProblem) { try command.keep(value) } catch { try command.keep(value) }
        kept.places.append("the command of --new-key-command")
      } catch {
        kept.problems.append("--new-key-command: \(error)")
      }
    }
    if kept.places.isEmpty { offer(value, &kept, voice) }
    return kept
  }

  private func offer(_ value: String, _ kept: inout Kept, _ voice: Voice) {
    defer { if kept.places.isEmpty { takeRefuge(value, &kept) } }
    guard let terminal = Terminal() else { return }
    for problem in kept.problems { terminal.show(voice.clean(problem) + "\n") }
    for _ in 0..<5 {
      let answer = terminal.ask(
        "The new value is in memory only. Name a file for it (nothing: go on):")
      guard let path = answer?.trimmed, !path.isEmpty else { break }
      var file = NewValueFile(path: path, replaces: false)
      do throws(PlaceProblem) {
        kept.places.append(try file.keep(value))
        return
      } catch {
        terminal.show(voice.clean("\(error)\n"))
      }
    }
    if terminal.ask("Show it here, on this terminal? Type yes:")?.trimmed == "yes" {
      terminal.show(value + "\n")
      kept.places.append("the terminal")
    }
  }

  private func takeRefuge(_ value: String, _ kept: inout Kept) {
    guard var file = refuge else { return }
    do throws(PlaceProblem) {
      kept.places.append(try file.keep(value))
    } catch {
      kept.problems.append("\(error)")
    }
  }

  /// Removes what was made and is not needed.
  package mutating func release() {
    file?.release()
  }
}

extension String {
  /// The text without blanks around it.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
