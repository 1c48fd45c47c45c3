import Foundation
import Ledger
@testable import RollbookCLI
import Roster
import RollbookTestSupport
import Testing
import TransparencyLog
import VerbatimJSON

/// `erase`, `hold`, `release` and `readmit`.
@Suite struct ErasingTests {
  private var stage: Stage

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

  @Test(arguments: [
    ("erase manager4220 --dry-run", "erase-plan"),
    ("erase manager4220 --dry-run --format json", "erase-plan-json"),
    ("erase 0456 --fields 手机号 --dry-run", "erase-plan-field"),
    ("hold manager4220 --reason 诉讼", "hold"),
  ])
  func `what would be erased is shown`(line: String, golden: String) async throws {
    let run = await run(line)
    #expect(Golden.difference(run.transcript, "\(golden).txt") == nil)
  }

  @Test(arguments: [
    ("erase manager4220", "erase-reason"), ("erase manager4220 --reason x", "erase-nobody-to-ask"),
    ("erase nobody --reason x --yes", "erase-unknown"), ("erase", "erase-no-argument"),
    ("erase manager4220 --reason manager4220 --yes", "erase-named"),
    ("erase manager4220 --reason x --yes --max-users 0", "erase-limit"),
    ("release manager4220 --reason x", "release-none"),
    ("readmit manager4220 --reason x", "readmit-none"), ("erase --receipt 1", "erase-no-receipt"),
  ])
  func `what cannot be erased is refused in a sentence`(line: String, golden: String) async throws {
    let run = await run(line)
    #expect(run.result.isEmpty)
    #expect(Golden.difference(run.transcript, "refused-\(golden).txt") == nil)
  }

