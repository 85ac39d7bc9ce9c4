import Blobs
import FoundationEssentials
import Git

/// How many processors this process may use.
enum ProcessorCount {
  /// The processors of the affinity mask, and no more than the control group's quota allows.
  static var available: Int {
    let count = ProcessInfo.processInfo.activeProcessorCount
    return max(1, min(count, quota ?? count))
  }

  /// The quota of the control group, in whole processors, where there is one.
  private static var quota: Int? {
    var reader = FileReader()
    var text = ""
    try? reader.read(Path("/sys/fs/cgroup/cpu.max")) { bytes, _ in
      text = String(decoding: bytes.copy(0..<bytes.count), as: UTF8.self)
    }
    let fields = text.split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
    guard fields.count == 2, fields[1] > 0 else { return nil }
    return max(1, (fields[0] + fields[1] - 1) / fields[1])
  }
}
