import Foundation
import GRDB
import RollbookTestSupport
import Roster
import Synchronization
import Testing
import TransparencyLog

@testable import Ledger
@testable import LedgerProof
@testable import LedgerStorage
@testable import LedgerVerification

/// Heads of the log: signed when an operation ends, never twice for one size, and remembered
/// elsewhere.
@Suite struct HeadTests {
  private let bench: Bench
  private let reported = response(asked: ["a"], ("u1", [("a", 0, .text("1"))]))

  init() throws { bench = try Bench(signed: "rollbook.example/heads") }

  private var signing: SigningConfiguration {
    get throws { try #require(bench.ledger.signing) }
  }

  private func copy(_ name: String) throws -> String {
    let path = bench.folder.path(name)
    try FileManager.default.copyItem(atPath: bench.ledger.path, toPath: path)
    return path
  }

  private func append(to path: String, signing successor: SigningConfiguration? = nil) async throws
  {
    let ledger = try Ledger.open(at: path, signing: successor ?? signing)
    let request = OperationRequest(
      kind: .fetch,
      system: .dingtalk,
      actor: "hr@host",
      parameters: "{}",
      program: "test"
    )
    let writer = try await ledger.begin(request, wait: .zero, timekeeper: bench.clock)
    _ = try writer.append(reported, now: bench.clock.now())
    try writer.close(.finished, now: bench.clock.now())
  }

  @Test(arguments: [VerificationExtent.full, .sinceMark])
  func `a verification never has done more than there is to do, and ends with all of it`(
    extent: VerificationExtent
  ) async throws {
    for round in 0..<3 {
      try await bench.record(
        RosterResponse(
          system: .dingtalk,
          company: "ding1",
          asked: ["a"],
          users: (0..<100).map { user in
            UserResponse(
              user: Verbatim("\(round).\(user)"),
              cells: [Cell(CellAddress("a", 0), .text("1"))]
            )
          },
          absent: [],
          askedAt: bench.clock.now(),
          receivedAt: bench.clock.now(),
          requestID: nil
        )
      )
      let reported = Mutex<[(done: Int64, total: Int64)]>([])
      let verification = try bench.ledger.verify(extent) { done, total in
        reported.withLock { $0.append((done, total)) }
      }
      let entries = Int64(verification.entries)
      let steps = reported.withLock { $0 }
      #expect(entries > 0 && steps.map(\.done).max() == entries)
      #expect(steps.allSatisfy { $0.total == entries && $0.done <= $0.total }, "\(steps)")
    }
  }

  @Test func `each operation ends with a signed head, which is kept here and elsewhere`()
    async throws
  {
    #expect(try bench.ledger.lastCheckpoint() == nil)
    try await bench.record(reported)
    let head = try #require(try bench.ledger.lastCheckpoint())
    #expect(head.size == 3 && head.entriesSince == 0 && head.recordedAt == bench.clock.now())
    #expect(
      FileManager.default.contents(atPath: bench.folder.path("last-head"))
        == Data(head.note)
    )
    let key = try #require(try bench.ledger.publicKey())
    let signed = try SignedCheckpoint(parsing: head.note)
    #expect(try signed.verified(by: TrustedLog(key: key)).checkpoint.size == 3)
    let again = try await bench.ledger.signHead(wait: .zero, timekeeper: bench.clock)
    #expect(again.bytes == head.note)
    try await bench.record(reported)
    #expect(try bench.ledger.lastCheckpoint()?.size == 6)
  }