  @Test mutating func `anyone who is erased is asked about, gone, and shown as gone`() async throws
  {
    stage.answer = "n"
    let declined = await run("erase manager4220 --reason 本人要求")
    #expect(declined.status == .refused)
    #expect(declined.notes.contains("will be erased"))
    stage.answer = "y"
    let receipts = try await json("erase manager4220 --reason 本人要求")
    let receipt = try #require(receipts.elements?.first)
    #expect(
      receipt.keys == [
        "entry", "recordedAt", "values", "texts", "unions", "users", "root", "leafHash", "leaf",
        "items", "checkpoint", "inclusion",
      ]
    )
    let entry = try #require(receipt["entry"]?.integer)
    let again = try await json("erase --receipt \(entry)")
    #expect(again["root"] == receipt["root"] && again["leaf"] == receipt["leaf"])
    let leaf = try #require(receipt["leaf"]?.text.flatMap { Hexadecimal.decode($0.utf8) })
    #expect(receipt["leafHash"]?.text == MerkleHash.leaf(leaf).description)
    let shown = await run("show manager4220")
    #expect(shown.status == .usage && shown.notes.contains("[userErased]"))
    let log = await run("log")
    #expect(log.result.contains("erased#") && !log.result.contains("manager4220"))
    let name = try #require(log.result.firstMatch(of: /erased#\d+/).map { String($0.0) })
    #expect(await run("show \(name)").result.contains("(erased)"))
    #expect(await run("history \(name)").result.contains("(erased)"))
    let verified = try await json("verify")
    #expect(verified["findings"]?.elements == [])
    #expect(verified["erasures"]?.elements?.first?["entry"]?.integer == entry)
    let status = await run("rebuild --check")
    #expect(status.status == .done)
    #expect(await run("readmit manager4220 --reason 回来了").status == .done)
  }

  @Test func `an import says how many it left out, and what to do`() async throws {
    try stage.write("employeeId,email\nE1,a@x\nE2,b@x\nE3,c@x\n", to: "export.csv")
    let line = "import export.csv --captured-at 2026-01-01"
    let first = await run(line)
    #expect(first.status == .done && !first.notes.contains("left out"), "\(first.transcript)")
    #expect(await run("erase E1 --system maycur --reason 本人要求 --yes").status == .done)
    let one = await run(line)
    #expect(one.status == .done && one.notes.contains("1 user was left out"), "\(one.transcript)")
    #expect(await run("erase E2 --system maycur --reason 本人要求 --yes").status == .done)
    let two = await run(line)
    #expect(two.notes.contains("2 users were left out") && two.notes.contains("readmit"))
    #expect(!two.transcript.contains("E1") && !two.transcript.contains("E2"))
  }

  @Test func `a hold refuses, and the log says so`() async throws {
    _ = await run("hold manager4220 --reason 诉讼")
    let refused = await run("erase manager4220 --reason 本人要求 --yes")
    #expect(refused.status == .refused && refused.notes.contains("[underHold]"))
    #expect(await run("log").result.contains("erasureRefused"))
    #expect(await run("release manager4220 --reason 结案").status == .done)
    #expect(await run("erase manager4220 --reason 本人要求 --yes").status == .done)
  }

  @Test func `a hold is printed for its person alone, by any of their names`() async throws {
    for user in ["manager4220", "0457"] { _ = await run("hold \(user) --reason 诉讼") }
    for (name, user, other) in [("欧阳娜娜", "manager4220", "0457"), ("0457", "0457", "manager4220")] {
      let held = await run("holds --user \(name)")
      #expect(held.result.contains(user) && !held.result.contains(other), "\(held.transcript)")
    }
    #expect(await run("release 0457 --reason 结案").status == .done)
    #expect(await run("holds --user 0457").result.contains("Nobody is under a hold."))
    #expect(await run("holds --user nobody").notes.contains("[userUnknown]"))
    #expect(await run("holds").result.contains("manager4220"))
  }

  @Test func `who looked is forgotten when it was kept long enough, and not before`() async throws {
    let ledger = try Ledger.open(at: stage.folder.path("rollbook.sqlite"))
    let access = NewAccess(
      by: "token 9 (年审)",
      role: "auditor",
      of: "readPerson",
      query: "user=manager4220",
      at: 4,
      people: .person(UserKey(.dingtalk, "manager4220")),
      purpose: "年度审计"
    )
    _ = try ledger.record(
      [access],
      request: OperationRequest(
        kind: .access,
        system: .dingtalk,
        actor: "service@host",
        parameters: "{}",
        program: "test"
      ),
      now: stage.timekeeper.now()
    )
    #expect(await run("forget").notes.contains("access.keep"))
    try stage.write("access: { keep: 200d }\n", to: "rollbook.yaml")
    let young = await run("forget --before today")
    #expect(young.status == .usage && young.notes.contains("[accessesTooYoung]"), "\(young.notes)")
    stage.timekeeper.advance(by: .seconds(190 * 86_400))
    #expect(try await json("forget")["texts"]?.integer == 0)
    #expect(try await json("accesses").elements?.first?["purpose"]?.text == "年度审计")
    stage.timekeeper.advance(by: .seconds(11 * 86_400))
    let done = try await json("forget")
    #expect(done["texts"]?.integer == 3 && done["entry"]?.integer != nil)
    let left = try await json("accesses").elements?.first
    #expect(left?["actor"]?.text == "(erased)" && left?["purpose"]?.text == "(erased)")
    #expect(left?["user"]?.text == "manager4220" && left?["role"]?.text == "auditor")
    #expect(await run("log").result.contains("forgotten"))
    #expect(try await json("erasures").elements?.isEmpty == true)
    #expect(await run("verify --full").result.contains("findings                 none"))
    #expect(try await json("forget")["entry"]?.isNull == true)
  }

  @Test func `a restored copy forgets when a command opens it`() async throws {
    try stage.write("proof:\n  lastHead: heads/last\n", to: "rollbook.yaml")
    try FileManager.default.createDirectory(
      atPath: stage.folder.path("heads"),
      withIntermediateDirectories: true
    )
    #expect(await run("backup older.sqlite").status == .done)
    #expect(await run("erase manager4220 --reason 本人要求 --yes").status == .done)
    let shown = await run("show manager4220 --ledger older.sqlite")
    #expect(shown.notes.contains("[userErased]"))
  }
}
