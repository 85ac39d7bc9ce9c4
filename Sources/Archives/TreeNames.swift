internal import Git

/// The names that the trees of a pack give to objects: of each object the first that is met.
struct TreeNames {
  private struct Place {
    let tree: ObjectID
    let name: Int32
  }

  private var places: [ObjectID: Place] = [:]
  private var names: [[UInt8]] = []
  private var numbers: [[UInt8]: Int32] = [:]
  /// The bytes that the names have.
  private var held = 0
  /// Whether there were more names than can be told apart.
  private(set) var isFull = false

  private let format: ObjectFormat
  private let limits: ArchiveLimits

  /// Prepares for trees whose entries have ids of a format.
  init(_ format: ObjectFormat, _ limits: ArchiveLimits) {
    self.format = format
    self.limits = limits
  }

  /// Notes the entries of a tree.
  ///
  /// - Parameters:
  ///   - bytes: The tree; any bytes are accepted.
  ///   - id: Its id.
  ///   - found: Takes each name that was not met before.
  /// - Returns: Whether the tree is well-formed; if not, the entries before the fault were noted.
  mutating func add(_ bytes: Span<UInt8>, id: [UInt8], _ found: ([UInt8]) -> Void) -> Bool {
    let tree = ObjectID(id.span)
    var position = 0
    while position < bytes.count {
      let start = position
      while position < bytes.count, (0x30...0x37).contains(bytes[position]) { position += 1 }
      let isMode = (1...7).contains(position - start)
      guard isMode, position < bytes.count, bytes[position] == 0x20 else { return false }
      // Submodules name commits of other repositories.
      let isSubmodule = position - start == 6 && bytes[start] == 0x31 && bytes[start + 1] == 0x36
      let nameStart = position + 1
      position = nameStart
      while position < bytes.count, bytes[position] != 0 { position += 1 }
      guard position > nameStart, bytes.count - position > format.byteCount else { return false }
      let name = number(of: bytes.copy(nameStart..<position), found)
      if let name, !isSubmodule {
        note(ObjectID(bytes, at: position + 1, format), Place(tree: tree, name: name))
      }
      position += 1 + format.byteCount
    }
    return true
  }

  private mutating func note(_ target: ObjectID, _ place: Place) {
    // Without a place, an object goes by its id.
    guard places.count < limits.objects, places[target] == nil else { return }
    places[target] = place
  }

  private mutating func number(of whole: [UInt8], _ found: ([UInt8]) -> Void) -> Int32? {
    let name = whole.count > limits.nameLength ? Array(whole.suffix(limits.nameLength)) : whole
    if let number = numbers[name] { return number }
    guard names.count < limits.objects, held < limits.held else {
      isFull = true
      return nil
    }
    held += name.count
    let number = Int32(names.count)
    numbers[name] = number
    names.append(name)
    found(name)
    return number
  }

  /// The path of an object from the topmost tree that leads to it; nil where none does.
  func path(of id: [UInt8]) -> [UInt8]? {
    var parts: [[UInt8]] = []
    var size = 0
    var target = ObjectID(id.span)
    while let place = places[target], size <= limits.nameLength {
      let name = names[Int(place.name)]
      parts.append(name)
      size += name.count + 1
      target = place.tree
    }
    guard !parts.isEmpty else { return nil }
    return Array(parts.reversed().joined(separator: "/".utf8).suffix(limits.nameLength))
  }
}
