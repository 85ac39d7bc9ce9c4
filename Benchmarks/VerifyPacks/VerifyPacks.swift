import Blobs
import BuiltInRules
import Candidates
import Findings
import Git
import Glibc
import Packs
import Rules

/// Compares two ways of reading a repository, object by object: packs in the order of their deltas,
/// and one by one.
///
/// The bytes must be the same, and the marks that follow from those of a base must be those that a
/// search of the whole object gives. Prints what differs and ends with status 1 where anything does.
@main
enum VerifyPacks {
  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: verify-packs REPO")
      exit(2)
    }
    let path = Path(CommandLine.arguments[1])
    let repository = try Repository.open(at: path)
    let objects = repository.objects
    let store = ObjectStore(
      objectDirectory: repository.objectDirectory, alternates: repository.alternates,
      format: repository.format, threads: 2)
    guard let index = RuleIndex(try RuleSet()) else { exit(2) }
    let searches = ObjectSearches(index, store: store)
    let outcome = try ObjectScan(store, threads: 2, limit: .max, objects: objects).run {
      Comparison(searches, objects)
    }
    let total = outcome.parts.reduce(0) { $0 + $1.compared }
    let differences = outcome.parts.flatMap(\.differences)
    for difference in differences.prefix(20) { print(difference) }
    for failure in outcome.failures.prefix(20) {
      print("unreadable: \(failure.id): \(failure.why)")
    }
    print("\(total) objects compared, \(differences.count) differ")
    exit(differences.isEmpty && total > 0 ? 0 : 1)
  }
}

/// Compares the objects that one thread is shown.
private struct Comparison: ObjectCollector, ~Copyable {
  struct Outcome: Sendable {
    var compared = 0
    var differences: [String] = []
  }

  private let searches: ObjectSearches
  private let objects: ObjectDatabase
  private var outcome = Outcome()
  private var unread: [(id: ObjectID, why: String)] = []

  init(_ searches: ObjectSearches, _ objects: ObjectDatabase) {
    self.searches = searches
    self.objects = objects
  }

  consuming func finish() -> Outcome { outcome }

  mutating func takeUnreadable() -> [(id: ObjectID, why: String)] {
    defer { unread = [] }
    return unread
  }

  func search(for kind: ObjectKind) -> (any MarkSearch)? { searches.search(for: kind) }

  mutating func needsBytes(of object: borrowing PackedObject) -> Bool { true }

  mutating func needsWindows(of object: borrowing PackedObject) -> Bool { false }

  mutating func visit(_ object: borrowing PackedObject, bytes: Span<UInt8>?) {
    let id = object.id
    guard let bytes else { return differ(id, "was not built") }
    outcome.compared += 1
    var whole: [Mark] = []
    searches.search(for: object.kind).find(in: bytes, into: &whole)
    // Loose objects come without marks; packed ones must have just these, of which those at one place
    // have no order.
    let marks = object.marks
    if !marks.isEmpty || !whole.isEmpty, Self.sorted(marks) != Self.sorted(whole), isPacked(id) {
      differ(id, "has \(object.marks.count) marks, a search of the whole \(whole.count)")
    }
    do {
      let isSame = try objects.withObject(id) { _, other in Self.isSame(bytes, other) }
      if !isSame { differ(id, "has other bytes when it is read by itself") }
    } catch {
      differ(id, "can't be read by itself: \(error)")
    }
  }

  mutating func visit(
    _ object: borrowing PackedObject, window: ObjectWindow, bytes: Span<UInt8>
  ) {}

  mutating func unreadable(_ id: ObjectID, _ error: EntryError) {
    unread.append((id, error.rawValue))
  }

  private static func sorted(_ marks: [Mark]) -> [Mark] {
    marks.sorted { ($0.offset, $0.kind, $0.length) < ($1.offset, $1.kind, $1.length) }
  }

  private func isPacked(_ id: ObjectID) -> Bool { !searches.isLoose(id) }

  private mutating func differ(_ id: ObjectID, _ how: String) {
    outcome.differences.append("\(id) \(how)")
  }

  private static func isSame(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }
}
