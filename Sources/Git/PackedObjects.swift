import Glibc
import Synchronization

/// The objects in the packs of one folder of objects, read one by one.
///
/// Packs that have an index of their own are read, as git 2.39 does. They are opened when they are
/// first asked; the one that answered last is asked first.
final class PackedObjects: ObjectSource {
  private let folder: Path
  private let format: ObjectFormat
  private let state = Mutex(State())

  /// Describes the packs in a folder of objects, which need not have any.
  init(_ objects: Path, _ format: ObjectFormat) {
    self.format = format
    folder = objects.appending("pack".utf8)
  }

  /// One pack; it is passed over once it could not be opened.
  private struct Pack {
    let name: [UInt8]
    var reader: PackReader?
    var isBroken = false
  }

  private struct State {
    var packs: [Pack] = []
    /// When the folder that was listed was last changed; empty before it was.
    var stamp: [Int] = []
    var isListed = false
    var cache = PackCache()
  }

  func contains(_ id: ObjectID) -> Bool {
    state.withLock { state in
      list(&state)
      for number in state.packs.indices where open(number, &state)?.row(of: id) != nil {
        state.packs.swapAt(0, number)
        return true
      }
      return false
    }
  }

  func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    try read(id) { (pack, row, _) throws(GitError) in try pack.header(at: row) }
  }

  func stored(_ id: ObjectID) throws(GitError) -> StoredObject {
    var rest = Damaged()
    do throws(GitError) {
      return try read(id) { (pack, row, cache) throws(GitError) in
        try rest.pass(pack.stored(at: row, &cache))
      }
    } catch {
      guard let damaged = rest.first else { throw error }
      return damaged
    }
  }

  func ids(beginningWith prefix: ObjectID, digits: Int) -> [ObjectID] {
    let start = String(prefix.description.prefix(digits))
    let rest = String(repeating: "0", count: max(0, format.digitCount - start.utf8.count))
    guard let first = ObjectID(hex: start + rest, format) else { return [] }
    return state.withLock { state in
      list(&state)
      var ids: Set<ObjectID> = []
      for number in state.packs.indices {
        ids.formUnion(
          open(number, &state)?.ids(from: first) { $0.description.hasPrefix(start) } ?? [])
      }
      return Array(ids)
    }
  }

  func forEachID(_ body: (ObjectID) -> Bool) -> Bool {
    let readers = state.withLock { state in
      list(&state)
      return state.packs.indices.compactMap { open($0, &state) }
    }
    return readers.allSatisfy { $0.forEachID(body) }
  }

  func refresh() {
    state.withLock { state in
      guard state.isListed, state.stamp != stamp else { return }
      state.isListed = false
      list(&state)
    }
  }

  /// Reads an object from the packs that have it, until one gives it whole.
  private func read<Result: Sendable>(
    _ id: ObjectID,
    _ body: (PackReader, Int, inout PackCache) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    try state.withLock { (state) throws(GitError) in
      list(&state)
      var failure = GitError(.missing, "pack", "\(id) is missing")
      for number in state.packs.indices {
        guard let pack = open(number, &state), let row = pack.row(of: id) else { continue }
        do throws(GitError) {
          let result = try body(pack, row, &state.cache)
          state.packs.swapAt(0, number)
          return result
        } catch {
          if failure.reason == .missing { failure = error }
        }
      }
      throw failure
    }
  }

  /// Lists the packs, the first time it is called.
  private func list(_ state: inout State) {
    if state.isListed { return }
    state.isListed = true
    state.stamp = stamp
    let names = folder.names() ?? []
    let known = Set(state.packs.map(\.name))
    for name in names where name.suffix(4).elementsEqual(".idx".utf8) && !known.contains(name) {
      state.packs.append(Pack(name: name))
    }
  }

  private func open(_ number: Int, _ state: inout State) -> PackReader? {
    let pack = state.packs[number]
    if pack.reader != nil || pack.isBroken { return pack.reader }
    let index = folder.appending(pack.name)
    let reader = try? PackReader(
      index: index, pack: Path(bytes: Array(index.bytes.dropLast(4)) + ".pack".utf8), format)
    state.packs[number].reader = reader
    state.packs[number].isBroken = reader == nil
    return reader
  }

  /// Numbers that change when a pack comes or goes.
  private var stamp: [Int] {
    var status = stat()
    guard folder.withCString({ path in unsafe stat(path, &status) }) == 0 else { return [] }
    return [
      Int(status.st_ino), Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec),
    ]
  }
}
