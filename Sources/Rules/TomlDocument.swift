internal import CToml

/// A TOML text that was parsed: its values keep it as long as they need it.
@safe
package final class TomlDocument {
  private let document: OpaquePointer
  private let values: UnsafePointer<vg_toml_value>

  /// Parses a text.
  ///
  /// - Throws: `RuleFileError` with the line where the text is not TOML.
  init(_ bytes: [UInt8], file: String) throws(RuleFileError) {
    var failure = vg_toml_error()
    let document = unsafe bytes.withUnsafeBytes { buffer in
      unsafe vg_toml_parse(
        buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, &failure)
    }
    guard let document = unsafe document else {
      let message = unsafe withUnsafeBytes(of: failure.message) { buffer in
        unsafe String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      let line = failure.line == 0 ? nil : Int(failure.line)
      throw RuleFileError(file: file, line: line, problem: message)
    }
    unsafe self.document = document
    unsafe values = vg_toml_values(document)
  }

  deinit {
    unsafe vg_toml_free(document)
  }

  /// Parses a text and reads what `body` wants of its top level.
  ///
  /// - Throws: `RuleFileError` with the file's name, for what is no TOML and for what `body` throws.
  package static func read<Content>(
    _ bytes: [UInt8], file: String, _ body: (TomlTable) throws -> Content
  ) throws(RuleFileError) -> Content {
    let document = try TomlDocument(bytes, file: file)
    do {
      return try body(TomlTable(from: TomlValue(document, number: 0)))
    } catch var error as RuleFileError {
      error.file = file
      throw error
    } catch {
      throw RuleFileError(file: file, problem: "\(error)")
    }
  }

  /// A value as the parser lists it; what it points to lives as long as the document.
  fileprivate subscript(number: Int) -> vg_toml_value { unsafe values[number] }

  /// The number of the value with that key in a table; nil where there is none.
  fileprivate func find(_ key: String, in table: Int) -> Int? {
    let number = unsafe vg_toml_find(document, table, key, key.utf8.count)
    return number == 0 ? nil : number
  }
}

/// A value of a TOML text: nothing of it is copied before it is asked for.
package struct TomlValue {
  private let document: TomlDocument
  private let number: Int

  init(_ document: TomlDocument, number: Int) {
    self.document = document
    self.number = number
  }

  private func isOf(_ kind: vg_toml_kind) -> Bool { unsafe document[number].kind == kind }

  /// The line where the value begins.
  package var line: Int { unsafe Int(document[number].line) }
  /// The line where its key stands in a table.
  var keyLine: Int { unsafe Int(document[number].key_line) }

  /// Its key in a table.
  var key: String {
    let value = unsafe document[number]
    return unsafe text(value.key, value.key_length)
  }

  package var string: String? {
    guard isOf(vg_toml_string) else { return nil }
    let value = unsafe document[number]
    return unsafe text(value.text, value.count)
  }

  /// The value as a whole number, which may be written as `5.0`.
  package var integer: Int? {
    if isOf(vg_toml_number) { return unsafe Int(exactly: document[number].number) }
    return isOf(vg_toml_integer) ? unsafe Int(document[number].integer) : nil
  }

  /// The value as a number, which may be a whole one.
  var double: Double? {
    if isOf(vg_toml_integer) { return unsafe Double(document[number].integer) }
    return isOf(vg_toml_number) ? unsafe document[number].number : nil
  }

  /// The value as a day: year, month and day as digits of one number, such as 20260131.
  package var day: Int? {
    guard isOf(vg_toml_date) else { return nil }
    let number = unsafe Int(document[number].integer)
    return number == 0 ? nil : number
  }

  package var boolean: Bool? {
    isOf(vg_toml_boolean) ? unsafe document[number].integer != 0 : nil
  }

  var isArray: Bool { isOf(vg_toml_array) }
  package var isTable: Bool { isOf(vg_toml_table) }

  /// The values in an array, or in a table in the order of their keys; none in others.
  var children: some RandomAccessCollection<TomlValue> {
    let first = unsafe document[number].first
    let count = isArray || isTable ? unsafe document[number].count : 0
    return (first..<first + count).lazy.map { TomlValue(document, number: $0) }
  }

  /// The value that has the key, where this is a table.
  func member(_ key: String) -> TomlValue? {
    document.find(key, in: number).map { TomlValue(document, number: $0) }
  }

  private func text(_ bytes: UnsafePointer<CChar>?, _ count: Int) -> String {
    withExtendedLifetime(document) {
      unsafe String(
        decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
  }
}
