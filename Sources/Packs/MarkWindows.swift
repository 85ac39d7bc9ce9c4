/// The parts of a delta's result in which marks must be searched, and the marks that the other
/// parts take over from the base; ``MarkDeriver`` explains both.
///
/// With M for `longestMixed` and m for `margin`: near the end c of a segment, the marks that the
/// base does not decide are those with e + m > c, which touch what lies behind c − m. Those of at
/// most M bytes start at c − m + 1 − M or later. Longer ones are made of run bytes, so they start
/// within the run that ends at c − m + 1, and within `longest` bytes of it. The begin of a segment is
/// the mirror image.
@safe
struct MarkWindows: ~Copyable {
  private let buffer: UnsafeMutablePointer<UInt8>
  /// The whole result if it is to be built, else nil.
  private var result: UnsafeMutablePointer<UInt8>?
  /// Where bytes are put: the result, or else the buffer, which holds the windows only.
  private var output: UnsafeMutablePointer<UInt8>
  private var filled = 0
  private var room = 0
  private let windows: UnsafeMutablePointer<Window>
  private var windowCount = 0
  /// Whether the last window is still being filled, so that its `to` isn't known.
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

  /// The most bytes that the windows of one object may take; beyond, searching it whole is as good.
  private static let capacity = 1 << 20
  /// The most windows.
  private static let mostWindows = 1 << 16
  /// Two windows that are this near to each other become one.
  private static let smallestGap = 32

  init(limit: Int) {
    unsafe buffer = .allocate(capacity: Self.capacity + Inflater.slack)
    unsafe output = buffer
    unsafe windows = .allocate(capacity: Self.mostWindows)
    self.limit = limit
  }

  deinit {
    unsafe buffer.deallocate()
    unsafe windows.deallocate()
  }

  /// Begins a result, with a window at its begin; it is built if there is a place for it.
  mutating func begin(_ shape: MarkShape, _ result: UnsafeMutablePointer<UInt8>?) {
    self.shape = shape
    unsafe self.result = result
    unsafe output = result ?? buffer
    // The reader of a delta checks that the result isn't larger than its place.
    room = unsafe result == nil ? Self.capacity : .max
    shortest = 2 * (shape.longestMixed + 2 * shape.margin - 1) + Self.smallestGap
    filled = 0
    windowCount = 0
    inherited.removeAll(keepingCapacity: true)
    isOverfull = false
    openWindow(from: 0, at: 0, deciding: 0)
  }

  /// Takes all instructions of a delta.
  mutating func take(
    _ delta: inout DeltaReader, _ base: MarkDeriver.Base
  ) throws(EntryError) {
    while let instruction = try delta.next() {
      let count = instruction.count
      if instruction.baseOffset < 0 {
        unsafe append(delta.inserted(count), count)
      } else if count <= shortest {
        unsafe append(base.bytes + instruction.baseOffset, count)
      } else {
        split(instruction, endingAt: delta.resultSize - delta.remaining, of: delta.resultSize, base)
      }
    }
    if isOpen { closeWindow(at: filled, deciding: delta.resultSize) }
  }

  /// Copies the windows of a result that was built into the buffer.
  mutating func gather() {
    guard let result = unsafe result, !isOverfull else { return }
    unsafe output = buffer
    room = Self.capacity
    filled = 0
    for index in 0..<windowCount {
      let window = unsafe windows[index]
      unsafe windows[index].start = UInt32(truncatingIfNeeded: filled)
      unsafe append(result + Int(window.start), Int(window.end - window.start))
    }
  }

