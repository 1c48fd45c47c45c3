import Foundation
import Ledger
import LedgerVerification
@testable import RollbookCLI
import Roster
import RollbookTestSupport
import Testing
import VerbatimJSON

@Suite struct ProvingTests {
  private let stage: Stage

  init() throws { stage = try Stage() }

  private func makeLedger() async throws {
    let path = stage.folder.path("rollbook.sqlite")
    try await SmallCompany.found(at: path, stage.timekeeper)
  }

  @Test func `a log without a signed head is unvouched, then sound, then damaged`() async throws {
    try await makeLedger()
    let unsigned = await stage.run("verify")
    #expect(unsigned.status == .attention)
    #expect(unsigned.result.contains("unvouched") && unsigned.notes.contains("checkpoint"))
    #expect(await stage.run("checkpoint").status == .noInput)
    let made = await stage.run("checkpoint", "--new-key")
    #expect(made.status == .done && made.result.hasPrefix("rollbook.local/"))
    #expect(await stage.run("checkpoint", "--new-key").status == .cannotCreate)
    let head = await stage.run("checkpoint")
    #expect(head.status == .done && head.result.contains("\n\n\u{2014} rollbook.local/"))
    #expect(await stage.run("checkpoint").result == head.result)
    #expect(await stage.run("checkpoint", "--public-key").result == made.result)
    let sound = await stage.run("verify", "--full", "--quiet")
    #expect(sound.status == .done && sound.notes.isEmpty)
    let key = made.result.trimmingCharacters(in: .newlines)
    #expect(await stage.run("verify", "--public-key", key).status == .done)
    #expect(await stage.run("verify", "--public-key", key + "A").status == .usage)
    let file = URL(fileURLWithPath: stage.folder.path("rollbook.sqlite"))
    var bytes = try Data(contentsOf: file)
    let place = try #require(bytes.firstRange(of: Data("refuses_update".utf8)))
    bytes.replaceSubrange(place, with: Data("Refuses_update".utf8))
    try bytes.write(to: file)
    #expect(await stage.run("verify", "--full").status == .badData)
  }

  @Test func `JSON has every key that the document has`() async throws {
    try await makeLedger()
    _ = await stage.run("checkpoint", "--new-key")
    let document = try Repository.text("docs/cli.md")
    for line in [["verify"], ["checkpoint"], ["checkpoint", "--public-key"]] {
      let run = await stage.run(line + ["--format", "json"])
      let members = try JSON(parsing: Array(run.result.utf8)).members
      let keys = try #require(members).map(\.key)
      #expect(document.contains("`{\(keys.joined(separator: ","))}`"), "\(keys)")
    }
  }

  @Test func `what to do about each finding is in the document`() throws {
    let document = try Repository.text("docs/recovery.md")
    for kind in ProofFinding.Kind.allCases {
      #expect(document.contains("`\(kind.rawValue)`"), "\(kind.rawValue)")
    }
  }

  @Test func `the settings say where key and last head are, and status warns without`() async throws
  {
    try stage.write(
      "proof: {key: keys/k, origin: example.com/o, lastHead: keys/head}",
      to: "rollbook.yaml"
    )
    try FileManager.default.createDirectory(
      atPath: stage.folder.path("keys"),
      withIntermediateDirectories: true
    )
    let made = await stage.run("init", "--format", "json")
    #expect(made.result.contains("/FOLDER/keys/k") && made.result.contains("example.com/o+"))
    #expect(await stage.run("checkpoint").notes.contains("nothingToSign"))
    let status = await stage.run("status")
    #expect(status.result.contains("/FOLDER/keys/head") && !status.notes.contains("proof.lastHead"))
    try stage.write("proof: {lastHed: head}", to: "rollbook.yaml")
    #expect(await stage.run("status").status == .badSettings)
    try stage.write("proof: {formerKeys: [nonsense]}", to: "rollbook.yaml")
    #expect(await stage.run("status").notes.contains("formerKeys"))
    try stage.write("proof: {key: keys/k, origin: example.com/other}", to: "rollbook.yaml")
    #expect(await stage.run("checkpoint").notes.contains("proofKeyOfOtherOrigin"))
  }
}
