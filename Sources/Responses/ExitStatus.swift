/// The status with which a command ends; scripts and hooks rely on these numbers.
package struct ExitStatus: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Everything asked for was scanned, and nothing that counts was found.
  package static let clean = ExitStatus(rawValue: 0)
  /// Something that counts was found.
  package static let findings = ExitStatus(rawValue: 1)
  /// The command line or the configuration is wrong; nothing was scanned.
  package static let usage = ExitStatus(rawValue: 2)
  /// Nothing that counts was found, but something could not be scanned.
  package static let incomplete = ExitStatus(rawValue: 3)
  /// Ended by SIGINT, as shells say it.
  package static let interrupted = ExitStatus(rawValue: 130)
  /// Ended by SIGTERM, as shells say it.
  package static let terminated = ExitStatus(rawValue: 143)
}
