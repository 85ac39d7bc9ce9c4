import Corpus
import TestSupport
import Testing

/// Whether the corpus is what the judgement needs.
@Suite struct CorpusTests {
  @Test func `has a thousand secrets and more, and six hundred traps`() {
    #expect(corpus.items.reduce(0) { $0 + $1.secrets.count } >= 1000)
    #expect(corpus.items.count { $0.kind == .trap } >= 600)
  }

  @Test func `is the same for the same seed, and another for another`() {
    let again = Corpus(seed: corpus.seed)
    #expect(again.items.map(\.path) == corpus.items.map(\.path))
    #expect(again.items.map(\.bytes) == corpus.items.map(\.bytes))
    let other = Corpus(seed: 2).items.flatMap(\.secrets).map(\.value)
    #expect(Set(other).isDisjoint(with: corpus.items.flatMap(\.secrets).map(\.value)))
  }

  @Test func `has a file of its own for each item`() {
    #expect(Set(corpus.items.map(\.path)).count == corpus.items.count)
  }

  @Test func `labels secrets everywhere but in traps`() {
    for item in corpus.items {
      #expect(item.secrets.isEmpty == (item.kind == .trap), "\(item.group): \(item.name)")
    }
  }

  @Test func `labels what is there`() {
    // Secrets of Kubernetes are in base64, and private keys are indented or escaped.
    for item in corpus.items where item.kind == .plain && !item.name.hasPrefix("kubernetes") {
      let text = String(decoding: item.bytes, as: UTF8.self)
      for label in item.secrets where label.class != "ssh-private-key" {
        #expect(text.contains(label.value), "\(item.group): \(item.name)")
      }
    }
  }

  @Test func `leaves no gap open`() {
    for item in corpus.items where !["charsets", "charset traps"].contains(item.group) {
      let open = Array("«".utf8)
      #expect(item.bytes.firstRange(of: open) == nil, "\(item.group): \(item.name)")
    }
  }

  @Test(arguments: [0, 3, 55, 56, 63, 64, 65, 1000])
  func `takes digests as other programs do`(count: Int) throws {
    let bytes = [UInt8](repeating: UInt8(ascii: "v"), count: count)
    let folder = try TemporaryFolder()
    for (program, digest) in [
      ("sha256sum", Digest.sha256(bytes)), ("sha1sum", Digest.sha1(bytes)),
      ("md5sum", Digest.md5(bytes)),
    ] {
      let outcome = try ChildProcess(
        [program], in: folder.path, environment: folder.environment, standardInput: bytes
      ).run()
      #expect(outcome.stdout.prefix { $0 != " " } == digest, "\(program)")
    }
  }
}
