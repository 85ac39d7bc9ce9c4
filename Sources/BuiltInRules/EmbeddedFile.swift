internal import CRules

/// A file of the project that the binary carries.
package struct EmbeddedFile: Sendable {
  /// Its path in the project.
  package let name: String
  package let bytes: [UInt8]

  @safe init(_ file: vg_embedded_file) {
    name = unsafe String(cString: file.name)
    bytes = unsafe Array(UnsafeBufferPointer(start: file.bytes, count: file.length))
  }

  /// The template of the script that `hook install` writes.
  package static var hookScript: EmbeddedFile { unsafe EmbeddedFile(vg_hook_script()) }

  /// The template of what `hook install` writes into a script of somebody else's.
  package static var hookBlock: EmbeddedFile { unsafe EmbeddedFile(vg_hook_block()) }

  /// The template of the scripts that `hook install --global` writes.
  package static var hookGlobal: EmbeddedFile { unsafe EmbeddedFile(vg_hook_global()) }
}
