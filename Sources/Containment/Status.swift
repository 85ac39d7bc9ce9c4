import KeyRequests
import VastAI

/// The statuses with which the program ends; those of the scanning program, as far as they go.
package enum Status {
  /// Nothing live, or all that was live is contained, and proven to be.
  package static let contained: Int32 = 0
  /// A live key remains.
  package static let live: Int32 = 1
  package static let usage: Int32 = 2
  /// The server could not be asked.
  package static let unknown: Int32 = 3

  /// The status of a program that a signal asked to end; nil where none did.
  package static var ofSignal: Int32? { Stop.signalNumber.map { 128 + $0 } }

  /// What the verdicts come to; a key that lies where it may lie does not count.
  static func of(_ facts: [KeyFacts]) -> Int32 {
    let verdicts = facts.filter(\.key.isLeak).map(\.judgement.verdict)
    if verdicts.contains(.live) || verdicts.contains(.gated) { return live }
    return verdicts.contains(.unknown) ? unknown : contained
  }
}
