package import Git
import Synchronization

/// One pass over all objects of some packs, each pack in the order of its deltas.
///
/// Each entry is inflated once. A base stays at hand while its deltas are applied, and those whose
/// result nobody needs are never built. An object that several packs hold is delivered once.
package struct PackWalk: Sendable {
  /// What a walk may use, and where it turns for help.
  package struct Options: Sendable {
    /// The number of threads, the calling one among them.
    package var threads = 1
    /// The bytes that all threads together may hold; past it, deltas are handed out later, one
    /// thread at a time, and what even then does not fit is `unreadable`.
    package var memory = 512 << 20
    /// Objects over this size come in windows, or as `unreadable` if they are deltas; below 4 GiB.
    package var largestWhole = 256 << 20
    /// Objects with more marks than this come in windows.
    package var mostMarks = 1 << 18
    /// The size of windows.
    package var windowSize = 4 << 20
    /// How far windows overlap: a pattern sees at least half of this around each mark.
    package var windowOverlap = 128 << 10
    /// The resident size of the process past which the pages of mapped packs are given back to the
    /// system; less than the packs' size costs some percent of the time.
    package var residentSize = 768 << 20
    /// Reads an object that is a delta's base and isn't in the delta's pack.
    package var externalObject: (@Sendable (ObjectID) -> ExternalObject?)?
    /// Asked between objects; once it returns true the walk ends early.
    package var isCancelled: @Sendable () -> Bool = { false }

    /// One thread, and the limits above.
    package init() {}
  }

  /// An object from elsewhere.
  package struct ExternalObject: Sendable {
    /// What it is.
    package let kind: ObjectKind
    /// Its content, without the header of a loose object.
    package let bytes: [UInt8]

    /// An object that the caller has read.
    package init(kind: ObjectKind, bytes: [UInt8]) {
      self.kind = kind
      self.bytes = bytes
    }
  }

  private let forests: [DeltaForest]
  private let options: Options
  private let pages: ResidentPages

  /// Reads the indexes of the packs and links their entries.
  ///
  /// - Parameters:
  ///   - packs: The packs; where two hold an object it comes from the first.
  ///   - known: How many of the packs, from the first on, are not walked: what they hold is shown
  ///     from no other pack either.
  ///   - table: Has the ids of their objects, and takes what those of packs that are walked are.
  ///   - options: What the walk may use.
  /// - Throws: `outOfMemory`.
  package init(
    _ packs: [Pack], known: Int = 0, noting table: IDTable? = nil, options: Options
  ) throws(EntryError) {
    let packs = known < packs.count ? packs : []
    var options = options
    // Marks count their offsets in 32 bits.
    options.largestWhole = min(options.largestWhole, Int(UInt32.max))
    self.options = options
    pages = ResidentPages(packs, limit: options.residentSize)
    let duplicates = try Duplicates(packs, threads: options.threads)
    var forests: [DeltaForest] = []
    for (number, pack) in packs.enumerated().dropFirst(known) {
      let forest = try DeltaForest(
        pack, number: number, duplicates: duplicates, noting: table, threads: options.threads,
        pages: pages)
      forests.append(forest)
    }
    self.forests = forests
  }

  /// What is wrong with indexes of packs that were walked, so that there may be more than was shown.
  package var damages: [PackDamage] { forests.compactMap(\.told) }

  /// Shows every object to a visitor.
  ///
  /// - Parameters:
  ///   - makeVisitor: Makes the visitor of one thread, on that thread.
  ///   - finish: Takes a visitor when there is nothing left for it, on its thread.
  /// - Throws: `outOfMemory` where the calling thread could not begin.
  package func run<Visitor: ObjectVisitor & ~Copyable>(
    _ makeVisitor: @Sendable () -> Visitor, finish: @Sendable (consuming Visitor) -> Void
  ) throws(EntryError) {
    guard !forests.isEmpty else { return }
    let job = WalkJob(forests, options, pages)
    let count = job.threadCount
    let started = Atomic(1)
    try withThreads(count - 1) {
      // What a thread that can't begin does not do, the others will.
      guard var worker = try? WalkWorker(job) else { return }
      let number = started.wrappingAdd(1, ordering: .relaxed).oldValue
      var visitor = makeVisitor()
      worker.run(&visitor)
      pages.release(number, of: count)
      finish(visitor)
    } meanwhile: { (waitForThreads) throws(EntryError) in
      var worker = try WalkWorker(job)
      var visitor = makeVisitor()
      worker.run(&visitor)
      pages.release(0, of: count)
      waitForThreads()
      worker.finish(&visitor)
      finish(visitor)
    }
  }
}
