import Foundation
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing
import TransparencyLog
import VerbatimJSON

/// Witnesses and time stamps: asked, checked, kept, and in the evidence.
@Suite struct WitnessingTests {
  private let scene: ProvingStage

  init() async throws { scene = try await ProvingStage() }

  @Test func `a witness over HTTP cosigns what continues, and nothing else`() async throws {
    let witness = try await WitnessServer([scene.key], scene.stage.timekeeper)
    let key = witness.key.verifierKey(.cosignature)
    let call = "cosign --witness \(witness.url) --witness-key \(key)"
    let first = await scene.run(call)
    #expect(first.status == .done, "\(first.notes)")
    try await scene.grow()
    #expect(await scene.run(call).status == .done)
    // It returns the size that it saw, if that differs from what is stored here.
    try await scene.grow()
    #expect(await scene.run(call + " --old 3").status == .done)
    _ = await scene.run("prove 1 --out evidence")
    try scene.stage.write("log \(scene.key)\nwitness w \(key)\nquorum w\n", to: "policy")
    let found = try await scene.json("verify-bundle evidence --policy policy")
    let seen = found["witnesses"]?.elements ?? []
    #expect(seen.map { $0["trusted"]?.boolean } == [true])
    #expect(seen.map { $0["key"]?.text } == [key.description])
    #expect(await scene.run("verify --full").status == .done)
    let heads = try await scene.json("heads --cosigned").elements ?? []
    let names = heads.compactMap { $0["cosignatures"]?.elements?.first?["witness"]?.text }
    #expect(names == [String](repeating: key.keyName.description, count: 3))
    try await scene.grow()
    let head = try SignedCheckpoint(parsing: Array(await scene.run("checkpoint").result.utf8))
    witness.confuse(size: head.checkpoint.size - 1)
    #expect(await scene.run(call).notes.contains("[witnessInconsistent]"))
    witness.confuse(size: head.checkpoint.size + 1)
    #expect(await scene.run(call).notes.contains("[witnessAhead]"))
    try await witness.stop()
  }

  @Test func `a witness that does not know the log says so`() async throws {
    let witness = try await WitnessServer([], scene.stage.timekeeper)
    let key = witness.key.verifierKey(.cosignature)
    let unknown = await scene.run("cosign --witness \(witness.url) --witness-key \(key)")
    #expect(unknown.status == .noPermission && unknown.notes.contains("[witnessUnknownLog]"))
    try await witness.stop()
    let gone = await scene.run("cosign --witness \(witness.url) --witness-key \(key)")
    #expect(gone.notes.contains("[connectionFailed]"))
    let stranger = try SigningKey(
      keyName: scene.key.keyName,
      seed: [UInt8](repeating: 2, count: 32)
    )
    let other = try await WitnessServer([stranger.verifierKey()], scene.stage.timekeeper)
    let distrusts = await scene.run("cosign --witness \(other.url) --witness-key \(key)")
    #expect(distrusts.notes.contains("[witnessDistrusts]"))
    try await other.stop()
  }

  @Test func `a line travels by file, and is taken only if it is genuine`() async throws {
    let witness = try SigningKey(
      keyName: KeyName("witness.example/2"),
      seed: [UInt8](repeating: 6, count: 32)
    )
    let key = witness.verifierKey(.cosignature)
    try scene.stage.write("log \(scene.key)\nwitness w \(key)\nquorum none\n", to: "policy")
    try scene.stage.write("proof:\n  policy: policy\n", to: "rollbook.yaml")
    _ = await scene.run("cosign --request request")
    let request = try AddCheckpointRequest(parsing: try scene.bytes("request"))
    #expect(request.oldSize == 0 && request.hashes.isEmpty)
    let checkpoint = request.checkpoint.checkpoint
    func write(_ line: NoteSignature, to name: String) throws {
      try scene.stage.write(String(decoding: line.line, as: UTF8.self), to: name)
    }
    let now = UInt64(scene.stage.timekeeper.now().milliseconds / 1000)
    try write(witness.cosign(checkpoint, at: now), to: "line")
    try write(witness.cosign(checkpoint, at: now + 60), to: "early")
    let other = try Checkpoint(origin: checkpoint.origin, size: 3, root: checkpoint.root)
    try write(witness.cosign(other, at: now), to: "other")
    try write(
      SigningKey(keyName: witness.keyName, seed: [UInt8](repeating: 1, count: 32))
        .cosign(checkpoint, at: now),
      to: "stranger"
    )
    let names = [
      ("early", "cosignedInFuture"), ("other", "cosignatureNotGenuine"),
      ("stranger", "witnessUnknown"),
    ]
    for (file, name) in names {
      let run = await scene.run("cosign --line \(file)")
      #expect(run.status == (name == "witnessUnknown" ? .usage : .badData))
      #expect(run.notes.contains("[\(name)]"), "\(run.notes)")
    }
    try await scene.grow()
    // The line is for the head before, and is kept with that one.
    let taken = await scene.run("cosign --line line --format json")
    let rows = try JSON(parsing: Array(taken.result.utf8)).elements ?? []
    #expect(rows.map { $0["size"]?.integer } == [Int64(checkpoint.size)])
    _ = await scene.run("cosign --request next")
    let next = try AddCheckpointRequest(parsing: try scene.bytes("next"))
    #expect(next.oldSize == checkpoint.size && !next.hashes.isEmpty)
    let seen = WitnessState(size: checkpoint.size, root: checkpoint.root)
    _ = try seen.accepting(next, logs: [TrustedLog(key: scene.key)])
  }

