/// Carries out an agent's edits on a copy of a file.
enum FileEdits {
  /// The content after all edits, the first first; nil where one of them does not fit, or where the
  /// content would grow beyond `limit`.
  ///
  /// Where the file's lines end with CRLF, a text whose lines end with LF fits too, as editors of
  /// agents have it.
  static func applied(
    _ edits: [AgentText.Edit], to content: [UInt8], limit: Int
  ) -> [UInt8]? {
    var content = content
    for edit in edits {
      if places(of: edit.old, in: content).isEmpty { content = withoutReturns(content) }
      var places = places(of: edit.old, in: content)
      if edit.old.isEmpty, content.isEmpty { places = [0] }
      guard let first = places.first else { return nil }
      if !edit.isEverywhere { places = [first] }
      let (growth, overflow) = places.count.multipliedReportingOverflow(by: edit.new.count)
      guard !overflow, growth <= limit, content.count <= limit - growth else { return nil }
      content = replacing(places, of: edit, in: content)
    }
    return content
  }

  private static func replacing(
    _ places: [Int], of edit: AgentText.Edit, in content: [UInt8]
  ) -> [UInt8] {
    var result: [UInt8] = []
    var end = 0
    for place in places {
      result += content[end..<place]
      result += edit.new
      end = place + edit.old.count
    }
    return result + content[end...]
  }

  /// Where a text stands in a content, without overlaps.
  ///
  /// By Knuth, Morris and Pratt: no text makes it take longer than the two have bytes.
  private static func places(of text: [UInt8], in content: [UInt8]) -> [Int] {
    guard !text.isEmpty, text.count <= content.count, text.count < UInt32.max else { return [] }
    let borders = borders(of: text)
    var places: [Int] = []
    var matched = 0
    for index in content.indices {
      while matched > 0, content[index] != text[matched] { matched = Int(borders[matched - 1]) }
      if content[index] == text[matched] { matched += 1 }
      guard matched == text.count else { continue }
      places.append(index + 1 - matched)
      matched = 0
    }
    return places
  }

  /// For each beginning of a text the length of the longest other one that it ends with.
  private static func borders(of text: [UInt8]) -> [UInt32] {
    var borders: [UInt32] = .init(repeating: 0, count: text.count)
    var matched = 0
    for index in text.indices.dropFirst() {
      while matched > 0, text[index] != text[matched] { matched = Int(borders[matched - 1]) }
      if text[index] == text[matched] { matched += 1 }
      borders[index] = UInt32(matched)
    }
    return borders
  }

  private static func withoutReturns(_ content: [UInt8]) -> [UInt8] {
    content.indices.lazy.filter { index in
      content[index] != UInt8(ascii: "\r")
        || index + 1 == content.count || content[index + 1] != UInt8(ascii: "\n")
    }.map { content[$0] }
  }
}
