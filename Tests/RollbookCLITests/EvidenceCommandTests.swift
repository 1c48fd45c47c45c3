import Foundation
@testable import RollbookCLI
import Roster
import RollbookTestSupport
import Testing
import TransparencyLog
import VerbatimJSON

/// Evidence, from the command that makes it to the one that checks it.
@Suite struct EvidenceCommandTests {
  private let scene: ProvingStage

  init() async throws { scene = try await ProvingStage() }

  private func masked(_ text: String) -> String {
    text.replacing(/[0-9a-f]{64}/, with: "ROOT").replacing(
      /rollbook.local\/[0-9a-f]{32}/,
      with: "LOG"
    )
    .replacing(/person [0-9a-f]{8}/, with: "person XXXXXXXX")
  }

  @Test(arguments: [
    ("16.3", "event"), ("2 --with-operation", "entry"),
    ("--user 0456 --field 员工状态", "cell"), ("--user manager4220 --without-name", "person"),
    ("--batch 2", "operation"),
  ])
  func `a folder is made, and says what it shows`(what: String, golden: String) async throws {
    let made = await scene.run("prove \(what) --out evidence")
    #expect(made.status == .done, "\(made.notes)")
    let checked = await scene.run("verify-bundle evidence --key key")
    let text = made.transcript + checked.transcript
    #expect(Golden.difference(masked(text), "prove-\(golden).txt") == nil)
  }

  @Test func `without the name, nothing by which the person is called is shown`() async throws {
    let named = await scene.run("prove --user manager4220 --out named")
    #expect(named.status == .done)
    let made = await scene.run("prove --user manager4220 --without-name --out evidence")
    #expect(made.status == .done, "\(made.notes)")
    func files(_ folder: String) throws -> String {
      let root = scene.stage.folder.url.appendingPathComponent(folder)
      let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
      return names.compactMap {
        try? String(contentsOf: root.appendingPathComponent($0), encoding: .utf8)
      }.joined()
    }
    let roster = try await scene.json("roster --user manager4220")
    for row in roster.elements ?? [] {
      guard ["姓名", "手机号", "工号"].contains(row["fieldName"]?.text ?? ""),
        let value = row["value"]?.text, !value.isEmpty
      else { continue }
      #expect(try files("named").contains(value))
      // Four digits may be in a hash by chance.
      let alone = "(?<![0-9A-Za-z])\(NSRegularExpression.escapedPattern(for: value))(?![0-9A-Za-z])"
      let found = try files("evidence").range(of: alone, options: .regularExpression)
      #expect(found == nil, "\(value)")
    }
    #expect(try !files("evidence").contains("manager4220"))
    let checked = await scene.run("verify-bundle evidence --key key")
    #expect(checked.status == .done, "\(checked.notes)")
  }

  @Test(arguments: [
    "prove 1 --out x", "prove --report key --out x", "cosign --request x", "checkpoint",
    "checkpoint --public-key", "checkpoint --remember",
  ])
  func `another ledger's key is refused, and nothing is made with it`(line: String) async throws {
    let folder = scene.stage.folder
    let path = folder.path("other.sqlite")
    try await SmallCompany.found(at: path, scene.stage.timekeeper)
    try FileManager.default.copyItem(
      atPath: folder.path("rollbook.sqlite.key"),
      toPath: path + ".key"
    )
    let run = await scene.run(line + " --ledger other.sqlite")
    #expect(run.status == .badSettings, "\(run.notes)")
    #expect(run.notes.hasSuffix("[proofKeyOfOtherLedger]\n"), "\(run.notes)")
    #expect(run.result.isEmpty && !FileManager.default.fileExists(atPath: folder.path("x")))
  }

  @Test func `the keys of JSON are those of the contract, in its order`() async throws {
    let document = try Repository.text("docs/cli.md")
    let lines = [
      "prove 16.3 --out evidence", "verify-bundle evidence --key key", "export --tiles tiles",
      "cosign --request request", "timestamp --query query",
    ]
    for line in lines {
      let keys = try await scene.json(line).members?.map(\.key) ?? []
      #expect(!keys.isEmpty)
      #expect(document.contains("{\(keys.joined(separator: ","))}"), "\(line): \(keys)")
    }
  }

