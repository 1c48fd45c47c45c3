import Foundation
import Ledger
import LedgerProof
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import TransparencyLog
import VerbatimJSON

/// A small company whose log is signed, and its public key.
struct ProvingStage {
  let stage: Stage
  let key: VerifierKey

  init() async throws {
    stage = try Stage()
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
    let made = await stage.run("checkpoint", "--new-key", "--quiet")
    let text = made.result.trimmingCharacters(in: .newlines)
    key = try VerifierKey(parsing: Array(text.utf8))
    try stage.write(made.result, to: "key")
    _ = await stage.run("checkpoint")
  }

  func run(_ line: String) async -> Stage.Run {
    await stage.run(line.split(separator: " ").map(String.init))
  }

  func json(_ line: String) async throws -> JSON {
    try JSON(parsing: Array(await run(line + " --format json").result.utf8))
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: stage.folder.url.appendingPathComponent(name)))
  }

  /// Lets the log grow by an empty operation, whose head is signed.
  func grow() async throws {
    let path = stage.folder.path("rollbook.sqlite")
    let ledger = try Ledger.open(at: path, signing: SigningConfiguration(keyPath: path + ".key"))
    let request = OperationRequest(
      kind: .fetch,
      system: .dingtalk,
      actor: "hr",
      parameters: "{}",
      program: "test"
    )
    let writer = try await ledger.begin(request, wait: .zero, timekeeper: stage.timekeeper)
    try writer.close(.finished, now: stage.timekeeper.now())
  }
}
