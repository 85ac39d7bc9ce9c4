import Foundation
import Reports
import Testing

@Suite struct OutputBufferTests {
  @Test func `without a descriptor everything stays in memory`() throws {
    var output = OutputBuffer()
    try output.append("grün")
    try output.append([0x0A])
    try output.flush()
    #expect(output.bytes == Array("grün\n".utf8))
  }

  @Test func `bytes arrive in order, however many there are`() throws {
    let pipe = Pipe()
    let line = Array("0123456789abcdef\n".utf8)
    let writer = Thread {
      var output = OutputBuffer(
        descriptor: pipe.fileHandleForWriting.fileDescriptor, name: "the pipe")
      for _ in 0..<20_000 { try? output.append(line) }
      try? output.flush()
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let read = try pipe.fileHandleForReading.readToEnd()
    #expect(read == Data((0..<20_000).flatMap { _ in line }))
  }

  @Test func `a pipe that is full and does not block is waited for`() throws {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
    let content = [UInt8](repeating: 0x61, count: 1 << 20)
    let writer = Thread {
      var output = OutputBuffer(descriptor: descriptor, name: "the pipe")
      try? output.append(content)
      try? output.flush()
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    #expect(try pipe.fileHandleForReading.readToEnd() == Data(content))
  }

  @Test func `a reader that went away is no error`() throws {
    signal(SIGPIPE, SIG_IGN)
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    var output = OutputBuffer(
      descriptor: pipe.fileHandleForWriting.fileDescriptor, name: "the pipe")
    try output.append("nobody reads this")
    try output.flush()
    try output.append("nor this")
    try output.flush()
  }

  @Test func `a full disk is an error that names the output`() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    var output = OutputBuffer(descriptor: full.fileDescriptor, name: "report.json")
    try output.append("x")
    let error = #expect(throws: OutputError.self) { try output.flush() }
    #expect(error?.description == "cannot write report.json: No space left on device")
  }
}
