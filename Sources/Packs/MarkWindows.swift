/// The parts of a delta's result in which marks must be searched, and the marks that the other
/// parts take over from the base; ``MarkDeriver`` explains both.
///
/// With M for `longestMixed` and m for `margin`: near the end c of a segment, the marks that the
/// base does not decide are those with e + m > c. Those of at most M bytes start at c − m + 1 − M
/// or later. Longer ones are made of run bytes, so they start within the run that ends at
/// c − m + 1, and within `longest` bytes of it. The begin of a segment is the mirror image.
@safe
struct MarkWindows: ~Copyable {
  /// A stretch of the buffer, and of the result.
  private struct Window: BitwiseCopyable {
    /// Where it begins in the buffer.
    var start: UInt32
    /// Where it begins in the result.
    var place: UInt32
    /// The places of the result at which the marks start that the window decides.
    var ownedFrom: UInt32
    var ownedTo: UInt32
  }

  private let buffer: UnsafeMutablePointer<UInt8>
  private var filled = 0
  private let windows: UnsafeMutablePointer<Window>
  private var windowCount = 0
  /// Whether the last window is still being filled, so that its `ownedTo` isn't known.
  private var isOpen = false
  /// The marks taken over from the base, by rising offset.
  private(set) var inherited: [Mark] = []
  private let limit: Int
  /// Whether the buffer, or `limit` for the marks, did not suffice.
  private(set) var isOverfull = false

  private var shape = MarkShape(longest: 0, margin: 1)
  /// Copies up to this size go into the window whole, because there would be no gap to speak of
  /// even between the smallest windows.
  private var shortest = 0
  /// The size of the result up to and without the copy that is held back.
  private var position = 0
  // The copy that is held back, because the next may continue it; none if its count is 0.
  private var heldOffset = 0
  private var heldCount = 0

  /// The most bytes that the windows of one object may take; beyond, searching it whole is as good.
  private static let capacity = 1 << 20
  /// The most windows.
  private static let mostWindows = 1 << 16
  /// Two windows that are this near to each other become one.
  private static let smallestGap = 32

  init(limit: Int) {
    unsafe buffer = .allocate(capacity: Self.capacity + Inflater.slack)
    unsafe windows = .allocate(capacity: Self.mostWindows)
    self.limit = limit
  }

  deinit {
    unsafe buffer.deallocate()
    unsafe windows.deallocate()
  }

  /// Begins a result, with a window at its begin.
  mutating func begin(_ shape: MarkShape) {
    self.shape = shape
    shortest = 2 * (shape.longestMixed + 2 * shape.margin - 1) + Self.smallestGap
    filled = 0
    position = 0
    heldCount = 0
    windowCount = 0
    inherited.removeAll(keepingCapacity: true)
    isOverfull = false
    openWindow(at: 0, ownedFrom: 0)
  }

  /// Takes the next instruction: a copy that lies within the base, or an insertion of the bytes at
  /// `inserted`.
  @inline(__always)
  mutating func take(
    _ instruction: DeltaReader.Instruction, inserted: UnsafePointer<UInt8>,
    _ base: MarkDeriver.Base
  ) {
    let isCopy = instruction.baseOffset >= 0
    if isCopy && heldCount > 0 && heldOffset + heldCount == instruction.baseOffset {
      heldCount += instruction.count
      return
    }
    if heldCount > 0 { flush(base, isLast: false) }
    if isCopy {
      heldOffset = instruction.baseOffset
      heldCount = instruction.count
    } else {
      unsafe append(inserted, instruction.count)
      position += instruction.count
    }
  }

  /// Ends the result.
  mutating func end(_ base: MarkDeriver.Base) {
    if heldCount > 0 { flush(base, isLast: true) }
    if isOpen { closeWindow(ownedTo: position) }
  }

  /// Adds the segment that was held back: to the window if it is short, or else by
  /// ``split(_:isLast:)``.
  @inline(__always)
  private mutating func flush(_ base: MarkDeriver.Base, isLast: Bool) {
    if heldCount <= shortest {
      unsafe append(base.bytes + heldOffset, heldCount)
    } else {
      split(base, isLast: isLast)
    }
    position += heldCount
    heldCount = 0
  }