  @Test func `a time stamp of a head is kept, and of anything else refused`() async throws {
    let head = Array(await scene.run("checkpoint").result.utf8)
    let digest = MerkleHash.digest(of: head).bytes
    func write(_ bytes: [UInt8], to name: String) throws {
      try Data(bytes).write(to: scene.stage.folder.url.appendingPathComponent(name))
    }
    try write(StampedReply.bytes(digest: digest, time: "20260102000000Z"), to: "later")
    try write(StampedReply.bytes(digest: digest, time: "20260101000000Z"), to: "reply")
    try write(StampedReply.bytes(digest: digest, time: "x", status: 2), to: "denied")
    try write(
      StampedReply.bytes(digest: [UInt8](repeating: 0, count: 32), time: "20260101000000Z"),
      to: "other"
    )
    #expect(await scene.run("timestamp --reply denied").notes.contains("[timeStampNotGranted]"))
    #expect(await scene.run("timestamp --reply other").notes.contains("[timeStampOfOtherData]"))
    for name in ["later", "reply", "reply"] {
      #expect(await scene.run("timestamp --reply \(name)").status == .done)
    }
    _ = await scene.run("prove 1 --out evidence")
    let found = try await scene.json("verify-bundle evidence --key key")
    #expect(found["timeStamp"]?.text == "20260101000000Z")
    #expect(try scene.bytes("evidence/checkpoint.log") == head)
    #expect(await scene.run("verify --full").status == .done)
  }

  @Test(.enabled(if: OpenSSL.isPresent))
  func `openssl asks the same question, and its stamp is good for both`() async throws {
    let folder = scene.stage.folder.url
    _ = await scene.run("timestamp --query query")
    _ = await scene.run("prove 1 --out before")
    try await OpenSSL.run(
      "ts -query -data before/checkpoint.log -sha256 -cert -no_nonce -out q2",
      folder
    )
    #expect(try scene.bytes("query") == scene.bytes("q2"))
    try scene.stage.write(
      """
      [t]
      serial = serial
      default_policy = 1.2.3.4.1
      digests = sha256
      signer_digest = sha256
      ess_cert_id_alg = sha256
      """,
      to: "tsa.cnf"
    )
    try scene.stage.write("01\n", to: "serial")
    try await OpenSSL.run(
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tsa.key -out tsa.pem "
        + "-subj /CN=tsa -days 30 -addext extendedKeyUsage=critical,timeStamping",
      folder
    )
    try await OpenSSL.run(
      "ts -reply -queryfile query -signer tsa.pem -inkey tsa.key -config tsa.cnf -section t -out r",
      folder
    )
    #expect(await scene.run("timestamp --reply r").status == .done)
    _ = await scene.run("prove 1 --out evidence")
    #expect(await scene.run("verify-bundle evidence --key key").status == .done)
    try await OpenSSL.run(
      "ts -verify -in evidence/checkpoint.log.tsr -data evidence/checkpoint.log -CAfile tsa.pem",
      folder
    )
  }
}

/// The tool that verifies time stamps.
enum OpenSSL {
  struct Failed: Error { let said: String }

  private static let program = ChildProcess.installed("openssl")

  static var isPresent: Bool { program != nil }

  static func run(_ line: String, _ folder: URL) async throws {
    let program = try #require(program)
    let words = line.split(separator: " ").map(String.init)
    let ending = try await ChildProcess.run(program, words, in: folder)
    guard ending.status == 0 else { throw Failed(said: ending.text) }
  }
}