  /// Adds a long segment as the end of one window, a stretch that the base decides, and the begin of
  /// another window; or to the window after all, if that leaves no stretch.
  @inline(never)
  private mutating func split(
    _ segment: DeltaReader.Instruction, endingAt end: Int, of size: Int, _ base: MarkDeriver.Base
  ) {
    let count = segment.count
    let begin = end - count
    let bytes = unsafe base.bytes + segment.baseOffset
    let margin = shape.margin
    // Where both objects begin, or both end, there is no break.
    let beginsBoth = begin == 0 && segment.baseOffset == 0
    let endsBoth = end == size && segment.baseOffset + count == base.size
    let first = beginsBoth ? 0 : unsafe reach(bytes + (margin - 1), 1, limit: count)
    let last = endsBoth ? 0 : unsafe reach(bytes + (count - margin), -1, limit: count)
    let hasGap = first + last + Self.smallestGap < count
    let start = filled
    if unsafe hasGap && result == nil {
      unsafe append(bytes, first)
      unsafe append(bytes + (count - last), last)
    } else {
      unsafe append(bytes, count)
    }
    guard hasGap else { return }
    if beginsBoth {
      // The window that was opened at the begin has nothing to hold.
      windowCount = 0
      isOpen = false
    } else {
      closeWindow(at: start + first, deciding: begin + margin)
    }
    let decided = (beginsBoth ? 0 : begin + margin)..<(endsBoth ? end : end - margin)
    if !endsBoth {
      openWindow(from: filled - last, at: end - last, deciding: decided.upperBound)
    }
    guard !base.marks.isEmpty else { return }
    inherit(decided, base, shift: begin - segment.baseOffset)
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

  /// Takes over the base's marks that lie within this range of the result.
  private mutating func inherit(_ range: Range<Int>, _ base: MarkDeriver.Base, shift: Int) {
    var lower = 0
    var upper = base.marks.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if Int(base.marks[middle].offset) + shift < range.lowerBound {
        lower = middle + 1
      } else {
        upper = middle
      }
    }
    for mark in base.marks[lower...] {
      let start = Int(mark.offset) + shift
      guard start < range.upperBound else { return }
      guard start + Int(mark.length) <= range.upperBound else { continue }
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
  private mutating func openWindow(from start: Int, at place: Int, deciding from: Int) {
    guard windowCount < Self.mostWindows else {
      isOverfull = true
      return
    }
    unsafe windows[windowCount] = Window(
      start: UInt32(truncatingIfNeeded: start), end: 0,
      place: UInt32(truncatingIfNeeded: place), from: UInt32(truncatingIfNeeded: from), to: 0)
    windowCount += 1
    isOpen = true
  }

  /// Ends the open window; once the list is overfull, what it holds no longer matters.
  @inline(__always)
  private mutating func closeWindow(at end: Int, deciding to: Int) {
    unsafe windows[windowCount - 1].end = UInt32(truncatingIfNeeded: end)
    unsafe windows[windowCount - 1].to = UInt32(truncatingIfNeeded: to)
    isOpen = false
  }

  @inline(__always)
  private mutating func append(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    guard count <= room - filled else {
      isOverfull = true
      return
    }
    unsafe Packs.copy(bytes, to: output + filled, count: count)
    filled += count
  }
}

extension MarkWindows {
  /// Appends the marks that the windows decide, by rising offset.
  func search(_ search: PreparedSearch, into marks: inout [Mark]) {
    guard filled > 0 else { return }
    unsafe search.find(
      in: buffer, count: filled, near: Breaks(windows, count: windowCount), into: &marks)
    if !marks.isEmpty { keepDecided(&marks) }
  }

  /// Turns marks of the buffer into marks of the result, and drops those that their window
  /// doesn't decide.
  private func keepDecided(_ marks: inout [Mark]) {
    var current = 0
    var kept = 0
    for mark in marks {
      while unsafe current + 1 < windowCount && windows[current + 1].start <= mark.offset {
        current += 1
      }
      // Bytes are only ever put into a window, so there is at least one.
      let window = unsafe windows[current]
      let start = mark.offset - window.start + window.place
      guard start < window.to, start + UInt32(mark.length) > window.from else { continue }
      marks[kept] = mark
      marks[kept].offset = start
      kept += 1
    }
    marks.removeLast(marks.count - kept)
  }
}