  @Test func `a key that others may read is not used, and one that is there not replaced`()
    async throws
  {
    let path = try signing.keyPath
    let facts = try FileManager.default.attributesOfItem(atPath: path)
    #expect((facts[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    #expect(throws: LedgerError.proof(.keyExists(path: path))) {
      try bench.ledger.makeSigningKey()
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    await #expect(throws: LedgerError.proof(.keyExposed(path: path))) {
      try await bench.record(reported)
    }
    #expect(try bench.ledger.statistics().entries == 0)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try Data("PRIVATE+KEY+x+y+z".utf8).write(to: URL(fileURLWithPath: path))
    await #expect(throws: LedgerError.self) { try await bench.record(reported) }
    try FileManager.default.removeItem(atPath: path)
    await #expect(throws: LedgerError.proof(.keyMissing(path: path))) {
      try await bench.ledger.signHead(wait: .zero, timekeeper: bench.clock)
    }
    // Without a key, operations of a ledger that was never signed go on, and nothing is signed.
    try await bench.record(reported)
    #expect(try bench.ledger.lastCheckpoint() == nil)
    _ = try bench.ledger.makeSigningKey()
    try await bench.record(reported)
    try FileManager.default.removeItem(atPath: path)
    await #expect(throws: LedgerError.proof(.keyLost(path: path))) {
      try await bench.record(reported)
    }
  }

  @Test func `one key signs one log`() async throws {
    try await bench.record(reported)
    let path = bench.folder.path("other.sqlite")
    let other = try Ledger.create(at: path, now: bench.clock.now(), signing: signing)
    let refusal = LedgerError.proof(.keyOfOtherLedger(path: try signing.keyPath))
    await #expect(throws: refusal) { try await append(to: path) }
    await #expect(throws: refusal) {
      try await other.signHead(wait: .zero, timekeeper: bench.clock)
    }
    #expect(throws: refusal) { try other.publicKey() }
    #expect(throws: refusal) { try other.head() }
    #expect(throws: refusal) { try other.witnessRequest(for: nil, oldSize: nil) }
    let report = EvidenceRequest(.report(name: "list.csv", bytes: []))
    #expect(throws: refusal) { try other.evidence(report) }
    #expect(try other.statistics().entries == 0)
  }

  @Test func `a log that was lost behind an older copy ends, and a new one goes on from the copy`()
    async throws
  {
    try await bench.record(reported)
    let older = try copy("older")
    try await bench.record(reported)
    let successor = SigningConfiguration(
      keyPath: bench.folder.path("second.key"),
      origin: "rollbook.example/heads/2",
      lastHeadPath: bench.folder.path("second-head"),
      formerKeys: [try #require(try bench.ledger.publicKey())]
    )
    let ledger = try Ledger.open(at: older, signing: successor)
    _ = try ledger.makeSigningKey()
    // The head of the copy is that of the former key.
    let kept = try await ledger.rememberHead(wait: .zero, timekeeper: bench.clock)
    #expect(kept.checkpoint.size == 3)
    try await append(to: older, signing: successor)
    #expect(try ledger.verify().verdict == .sound)
    #expect(try ledger.head().log.checkpoint.origin == Array("rollbook.example/heads/2".utf8))
  }

  @Test func `a note that another person signed is not given out as the head`() async throws {
    try await bench.record(reported)
    let head = try SignedCheckpoint(parsing: try #require(try bench.ledger.lastCheckpoint()).note)
    let key = try #require(try bench.ledger.publicKey())
    let other = try SigningKey(keyName: key.keyName, seed: Array(repeating: 9, count: 32))
    let forged = try SignedCheckpoint(head.checkpoint, signedBy: other)
    try Tampering.change(bench.ledger.path) {
      try $0.execute(sql: "UPDATE checkpoint SET note = ?", arguments: [Data(forged.bytes)])
    }
    await #expect(throws: LedgerError.proof(.signedByOther(size: 3))) {
      try await bench.ledger.signHead(wait: .zero, timekeeper: bench.clock)
    }
    #expect(
      FileManager.default.contents(atPath: bench.folder.path("last-head")) == Data(head.bytes)
    )
    #expect(throws: ProvingError.keyUnknown(size: 3)) { try bench.ledger.head() }
  }

  @Test func `an older copy is read and not written to`() async throws {
    try await bench.record(reported)
    let older = try copy("older")
    try await bench.record(reported)
    let head = bench.folder.path("last-head")
    let refusal = LedgerError.proof(.behindHead(path: head, entries: 3, head: 6))
    await #expect(throws: refusal) { try await append(to: older) }
    let ledger = try Ledger.open(at: older, signing: signing)
    await #expect(throws: refusal) {
      try await ledger.signHead(wait: .zero, timekeeper: bench.clock)
    }
    #expect(try ledger.statistics().entries == 3)
    #expect(try ledger.verify().findings.map(\.kind) == [.olderCopy])
    // The newer one goes on.
    try await append(to: bench.ledger.path)
  }

  @Test func `a copy that went its own way is not written to`() async throws {
    try await bench.record(reported)
    let other = try copy("other")
    try await bench.record(reported)
    let head = bench.folder.path("last-head")
    let remembered = try Data(contentsOf: URL(fileURLWithPath: head))
    try FileManager.default.removeItem(atPath: head)
    // A ledger whose heads were signed waits for the last of them.
    await #expect(throws: LedgerError.proof(.headMissing(path: head))) {
      try await append(to: other)
    }
    #expect(
      try Ledger.open(at: other, signing: signing).verify().findings[0].kind == .lastHeadMissing
    )
    let kept = try await Ledger.open(at: other, signing: signing)
      .rememberHead(wait: .zero, timekeeper: bench.clock)
    #expect(kept.checkpoint.size == 3)
    try await append(to: other)
    try await append(to: other)
    try remembered.write(to: URL(fileURLWithPath: head))
    await #expect(throws: LedgerError.proof(.notTheHead(path: head, head: 6))) {
      try await append(to: other)
    }
    try Data("nonsense".utf8).write(to: URL(fileURLWithPath: head))
    await #expect(throws: LedgerError.self) { try await append(to: bench.ledger.path) }
  }

  @Test func `no head is signed that does not continue the last`() async throws {
    try await bench.record(reported)
    try await bench.record(reported)
    let kept = try Data(contentsOf: URL(fileURLWithPath: bench.folder.path("last-head")))
    try Tampering.change(bench.ledger.path) { database in
      try database.execute(
        sql: "UPDATE personal_value SET value = x'32'; UPDATE append SET request_id = 's'"
      )
      try Tampering.redoHashes(database)
    }
    let unkept = try SigningConfiguration(keyPath: signing.keyPath, origin: signing.origin)
    let alone = try Ledger.open(at: bench.ledger.path, signing: unkept)
    await #expect(throws: LedgerError.proof(.notTheSigned(size: 6))) {
      try await alone.signHead(wait: .zero, timekeeper: bench.clock)
    }
    // With every head in the ledger deleted, the one outside still says what was signed.
    try Tampering.change(bench.ledger.path) { try $0.execute(sql: "DELETE FROM checkpoint") }
    let head = bench.folder.path("last-head")
    await #expect(throws: LedgerError.proof(.notTheHead(path: head, head: 6))) {
      try await bench.ledger.signHead(wait: .zero, timekeeper: bench.clock)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: head)) == kept)
    let finding = try #require(try bench.ledger.verify().findings.first)
    #expect(finding.kind == .tailRewritten)
  }

  @Test
  func `a verification begins where the last one ended, and takes no person's word but the key's`()
    async throws
  {
    try await bench.record(reported)
    #expect(try bench.ledger.verify(.sinceMark).mark == 0)
    try await bench.record(reported)
    let second = try bench.ledger.verify(.sinceMark)
    #expect(second.verdict == .soundSinceMark && second.mark == 3 && second.entries == 3)
    let third = try bench.ledger.verify(.sinceMark)
    #expect(third.mark == 6 && third.entries == 0 && third.root == second.root)
    // A value before the mark that is still current is in the leaves of later entries.
    try Tampering.change(bench.ledger.path) {
      try $0.execute(sql: "UPDATE personal_value SET value = x'32'")
    }
    try await bench.record(reported)
    #expect(try bench.ledger.verify(.sinceMark).verdict == .damaged)
    #expect(try bench.ledger.verify().verdict == .damaged)
    let mark = URL(fileURLWithPath: bench.ledger.path + ".verified")
    let text = try String(contentsOf: mark, encoding: .utf8)
    try text.replacing("rollbook verified", with: "rollbook Verified").write(
      to: mark,
      atomically: true,
      encoding: .utf8
    )
    #expect(try bench.ledger.verify(.sinceMark).mark == 0)
  }

  @Test func `a head is not signed that the entries' hashes do not have`() async throws {
    try await bench.record(reported)
    try Tampering.change(bench.ledger.path) {
      try $0.execute(sql: "UPDATE projected_head SET hashes = zeroblob(length(hashes))")
    }
    await #expect(throws: LedgerError.proof(.headNotOfEntries(size: 3))) {
      try await bench.ledger.signHead(wait: .zero, timekeeper: bench.clock)
    }
    #expect(try bench.ledger.verify().findings.map(\.kind) == [.projectionEdited])
    _ = try await bench.ledger.rebuild(wait: .zero, timekeeper: bench.clock)
    #expect(try bench.ledger.verify().verdict == .sound)
    let head = try await bench.ledger.signHead(wait: .zero, timekeeper: bench.clock)
    #expect(head.checkpoint.size == 3)
  }

  @Test func `anyone who brings the public key needs no other`() async throws {
    try await bench.record(reported)
    let key = try #require(try bench.ledger.publicKey())
    let ledger = try Ledger.open(at: bench.ledger.path)
    #expect(try ledger.verify().verdict == .unvouched)
    #expect(try ledger.verify(keys: [key]).verdict == .sound)
    let other = try SigningKey(keyName: key.keyName, seed: Array(repeating: 9, count: 32))
    #expect(try ledger.verify(keys: [other.verifierKey()]).findings[0].kind == .checkpointForged)
    let former = SigningConfiguration(keyPath: bench.folder.path("new"), formerKeys: [key])
    #expect(try Ledger.open(at: ledger.path, signing: former).verify().verdict == .sound)
  }
}
