import Blobs
import Findings
import Git

/// The address of a place: relative to the repository's root and percent-encoded byte by byte.
enum SARIFAddress {
  /// Returns the address of a finding.
  ///
  /// A path that `scan` was given as absolute becomes relative to the target or, outside of it, to
  /// the root of the file system: collectors refuse absolute addresses. What has no path stands in
  /// a file of git's folder that is called like the layer.
  static func uri(of finding: Finding, in target: Report.Target) -> String {
    var bytes = finding.path.bytes[...]
    let root = Array(target.path.utf8)
    if root.first == slash, bytes.starts(with: root), bytes.dropFirst(root.count).first == slash {
      bytes = bytes.dropFirst(root.count)
    }
    let parts = bytes.split(separator: slash).filter {
      !$0.elementsEqual(dot) && !$0.elementsEqual(dots)
    }
    return parts.isEmpty ? pseudoPath(of: finding.layer) : parts.map(encode).joined(separator: "/")
  }

  private static let slash = UInt8(ascii: "/")
  private static let dot = Array(".".utf8)
  private static let dots = Array("..".utf8)

  static func pseudoPath(of layer: Layer) -> String {
    switch layer {
    case .stdin, .file, .home, .worktree: layer.rawValue
    default: ".git/" + layer.rawValue
    }
  }

  /// Encodes all but the characters that no reader of addresses gives a meaning to.
  ///
  /// A colon is encoded too: in the first part it would end a scheme.
  private static func encode(_ part: ArraySlice<UInt8>) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@!".utf8)
    var result: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in part {
      if plain.contains(byte) {
        result.append(byte)
      } else {
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