  @Test func `a report is signed for, under its name`() async throws {
    try scene.stage.write("userid,name\n", to: "名册.csv")
    let made = await scene.run("prove --report 名册.csv --out evidence")
    #expect(made.status == .done, "\(made.notes)")
    let checked = await scene.run("verify-bundle evidence --key key")
    #expect(checked.status == .done && checked.result.contains("called 名册.csv, was made"))
    try FileManager.default.removeItem(atPath: scene.stage.folder.path("rollbook.sqlite.key"))
    let without = await scene.run("prove --report 名册.csv --out x --key key")
    #expect(without.notes.contains("[checkpointKeyNotAtHand]"))
  }

  @Test func `a changed folder is refused, and a folder for another key`() async throws {
    _ = await scene.run("prove 16.3 --out evidence")
    let other = try SigningKey(
      keyName: scene.key.keyName,
      seed: [UInt8](repeating: 9, count: 32)
    ).verifierKey()
    let foreign = await scene.run("verify-bundle evidence --key \(other)")
    #expect(foreign.status == .badData && foreign.notes.contains("[bundleOfOtherLog]"))
    let file = scene.stage.folder.url.appendingPathComponent("evidence/report.html")
    try Data(try Data(contentsOf: file) + [0x20]).write(to: file)
    let changed = await scene.run("verify-bundle evidence --key key")
    #expect(changed.status == .badData && changed.notes.contains("[bundleFileAltered]"))
    try FileManager.default.removeItem(at: file)
    try FileManager.default.createSymbolicLink(
      at: file,
      withDestinationURL: scene.stage.folder.url.appendingPathComponent("key")
    )
    let linked = await scene.run("verify-bundle evidence --key key")
    #expect(linked.notes.contains("[bundleFileUnexpected]"))
  }

  @Test func `an earlier checkpoint is asked for, and proven`() async throws {
    try scene.stage.write(await scene.run("checkpoint").result, to: "mine")
    try await scene.grow()
    _ = await scene.run("prove 16.3 --out bare")
    let bare = await scene.run("verify-bundle bare --key key --consistent-with mine")
    #expect(bare.notes.contains("[bundleWithoutConsistency]"))
    _ = await scene.run("prove 16.3 --out full --consistent-with mine")
    let full = try await scene.json("verify-bundle full --key key --consistent-with mine")
    let mine = try SignedCheckpoint(parsing: try scene.bytes("mine")).checkpoint.size
    #expect(full["continues"]?.integer == Int64(mine))
    let older = await scene.run("prove 1 --out older --size \(mine)")
    #expect(older.result.contains("head of entry  \(mine)"))
  }

  @Test(arguments: [
    ("prove --out x", "usage"), ("prove 1.x --out x", "usage"), ("prove 99 --out x", "noSuchEntry"),
    ("prove 1.1 --out x", "noSuchEvent"), ("prove 1 --out key", "fileUnwritable"),
    ("prove 1 --size 3 --out x", "noSuchCheckpoint"),
    ("prove --batch 7 --out x", "operationUnknown"),
    ("prove 1 --consistent-with key --out x", "proofFileRefused"),
    ("verify-bundle nothing --key key", "fileUnreadable"), ("verify-bundle .", "usage"),
    ("verify-bundle . --key nothing", "publicKeyMalformed"),
    ("verify-bundle . --policy key", "proofFileRefused"),
    ("verify-bundle . --key key", "bundleFileMissing"), ("cosign", "usage"),
    ("cosign --line key", "proofFileRefused"), ("cosign --witness nobody", "witnessUnnamed"),
    ("timestamp", "usage"), ("timestamp --reply key", "timeStampMalformed"),
    ("export --tiles key", "fileUnwritable"),
  ])
  func `what cannot be done is refused by name`(line: String, name: String) async throws {
    let run = await scene.run(line)
    #expect(run.notes.hasSuffix("[\(name)]\n"), "\(run.notes)")
    #expect(!FileManager.default.fileExists(atPath: scene.stage.folder.path("x")))
  }

  @Test func `without a signed head there is nothing to prove against`() async throws {
    let stage = try Stage()
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
    let run = await stage.run("prove", "1", "--out", "x")
    #expect(run.status == .noInput && run.notes.contains("[noCheckpoint]"))
  }
}
