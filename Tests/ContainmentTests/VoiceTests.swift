import Containment
import Testing

/// Nothing that is said holds a secret, or controls a terminal.
@Suite struct VoiceTests {
  @Test func `secrets are shortened wherever they stand`() {
    let secret = NewValue.make()
    let voice = Voice(descriptor: 1, secrets: [secret])
    for text in ["a \(secret) b", "x\(secret)\(secret)y", secret.uppercased(), "0\(secret)f"] {
      let clean = voice.clean(text).lowercased()
      #expect(!clean.contains(secret))
      #expect(!clean.contains(secret.dropFirst(8).dropLast(8)))
    }
  }

  @Test func `values that nobody knew of are shortened, too`() {
    let voice = Voice(descriptor: 1, secrets: [])
    let value = NewValue.make()
    #expect(voice.clean("new: \(value).") == "new: \(value.prefix(4))…\(value.suffix(4)).")
  }

  @Test func `a quotation cuts no key in its middle`() {
    let value = NewValue.make()
    for start in ["", "name ", String(repeating: "n", count: 40)] {
      #expect(!Voice.quoted(start + value).contains(value.prefix(9)))
    }
  }

  @Test func `control characters are left out`() {
    let voice = Voice(descriptor: 1, secrets: [])
    #expect(voice.clean("a\u{1B}[31mb\u{7}\r\u{202E}c") == "a[31mbc")
  }
}
