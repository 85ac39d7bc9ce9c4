import Glibc

/// Puts a new value where the old one stood on this machine: the files of the official client, and
/// ignored `.env` files.
struct WriteBack {
  private static let largest = 1 << 20

  /// The files that hold the old value.
  let files: [String]

  /// Looks which of the files hold a value.
  ///
  /// - Parameters:
  ///   - old: The value.
  ///   - environment: Tells where the client's files are.
  ///   - others: Further files.
  init(of old: String, environment: [String: String], others: [String]) {
    files = (Self.clientFiles(environment) + others).reduce(into: []) { files, path in
      guard !files.contains(path), let (text, _) = Self.read(path),
        text.firstRange(of: Array(old.utf8)) != nil
      else { return }
      files.append(path)
    }
  }

  /// Where the official client reads a key.
  static func clientFiles(_ environment: [String: String]) -> [String] {
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let configuration =
      environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? home.map { $0 + "/.config" }
    return [configuration.map { $0 + "/vastai/vast_api_key" }, home.map { $0 + "/.vast_api_key" }]
      .compactMap(\.self)
  }

  /// Replaces the old value in all of the files; each gets its owner's mode.
  ///
  /// - Returns: The files in which it could not be done, and why.
  func replace(_ old: String, by new: String) -> [String] {
    files.compactMap { path in
      guard let (text, status) = Self.read(path) else {
        return "\(path): it can't be read any more"
      }
      let changed = Self.replacing(Array(old.utf8), by: Array(new.utf8), in: text)
      guard changed != text else { return "\(path): it does not hold the old value any more" }
      return Self.write(changed, to: path, mode: status.st_mode & 0o700 | 0o600)
    }
  }

  /// A text with each copy of a value replaced.
  static func replacing(_ old: [UInt8], by new: [UInt8], in text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text[...]
    while let range = rest.firstRange(of: old) {
      result += rest[..<range.lowerBound] + new
      rest = rest[range.upperBound...]
    }
    return result + rest
  }

  /// A regular file of this user's; no link is followed.
  private static func read(_ path: String) -> (text: [UInt8], status: stat)? {
    let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid(), status.st_size <= largest
    else { return nil }
    var bytes: [UInt8] = .init(repeating: 0, count: largest + 1)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
    }
    return count >= 0 && count <= largest ? (Array(bytes.prefix(count)), status) : nil
  }

  private static func write(_ bytes: [UInt8], to path: String, mode: mode_t) -> String? {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(path[...$0]) } ?? "./"
    let temporary = folder + ".vastguard-" + String(UInt64.random(in: .min ... .max), radix: 36)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = unsafe open(temporary, flags, 0o600)
    guard descriptor >= 0 else { return PlaceProblem(path, code: errno).description }
    defer { close(descriptor) }
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
    }
    guard count == bytes.count, fchmod(descriptor, mode) == 0, fsync(descriptor) == 0,
      unsafe rename(temporary, path) == 0
    else {
      let problem = PlaceProblem(path, code: errno).description
      unsafe unlink(temporary)
      return problem
    }
    return nil
  }
}
