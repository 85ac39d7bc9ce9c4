import Foundation
import Glibc
import Synchronization

/// A socket on loopback, and a thread for each connection to it.
///
/// Threads, not tasks: a test may block the threads on which tasks run.
final class Listener: Sendable {
  private let socket: Int32
  let port: UInt16
  private let state = Mutex(State())

  private struct State {
    var isStopped = false
    var open: Set<Int32> = []
  }

  init() throws {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    socket = Glibc.socket(AF_INET, type, 0)
    guard socket >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = unsafe withUnsafeMutablePointer(to: &address) { [socket] pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        unsafe bind(socket, name, length) | listen(socket, 64)
          | getsockname(socket, name, &length)
      }
    }
    guard code == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    port = UInt16(bigEndian: address.sin_port)
  }

  /// Serves each connection on a thread of its own.
  func start(_ serve: @escaping @Sendable (Connection) -> Void) {
    Thread.detachNewThread { [self] in
      while true {
        let file = accept(socket, nil, nil)
        if file >= 0 { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
        guard file >= 0, keep(file) else {
          if file >= 0 { close(file) }
          if state.withLock(\.isStopped) { break }
          continue
        }
        Thread.detachNewThread {
          serve(Connection(file: file) { self.isStopped })
          self.end(file)
        }
      }
      close(socket)
    }
  }

  var isStopped: Bool { state.withLock(\.isStopped) }

  /// Ends all connections, and takes no more.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      for file in state.open { shutdown(file, Int32(SHUT_RDWR)) }
    }
    shutdown(socket, Int32(SHUT_RDWR))
  }

  private func keep(_ file: Int32) -> Bool {
    state.withLock { state in
      if state.isStopped { return false }
      state.open.insert(file)
      return true
    }
  }

  private func end(_ file: Int32) {
    state.withLock { state in
      state.open.remove(file)
      // A program that was started meanwhile may hold a copy: closing alone would not be noticed.
      shutdown(file, Int32(SHUT_RDWR))
      close(file)
    }
  }
}

/// One client's connection.
struct Connection {
  let file: Int32
  let isStopped: () -> Bool
  private var buffer: [UInt8] = []

  init(file: Int32, isStopped: @escaping () -> Bool) {
    self.file = file
    self.isStopped = isStopped
  }

  /// Reads the next request; nil where there is none or it is not to be understood.
  mutating func next() -> Request? {
    let mark = Array("\r\n\r\n".utf8)
    var end: Int?
    while end == nil {
      end = buffer.firstRange(of: mark)?.lowerBound
      if end == nil, buffer.count > 1 << 16 || !more() { return nil }
    }
    guard let end else { return nil }
    let lines = String(decoding: buffer[..<end], as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ").map(String.init)
    guard words.count == 3 else { return nil }
    let headers = lines.dropFirst().compactMap { line -> (String, String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...]
      return (line[..<colon].lowercased(), value.trimmingCharacters(in: .whitespaces))
    }
    var request = Request(
      method: words[0], target: words[1], headers: Dictionary(headers) { $0 + ", " + $1 },
      body: [], time: .now)
    let length = Int(request.headers["content-length"] ?? "0") ?? 0
    let start = end + mark.count
    guard (0...1 << 20).contains(length) else { return nil }
    while buffer.count < start + length { if !more() { return nil } }
    request.body = Array(buffer[start..<start + length])
    buffer.removeFirst(start + length)
    request.route = Route.find(request.method, request.path).route
    return request
  }

  private mutating func more() -> Bool {
    let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 14) { [file] space, count in
      count = max(0, unsafe read(file, space.baseAddress, space.count))
    }
    buffer += chunk
    return !chunk.isEmpty
  }

  /// Sends bytes; gives false where the client does not take them.
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Waits until the client goes or says more, or the server ends.
  func waitForEnd() {
    while !isStopped() {
      var state = [pollfd(fd: file, events: Int16(POLLIN), revents: 0)]
      unsafe poll(&state, 1, 50)
      if state[0].revents != 0 { return }
    }
  }
}
