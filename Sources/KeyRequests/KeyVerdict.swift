/// What Vast.ai says of a key; the raw values are those of a report's `status`.
package enum KeyVerdict: String, Sendable, Codable {
  /// It works.
  case live
  /// It is known, but a second factor or its scope stops it.
  case gated
  /// It is not known any more, or its session has expired.
  case dead
  /// The server could not be asked, or its answer was not the API's own.
  case unknown
}
