import Blobs
import Dispatch
import Glibc
import Reports
import Synchronization

/// One line on standard error that tells how far a scan is, from half a second on.
final class ProgressLine: Sendable {
  private let progress: ScanProgress
  private let width: Int
  private let isDone = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)

  /// Runs `body` while the line is shown, if it may be shown, and takes the line away after.
  static func show<Result: ~Copyable>(
    _ progress: ScanProgress, if isAllowed: Bool, width: Int, during body: () throws -> Result
  ) rethrows -> Result {
    guard isAllowed else { return try body() }
    let line = ProgressLine(progress, width: width)
    DispatchQueue.global().async { line.draw() }
    defer {
      line.isDone.store(true, ordering: .releasing)
      line.ended.wait()
    }
    return try body()
  }

  private init(_ progress: ScanProgress, width: Int) {
    self.progress = progress
    self.width = width
  }

  private func draw() {
    var waited = 0
    var isShown = false
    while !isDone.load(ordering: .acquiring) {
      usleep(50_000)
      waited += 50
      let (done, total) = progress.state
      guard waited >= 500, waited % 100 == 0, total > 0 else { continue }
      isShown = true
      let line = ProgressText.line(
        done: done, total: total, seconds: Double(waited) / 1000, width: width)
      write("\r\u{1B}[K" + line)
    }
    if isShown { write("\r\u{1B}[K") }
    ended.signal()
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
