import Demo
import Foundation
@testable import RollbookCLI
import Roster
import RollbookTestSupport
import Testing

@Suite struct DemoTests {
  @Test func `the demo runs to its end and leaves nothing behind`() async throws {
    let run = try await Stage().run("demo", "--people", "40")
    #expect(run.status == .done, "\(run.notes)")
    let commands = run.result.split(separator: "\n").filter { $0.hasPrefix("$ ") }
      .map { $0.split(separator: " ")[2] }
    #expect(
      commands == [
        "init", "doctor", "fetch", "roster", "show", "fetch", "history", "log", "plan", "push",
        "batch", "retry", "batches", "push", "rollback", "history", "link", "push", "retry",
        "fetch", "replay", "replay", "batches", "stats", "rebuild", "backup", "operations",
      ]
    )
    #expect(run.notes.isEmpty)
    let ledger = try #require(
      run.result.split(separator: "\n").first { $0.hasPrefix("ledger  ") }?.dropFirst(8)
    )
    #expect(!FileManager.default.fileExists(atPath: String(ledger)))
  }

  @Test func `the demo leaves the ledger where that is asked for`() async throws {
    let run = try await Stage().run("demo", "--people", "5", "--keep")
    #expect(run.status == .done)
    let last = try #require(run.result.split(separator: "\n").last)
    let folder = try #require(last.firstMatch(of: /left in (.+)\./)?.1)
    let ledger = folder + "/rollbook.sqlite"
    #expect(FileManager.default.fileExists(atPath: String(ledger)))
    try FileManager.default.removeItem(atPath: String(folder))
  }

  @Test(arguments: [
    (["fetch"], "rollbook fetch"), (["show", "张 伟"], "rollbook show '张 伟'"),
    (["fetch", "--reason", "it's"], "rollbook fetch --reason 'it'\\''s'"),
  ])
  func `a command line is shown as a shell takes it`(words: [String], line: String) {
    #expect(DemoText.command(words) == line)
  }

  @Test func `a paragraph is set in lines that are not too wide`() {
    let text = String(repeating: "花名册 roll log ", count: 30)
    let lines = DemoText.lines(text).split(separator: "\n")
    #expect(lines.count > 5)
    #expect(DemoText.excerpt("a\nb\nc\nd\n", lines: 2) == "a\nb\n… and 2 more lines\n")
    #expect(DemoText.excerpt("a\nb\nc\n", lines: 2) == "a\nb\nc\n")
  }
}