  /// Adds the segment that was held back as the end of one window, a stretch that the base decides,
  /// and the begin of another window; or to the window after all, if that leaves no stretch.
  @inline(never)
  private mutating func split(_ base: MarkDeriver.Base, isLast: Bool) {
    let begin = position
    let end = begin + heldCount
    let count = heldCount
    let bytes = unsafe base.bytes + heldOffset
    let margin = shape.margin
    // Where both objects begin, or both end, there is no break.
    let beginsBoth = begin == 0 && heldOffset == 0
    let endsBoth = isLast && heldOffset + count == base.size
    let first = beginsBoth ? 0 : unsafe reach(bytes + (margin - 1), 1, limit: count)
    let last = endsBoth ? 0 : unsafe reach(bytes + (count - margin), -1, limit: count)
    guard first + last + Self.smallestGap < count else { return unsafe append(bytes, count) }
    if beginsBoth {
      // The window that was opened at the begin has nothing to hold.
      windowCount = 0
      isOpen = false
    } else {
      unsafe append(bytes, first)
      closeWindow(ownedTo: begin + margin)
    }
    let next = end - last
    if !endsBoth {
      openWindow(at: next, ownedFrom: next + margin)
      unsafe append(bytes + (count - last), last)
    }
    guard !base.marks.isEmpty else { return }
    let starts = (beginsBoth ? 0 : begin + margin)..<(endsBoth ? end : next + margin)
    inherit(starts, base, shift: begin - heldOffset)
  }

  /// Measures how many bytes of a segment the window at its begin or end must hold.
  ///
  /// - Parameters:
  ///   - nearest: The byte next to the break, less the margin.
  ///   - step: 1 to go up from there, -1 to go down.
  ///   - limit: The size of the segment, more than `longestMixed` and the margins.
  /// - Returns: The number of bytes.
  @inline(__always)
  private func reach(_ nearest: UnsafePointer<UInt8>, _ step: Int, limit: Int) -> Int {
    let mixed = shape.longestMixed
    let isRun = unsafe shape.runBytes.table.flags
    var length = mixed
    // Hardly any run is longer than `mixed`: three of its bytes, asked for together, tell.
    let middle = unsafe isRun[Int(nearest[step * (mixed / 2)])]
    let beyond = unsafe isRun[Int(nearest[step * mixed])]
    if unsafe isRun[Int(nearest.pointee)] & middle & beyond != 0 {
      let bound = min(shape.longest, limit - shape.margin + 1)
      var run = 0
      while run < bound, unsafe isRun[Int(nearest[step * run])] != 0 { run += 1 }
      length = max(mixed, run)
    }
    return length + 2 * shape.margin - 1
  }

  /// Takes over the base's marks that start in this range of the result.
  private mutating func inherit(_ starts: Range<Int>, _ base: MarkDeriver.Base, shift: Int) {
    var lower = 0
    var upper = base.marks.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if Int(base.marks[middle].offset) + shift < starts.lowerBound {
        lower = middle + 1
      } else {
        upper = middle
      }
    }
    for mark in base.marks[lower...] {
      let start = Int(mark.offset) + shift
      guard start < starts.upperBound else { return }
      guard inherited.count < limit else {
        isOverfull = true
        return
      }
      var moved = mark
      moved.offset = UInt32(truncatingIfNeeded: start)
      inherited.append(moved)
    }
  }

  @inline(__always)
  private mutating func openWindow(at place: Int, ownedFrom: Int) {
    guard windowCount < Self.mostWindows else {
      isOverfull = true
      return
    }
    unsafe windows[windowCount] = Window(
      start: UInt32(truncatingIfNeeded: filled), place: UInt32(truncatingIfNeeded: place),
      ownedFrom: UInt32(truncatingIfNeeded: ownedFrom), ownedTo: 0)
    windowCount += 1
    isOpen = true
  }

  /// Ends the open window; once the list is overfull, what it holds no longer matters.
  @inline(__always)
  private mutating func closeWindow(ownedTo: Int) {
    unsafe windows[windowCount - 1].ownedTo = UInt32(truncatingIfNeeded: ownedTo)
    isOpen = false
  }

  @inline(__always)
  private mutating func append(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    guard count <= Self.capacity - filled else {
      isOverfull = true
      return
    }
    unsafe Packs.copy(bytes, to: buffer + filled, count: count)
    filled += count
  }
}

extension MarkWindows {
  /// Appends the marks that the windows decide, by rising offset.
  func search(_ search: PreparedSearch, into marks: inout [Mark]) {
    guard filled > 0 else { return }
    unsafe search.find(in: buffer, count: filled, into: &marks)
    if !marks.isEmpty { keepOwned(&marks) }
  }

  /// Turns marks of the buffer into marks of the result, and drops those that their window
  /// doesn't own.
  private func keepOwned(_ marks: inout [Mark]) {
    var current = 0
    var kept = 0
    for mark in marks {
      while unsafe current + 1 < windowCount && windows[current + 1].start <= mark.offset {
        current += 1
      }
      // Bytes are only ever put into a window, so there is at least one.
      let window = unsafe windows[current]
      let start = mark.offset - window.start + window.place
      guard window.ownedFrom <= start, start < window.ownedTo else { continue }
      marks[kept] = mark
      marks[kept].offset = start
      kept += 1
    }
    marks.removeLast(marks.count - kept)
  }
}
