import Access
import Foundation
import Ledger
import LedgerHistory
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Tables
import Testing
import VerbatimJSON

/// `token create`, `token list` and `token revoke`.
@Suite struct TokenTests {
  private let stage: Stage

  init() async throws {
    stage = try Stage()
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
  }

  private func run(_ line: String) async -> Stage.Run {
    await stage.run(line.split(separator: " ").map(String.init))
  }

  private func json(_ line: String) async throws -> JSON {
    try JSON(parsing: Array(await run(line + " --format json").result.utf8))
  }

  private func ledger() throws -> Ledger {
    try Ledger.open(at: stage.folder.path("rollbook.sqlite"))
  }

  @Test func `a token is printed once, and the ledger has its hash only`() async throws {
    let made = try await json("token create --role auditor --name 年审 --reason 审计")
    #expect(made.keys == ["token", "role", "until", "number"])
    let token = try #require(made["token"]?.text.flatMap { BearerToken($0) })
    let grant = try #require(try ledger().grant(tokenHash: token.hash))
    #expect(grant.number.rawValue == made["number"]?.integer)
    #expect(grant.role == "auditor" && grant.name == "年审" && grant.actor == "hr@payroll-host")
    #expect(grant.until.map(Times.machine) == made["until"]?.text)
    // The secret is in no file of the folder, and in no later output.
    for name in try FileManager.default.contentsOfDirectory(atPath: stage.folder.url.path) {
      let file = try Data(contentsOf: stage.folder.url.appendingPathComponent(name))
      #expect(file.range(of: Data(token.text.utf8.dropFirst(4))) == nil, "\(name)")
    }
    let listed = await run("token list")
    #expect(listed.result.contains("年审") && !listed.result.contains("rbk_"))
  }

  @Test func `a token ends with the last millisecond of its day in the zone`() async throws {
    let times = try #require(Times(zone: "Asia/Shanghai"))
    let today = times.day(of: stage.timekeeper.now())
    for (option, days) in [("", 90), (" --until today", 0), (" --until \(date(366))", 366)] {
      let made = try await json("token create --role client\(option)")
      let end = times.start(ofDay: today + Int64(days) + 1)
      #expect(made["until"]?.text == Times.machine(end), "\(option)")
    }
  }

  /// A day some days from today in the zone of the settings.
  private func date(_ days: Int64) -> String {
    let times = Times(zone: "Asia/Shanghai") ?? .universal
    return Times.date(ofDay: times.day(of: stage.timekeeper.now()) + days)
  }

  @Test func `a day that is over, or more than a year ahead, is refused`() async throws {
    let before = try ledger().statistics().entries
    let past = await run("token create --role client --until \(date(-1))")
    #expect(past.status == .usage && past.notes.contains("[tokenDayIsOver]"))
    let far = await run("token create --role client --until \(date(367))")
    #expect(far.status == .usage && far.notes.contains("[tokenTooLong]"))
    #expect(far.notes.contains(date(366)))
    for line in ["--role emergency", "--role client --until -2h", "--until today"] {
      let refused = await run("token create \(line)")
      #expect(refused.status == .usage && refused.notes.contains("[usage]"), "\(line)")
    }
    #expect(try ledger().statistics().entries == before)
  }

  @Test func `the list says which tokens are valid, and a revoked one is none`() async throws {
    let (first, second) = (
      try await json("token create --role client --until today"),
      try await json("token create --role keeper")
    )
    let number = try #require(second["number"]?.integer)
    let revoked = try await json("token revoke \(number) --reason 泄露")
    #expect(revoked.keys == ["number", "entry", "recorded"])
    stage.timekeeper.advance(by: .seconds(86_400))
    let listed = try await json("token list")
    let rows = try #require(listed.elements)
    #expect(
      rows[0].keys == [
        "number", "role", "name", "status", "until", "createdAt", "actor", "revokedAt",
      ]
    )
    #expect(rows.map { $0["status"]?.text } == ["expired", "revoked"])
    #expect(rows.map { $0["number"] } == [first["number"], second["number"]])
    #expect(try await json("verify")["findings"]?.elements == [])
  }

  @Test func `a token that is not there, or was revoked, is not revoked, and nothing is recorded`()
    async throws
  {
    let number = try #require(try await json("token create --role client")["number"]?.integer)
    #expect(await run("token revoke \(number)").status == .done)
    let before = try ledger().statistics().entries
    let again = await run("token revoke \(number)")
    #expect(again.status == .usage && again.notes.contains("[tokenAlreadyRevoked]"))
    let none = await run("token revoke 1")
    #expect(none.status == .usage && none.notes.contains("[noSuchToken]"))
    #expect(try ledger().statistics().entries == before)
  }

  @Test func `the log has the entries of tokens`() async throws {
    let number = try #require(try await json("token create --role client")["number"]?.integer)
    _ = await run("token revoke \(number)")
    let log = await run("log --limit 6")
    #expect(log.result.contains("granted") && log.result.contains("revoked"))
    let operations = try await json("operations")
    let kinds = operations.elements?.suffix(2).map { $0["kind"]?.text }
    #expect(kinds == ["token", "token"])
  }
}
