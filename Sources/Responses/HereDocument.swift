/// A here-document of a shell command, and the file that it is written to.
struct HereDocument: Equatable {
  let file: [UInt8]
  let body: [UInt8]

  /// The here-documents whose first line also names a file, as `cat > FILE <<END` and
  /// `tee FILE <<END` do.
  ///
  /// This is no shell: names that the shell would have to work out are taken as they stand. What is
  /// not seen here is still part of the command, which is scanned as a whole.
  static func all(in command: [UInt8]) -> [HereDocument] {
    var documents: [HereDocument] = []
    var lines = command.split(separator: newline, omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      for mark in marks(in: line) {
        let end = lines.firstIndex { mark.isEnd($0) } ?? lines.endIndex
        let body = lines[lines.startIndex..<end].joined(separator: [newline])
        lines = lines[min(end + 1, lines.endIndex)...]
        if let file = target(of: line) {
          documents.append(HereDocument(file: file, body: Array(body) + [newline]))
        }
      }
    }
    return documents
  }

  /// What ends a document: a line that is this word.
  private struct Mark {
    let word: [UInt8]
    /// Whether tabs may stand before it, after `<<-`.
    let skipsTabs: Bool

    func isEnd(_ line: ArraySlice<UInt8>) -> Bool {
      let line = skipsTabs ? line.drop { $0 == UInt8(ascii: "\t") } : line
      return line.elementsEqual(word)
    }
  }

  private static func marks(in line: ArraySlice<UInt8>) -> [Mark] {
    var marks: [Mark] = []
    var rest = line
    while let place = rest.indices.dropLast().first(where: {
      rest[$0] == less && rest[$0 + 1] == less
    }) {
      rest = rest[(place + 2)...]
      // `<<<` gives a single word, not a document.
      if rest.first == less {
        rest = rest.drop { $0 == less }
        continue
      }
      let skipsTabs = rest.first == UInt8(ascii: "-")
      if skipsTabs { rest = rest.dropFirst() }
      let word = word(at: rest)
      if !word.isEmpty { marks.append(Mark(word: word, skipsTabs: skipsTabs)) }
    }
    return marks
  }

  /// The file behind the last `>` or `>>` of a line, or behind `tee`.
  private static func target(of line: ArraySlice<UInt8>) -> [UInt8]? {
    if let place = line.lastIndex(of: UInt8(ascii: ">")) {
      let file = word(at: line[(place + 1)...])
      if !file.isEmpty, file.first != UInt8(ascii: "&") { return file }
    }
    let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard let tee = words.lastIndex(where: { $0.elementsEqual("tee".utf8) }) else { return nil }
    let names = words[(tee + 1)...].lazy.filter { $0.first != UInt8(ascii: "-") }
    return names.first.map { word(at: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The word that begins after blanks, without its quotes.
  private static func word(at text: ArraySlice<UInt8>) -> [UInt8] {
    let text = text.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    var word: [UInt8] = []
    var quote: UInt8?
    for byte in text {
      if let open = quote {
        if byte == open { quote = nil } else { word.append(byte) }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if " \t\r;|<>&()".utf8.contains(byte) {
        break
      } else if byte != UInt8(ascii: "\\") {
        word.append(byte)
      }
    }
    return word
  }
}

private let newline = UInt8(ascii: "\n")
private let less = UInt8(ascii: "<")
