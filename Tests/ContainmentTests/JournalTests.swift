import Containment
import Foundation
import TestSupport
import Testing

/// A run that was cut short is understood by the next one.
@Suite struct JournalTests {
  private func unfinished(_ lines: String...) -> [String: Journal.Entry] {
    Journal.unfinished(in: Array(lines.joined(separator: "\n").utf8))
  }

  private func line(_ step: String, key: String = "k", result: String? = nil) -> String {
    let end = result.map { #","result":"\#($0)""# } ?? ""
    return #"{"time":"t","run":"r","step":"\#(step)","key":"\#(key)","action":"reset"\#(end)}"#
  }

  @Test func `a change that was begun is open until it is proven`() {
    #expect(unfinished(line("begin"))["k"]?.action == "reset")
    #expect(unfinished(line("begin"), line("answered", result: "uncertain"))["k"] != nil)
    #expect(unfinished(line("begin"), line("proven", result: "unknown"))["k"] != nil)
    #expect(unfinished(line("begin"), line("proven", result: "dead")).isEmpty)
    #expect(unfinished(line("begin"), line("answered", result: "not sent")).isEmpty)
  }

  @Test func `keys are told apart`() {
    let open = unfinished(
      line("begin", key: "a"), line("begin", key: "b"), line("proven", key: "a", result: "dead"))
    #expect(Array(open.keys) == ["b"])
  }

  @Test func `lines that were cut short, or are anything else, are passed over`() {
    let open = unfinished(
      "", "no JSON", "[]", "{}", #"{"step":"begin"}"#, line("begin"), line("proven").dropLast() + ""
    )
    #expect(open.count == 1)
  }

  @Test func `two runs don't change keys at the same time`() throws {
    let folder = try TemporaryFolder()
    let environment = ["HOME": folder.home]
    let first = try Journal(environment: environment)
    #expect(throws: Journal.Problem.busy) { try Journal(environment: environment) }
    withExtendedLifetime(first) {}
  }

  @Test func `a journal is free at once, even while a child that is being started has it open`()
    throws
  {
    let folder = try TemporaryFolder()
    let environment = ["HOME": folder.home]
    var journal: Journal? = try Journal(environment: environment)
    let path = try #require(journal?.path)
    // What the child has is a duplicate of the descriptor; one made here is the same to the lock.
    let duplicates = openDescriptors(of: path).map { dup($0) }
    defer { duplicates.forEach { close($0) } }
    #expect(duplicates.count == 1)
    journal = nil
    journal = try Journal(environment: environment)
  }

  private func openDescriptors(of path: String) -> [Int32] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return all.filter {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path
    }.compactMap { Int32($0) }
  }

  @Test func `without a home there is no journal`() {
    #expect(throws: Journal.Problem.self) { try Journal(environment: ["HOME": "relative"]) }
  }
}
