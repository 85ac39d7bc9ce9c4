/// What is left to spend on a container and all inside it; shared by its readers.
final class Budget {
  let limits: ArchiveLimits
  /// The size of the container.
  private let size: Int
  /// The bytes that may come out at each depth.
  private(set) var bytes: Int
  private var taken: [Int]
  private var entries = 0
  private var objects = 0
  private var passed = 0
  private var held = 0
  /// What ran out; nothing more is read then.
  private(set) var exhausted: ArchiveProblem.Reason?
  /// Whether the one who looks at the entries wants no more.
  var isStopped = false

  init(_ limits: ArchiveLimits, size: Int) {
    self.limits = limits
    self.size = size
    bytes = limits.bytes(outOf: size)
    taken = Array(repeating: 0, count: max(0, limits.depth) + 2)
  }

  var goesOn: Bool { exhausted == nil && !isStopped }

  /// Counts bytes that came out at a depth; false where they are too many.
  func take(_ count: Int, depth: Int) -> Bool {
    guard goesOn else { return false }
    taken[depth] += count
    guard taken[depth] > bytes else { return true }
    exhausted = .tooManyBytes(bytes)
    return false
  }

  /// Notes what ran out, unless something did before.
  func exhaust(_ reason: ArchiveProblem.Reason) {
    if exhausted == nil { exhausted = reason }
  }

  /// Counts an entry; false where there are too many.
  func takeEntry() -> Bool {
    guard goesOn else { return false }
    entries += 1
    guard entries > limits.entries else { return true }
    exhausted = .tooManyEntries(limits.entries)
    return false
  }

  /// Counts an object of a pack; false where there are too many, of which those before can be read.
  func takeObject() -> Bool {
    guard goesOn, objects < limits.objects else { return false }
    objects += 1
    return true
  }

  /// Counts bytes that come out of packs only so that the end of an entry is found; false where they
  /// are too many.
  func takePassed(_ count: Int) -> Bool {
    passed += count
    return goesOn && passed <= bytes
  }

  /// Whether as many bytes may come out of a pack.
  func mayPass(_ count: Int) -> Bool { goesOn && count <= bytes - passed }

  /// Lets as much come out as a pack of `count` bytes may give.
  ///
  /// Packs are hardly smaller in a compressed stream, so that a bomb that holds one gains nothing.
  func allow(pack count: Int) { bytes = max(bytes, limits.bytes(outOfPack: min(count, size))) }

  /// How many bytes more may be kept in memory.
  var left: Int { max(0, limits.held - held) }

  /// Counts memory in which a container is kept.
  func hold(_ count: Int) { held += count }

  func release(_ count: Int) { held -= count }
}
