import Corpus
import Foundation
import TestSupport

/// Prints how many of the corpus' secrets are found and how many reports are wrong, by group, of
/// vastguard and of the scanners that are installed.
@main
enum Accuracy {
  static func main() {
    do {
      try run(try Options(CommandLine.arguments.dropFirst()))
    } catch let error as UsageError {
      print(error.text)
      exit(2)
    } catch {
      FileHandle.standardError.write(Data("accuracy: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ options: Options) throws {
    let corpus = Corpus(seed: options.seed)
    if let folder = options.output {
      try write(corpus, to: folder)
      return
    }
    // In a repository, for the same files as `audit` sees them.
    let repository = try RepositoryBuilder()
    try corpus.write(to: repository)
    if options.audits { try repository.commit("Adds the corpus") }
    var columns = [
      Column(
        name: "vastguard",
        score: Score(
          of: try vastguard(options, in: repository), on: corpus, tracked: options.audits))
    ]
    for peer in options.withPeers ? Peer.installed(in: repository) : [] {
      do {
        let scan = try peer.scan(repository)
        columns.append(
          Column(name: peer.name, score: Score(of: scan, on: corpus, tracked: options.audits)))
      } catch {
        FileHandle.standardError.write(Data("left out: \(error)\n".utf8))
      }
    }
    Table(columns: columns, corpus: corpus).printAll(misses: options.showsMisses)
  }

  private static func vastguard(_ options: Options, in place: RepositoryBuilder) throws -> Scan {
    let arguments = options.audits ? ["audit"] : ["scan", "."]
    return Scan(
      try Tool.json(
        arguments + ["--no-cache"], in: place, executable: options.executable ?? Tool.executable))
  }

  private static func write(_ corpus: Corpus, to folder: String) throws {
    let place = Folder(path: URL(fileURLWithPath: folder).standardizedFileURL.path)
    try place.makeFolder(place.path("files"))
    for item in corpus.items { try place.write("files/" + item.path, item.bytes) }
    try place.write("labels.json", try corpus.labels())
    let secrets = corpus.items.reduce(0) { $0 + $1.secrets.count }
    print("\(corpus.items.count) files, \(secrets) secrets, in \(place.path)")
  }
}

/// A folder that stays.
private struct Folder: Place {
  var path: String
  var home: String { path }
}
