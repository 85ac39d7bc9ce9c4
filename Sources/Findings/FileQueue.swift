import Blobs
import Dispatch
import Synchronization

/// Files that wait to be scanned: added by whoever finds them, taken by several threads meanwhile.
///
/// Once all are known the largest come first, so that no thread is left alone with one at the end.
final class FileQueue: Sendable {
  /// A task, and its number among all.
  struct Numbered: Sendable {
    let number: Int
    let task: FileTask
  }

  /// A file under one of its names, and under further ones that are to be scanned.
  struct File: Sendable {
    let name: Numbered
    var further: [Numbered] = []

    fileprivate var size: Int { name.task.entry.size }
  }

  private struct State {
    var count = 0
    /// What was not taken yet, from `next` on.
    var files: [File] = []
    var next = 0
    var isComplete = false
    /// How many threads wait for files.
    var waiting = 0
    /// Files that may have further names: what they are scanned as is known at the end.
    var linked: [File] = []
    var known: [Identity: Int] = [:]
  }

  private struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  private let state = Mutex(State())
  private let added = DispatchSemaphore(value: 0)
  private let progress: ScanProgress
  /// How many files are taken at once at most: few, so that all threads end at the same time.
  private static let mostTaken = 8
  /// How many bytes at most, but for the last of them.
  private static let mostBytes = 256 << 10

  init(_ progress: ScanProgress) { self.progress = progress }

  /// How many tasks were added.
  var count: Int { state.withLock { $0.count } }

  /// Adds files that were found, in the order that the results are to have.
  func add(_ tasks: [FileTask]) {
    progress.expect(tasks.count)
    let woken = state.withLock { state in
      for task in tasks {
        let name = Numbered(number: state.count, task: task)
        state.count += 1
        if task.entry.kind == .file, task.entry.links > 1 {
          Self.link(name, &state)
        } else {
          state.files.append(File(name: name))
        }
      }
      defer { state.waiting = 0 }
      return state.waiting
    }
    for _ in 0..<woken { added.signal() }
  }

  private static func link(_ name: Numbered, _ state: inout State) {
    let identity = Identity(device: name.task.entry.device, inode: name.task.entry.inode)
    if let file = state.known[identity] {
      state.linked[file].further.append(name)
    } else {
      state.known[identity] = state.linked.count
      state.linked.append(File(name: name))
    }
  }

  /// Says that no more files will be added.
  func complete() {
    let woken = state.withLock { state in
      var files = state.files[state.next...] + state.linked
      files.sort { $0.size > $1.size }
      state.files = Array(files)
      state.next = 0
      state.linked = []
      state.isComplete = true
      defer { state.waiting = 0 }
      return state.waiting
    }
    for _ in 0..<woken { added.signal() }
  }

  /// Takes some files, and waits for them while more may be added: none come where none are left.
  ///
  /// - Parameter threads: How many threads take files.
  /// - Returns: The files.
  func take(_ threads: Int) -> [File] {
    while true {
      let taken = state.withLock { state -> [File]? in
        let left = state.files.count - state.next
        if left == 0, !state.isComplete {
          state.waiting += 1
          return nil
        }
        let most = min(left, max(1, min(Self.mostTaken, left / (4 * threads))))
        var (count, bytes) = (0, 0)
        while count < most, bytes < Self.mostBytes {
          bytes += state.files[state.next + count].size
          count += 1
        }
        defer { state.next += count }
        return Array(state.files[state.next..<(state.next + count)])
      }
      if let taken { return taken }
      added.wait()
    }
  }
}
