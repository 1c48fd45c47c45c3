import Foundation
import Ledger
import LedgerStorage
@testable import RollbookCLI
import Roster
import RollbookTestSupport
import Testing

/// Words of a command line, and files, that no one can have intended.
@Suite struct HostileWordsTests {
  private let stage: Stage

  init() async throws {
    stage = try Stage()
    _ = await stage.run("init")
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: stage.folder.url.path).sorted()
  }

  @Test(arguments: [
    ["export", "--tiles", ""], ["export", "--tiles="], ["backup", ""], ["history", ""],
    ["prove", "1", "--out", ""], ["stats", "--ledger", ""],
  ])
  func `a word that is empty is refused, and nothing is made`(words: [String]) async throws {
    let before = try names()
    let run = await stage.run(words)
    #expect(run.status == .usage && run.notes.contains("empty"), "\(run.transcript)")
    #expect(try names() == before)
  }

  @Test func `a reason of blanks is none`() async {
    let run = await stage.run("hold", "u1", "--reason", " \t")
    #expect(run.status == .usage && run.notes.contains("reasonMissing"), "\(run.transcript)")
  }

  @Test(arguments: [
    ["plan", "/dev/zero", "--to", "dingtalk"], ["stats", "--config", "/dev/zero"],
    ["fetch", "--users-file", "/dev/zero"], ["report", "--file", "/dev/zero"],
  ])
  func `a file without an end is not read for ever`(words: [String]) async {
    let run = await stage.run(words)
    #expect(run.status == .noInput && run.notes.contains("256 MB"), "\(run.transcript)")
  }

  @Test func `a result does not take the place of a pipe`() async throws {
    let path = stage.folder.path("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    let run = await stage.run("report", "limits-exceeded", "--output", "pipe")
    #expect(run.status == .cannotCreate && run.notes.contains("no regular file"))
    let facts = try FileManager.default.attributesOfItem(atPath: path)
    #expect(facts[.type] as? FileAttributeType != .typeRegular)
  }

  @Test func `the doctor names what a killed command left, and the next one removes it`()
    async throws
  {
    let left = stage.folder.path("copy" + Unfinished.ending)
    try Data("欧阳娜娜".utf8).write(to: URL(fileURLWithPath: left))
    let folder = stage.folder.path("proof" + Unfinished.ending)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let doctor = await stage.run("doctor")
    #expect(doctor.result.contains("leftovers"), "\(doctor.transcript)")
    #expect(doctor.result.contains("/copy\(Unfinished.ending), "))
    #expect(doctor.result.contains("/proof\(Unfinished.ending)"))
    #expect(await stage.run("backup", "other").status == .done)
    #expect(try names().allSatisfy { !$0.contains(Unfinished.ending) })
    #expect(await !stage.run("doctor").result.contains("leftovers"))
  }
}
