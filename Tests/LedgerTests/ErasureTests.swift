import Foundation
import GRDB
import RollbookTestSupport
import Roster
import Testing
import TransparencyLog

@testable import Ledger
@testable import LedgerHistory
@testable import LedgerProof
@testable import LedgerStorage
@testable import LedgerVerification

/// A leaf's hash and the path to the root of a head, as another party would have them.
private struct ProvenResult {
  let leaf: MerkleHash
  let hashes: [MerkleHash]

  init(entry: EntryID, at size: UInt64, in bench: Bench) throws {
    (leaf, hashes) = try bench.ledger.read { database in
      let tiles = HashTiles(database)
      let proof = try InclusionProof(index: UInt64(entry - 1), size: size) {
        try tiles.hash(of: $0)
      }
      let leaf = try #require(try StoredLeaves(database).hash(of: entry))
      return (leaf, proof.hashes)
    }
  }
}

@Suite struct ErasureTests {
  private func begin(
    _ bench: Bench,
    _ kind: OperationKind = .erase,
    _ system: System = .dingtalk
  ) async throws -> LedgerWriter {
    bench.clock.advance(by: .seconds(60))
    return try await bench.ledger.begin(
      OperationRequest(
        kind: kind,
        system: system,
        actor: "dpo@host",
        reason: "asked for on 2026-05-01",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
  }

  @discardableResult
  private func erase(
    _ user: Verbatim,
    _ fields: Set<FieldCode>? = nil,
    in bench: Bench,
    _ system: System = .dingtalk
  ) async throws -> EntryID {
    let writer = try await begin(bench, .erase, system)
    let entry = try writer.erase(user, fields: fields, now: bench.clock.now())
    try writer.scrub()
    try writer.close(.finished, now: bench.clock.now())
    return entry
  }

  private func checkSound(_ bench: Bench) async throws {
    #expect(try Traces.differing(from: bench.ledger, bench.folder) == [])
    #expect(try bench.ledger.checkProjections().filter { $0.differences > 0 }.isEmpty)
    #expect(
      try await bench.ledger.rebuild(wait: .zero, timekeeper: bench.clock)
        .filter { $0.differences > 0 }.isEmpty
    )
    try bench.ledger.check()
  }

  @Test func `of an erased person nothing is left in any byte of the file`() async throws {
    let log = try await FullLog()
    let bench = log.bench
    let own = ["13800000001", "13900000009", "union-1", "timed out"]
    #expect(try Traces.found(own, in: bench.ledger) == own)
    let plan = try bench.ledger.erasurePlan(of: UserKey(.dingtalk, "u1"), fields: nil)
    let entry = try await erase("u1", in: bench)
    #expect(try Traces.found(own, in: bench.ledger) == [])
    // u2 had the same message, and keeps theirs.
    #expect(try Traces.found(["union-2", "参数错误"], in: bench.ledger).count == 2)
    let receipt = try #require(try bench.ledger.erasureReceipt(entry))
    #expect(receipt.count("V") == plan.values)
    #expect(receipt.count("T") == plan.texts)
    #expect(receipt.count("N") == 1)
    #expect(receipt.count("U") == 1)
    #expect(plan.linked == [UserKey(.maycur, "M1")])
    #expect(plan.batches.first == 2)
    try await checkSound(bench)
  }

  @Test func `what a deletion sets aside is in memory, the copy of what stays in a file`()
    async throws
  {
    let log = try await FullLog()
    let writer = try await begin(log.bench)
    func place() throws -> Int? {
      try writer.withLog { log in
        try log.connection.read { try Int.fetchOne($0, sql: "PRAGMA temp_store") }
      }
    }
    _ = try writer.erase("u1", fields: nil, now: log.bench.clock.now())
    #expect(try place() == 2)
    try writer.scrub()
    #expect(try place() == 1)
  }

  @Test func `the leaf of an erasure has the number and the root of what went, and no name`()
    async throws
  {
    let log = try await FullLog()
    let bench = log.bench
    let before = try log.open().rows(of: "tile")
    let entry = try await erase("u1", in: bench)
    let receipt = try #require(try bench.ledger.erasureReceipt(entry))
    let leaf = Data(receipt.leaf)
    #expect(leaf.offset(of: Data(receipt.root.bytes)) != nil)
    #expect(MerkleHash.leaf(receipt.leaf) == receipt.leafHash)
    let stored = try log.open().rows(of: "tile")
    #expect(stored.count == before.count)
    #expect(
      try await log.open().read { database in
        let tile = try Data.fetchOne(database, sql: "SELECT hashes FROM tile WHERE id = 0")
        return tile.map { [UInt8]($0.dropFirst(32 * Int(entry - 1)).prefix(32)) }
      } == receipt.leafHash.bytes
    )
    #expect(try bench.ledger.erasureReceipt(1) == nil)
  }

  @Test func `an erased user is named by a number, and reading them returns erased`() async throws {
    let log = try await FullLog()
    let bench = log.bench
    try await erase("u1", in: bench)
    let names = try bench.ledger.people(matching: "erased#1", system: .dingtalk).map(\.key.id)
    #expect(names == ["erased#1"])
    #expect(try bench.ledger.people(matching: "u1", system: .dingtalk).isEmpty)
    #expect(try bench.roster().allSatisfy { !$0.hasPrefix("erased#1") })
    let reported = try bench.roster(RosterFilter(includesLeft: true)).filter {
      $0.hasPrefix("erased#1")
    }
    #expect(reported.contains("erased#1.a[0]=erased"))
    let own = try bench.events(EntryFilter(user: UserKey(.dingtalk, "erased#1")))
    #expect(!own.isEmpty)
    #expect(own.allSatisfy { $0.contains("=erased") || $0.contains("=gone") })
    var history: [Presence] = []
    try bench.ledger.history(HistoryFilter(user: UserKey(.dingtalk, "erased#1"))) { row in
      history.append(row.content.presence)
    }
    #expect(Set(history) == [.erased, .gone])
    let (batch, lines) = try #require(try bench.ledger.batch(2))
    #expect(batch.counts.rows == 3)
    let line = try #require(lines.first { $0.isErased })
    #expect(line.user == "erased#1")
    #expect(line.hasErased && !line.isOpen)
    #expect(line.changes.allSatisfy { $0.to == .erased && $0.isVerified == nil })
    #expect(lines.filter(\.isErased).count == 1)
    #expect(try bench.ledger.links().allSatisfy { $0.dingtalk != "erased#1" })
    _ = try bench.ledger.proposals()
    _ = try bench.ledger.status()
    _ = try bench.ledger.statistics()
    let trace = try bench.ledger.traces(of: 2, in: .dingtalk, [(line, ["a"])]).first
    #expect(trace?.line.isErased == true)
    // Every view can be read to its end.
    let file = try log.open()
    let views = try await file.read {
      try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema WHERE type = 'view'")
    }
    for view in views { _ = try file.rows(of: view) }
    #expect(try file.rows(of: "users").contains { $0.contains("erased#1") })
  }

  @Test func `only the fields that were named go`() async throws {
    let log = try await FullLog()
    let bench = log.bench
    let plan = try bench.ledger.erasurePlan(of: UserKey(.dingtalk, "u1"), fields: ["a"])
    let entry = try await erase("u1", ["a"], in: bench)
    #expect(try Traces.found(["13800000001", "13900000009"], in: bench.ledger) == [])
    #expect(try bench.roster().contains("u1.a[0]=erased"))
    #expect(try bench.roster().contains("u1.sys02-sexType[0]=1"))
    let receipt = try #require(try bench.ledger.erasureReceipt(entry))
    #expect(receipt.count("U") == 0)
    #expect(receipt.count("V") == plan.values && plan.values > 2)
    try await checkSound(bench)
    // What comes back later is new.
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("13700000007"))])))
    #expect(try bench.roster().contains("u1.a[0]=13700000007"))
    try await checkSound(bench)
    await #expect(throws: LedgerError.erasure(.nothingToErase)) {
      try await erase("u1", ["nothing"], in: bench)
    }
  }

  @Test func `a hold refuses an erasure, and the log has the refusal`() async throws {
    let log = try await FullLog()
    let bench = log.bench
    let holding = try await begin(bench, .hold, .maycur)
    let hold = try holding.hold("M1", now: bench.clock.now())
    try holding.close(.finished, now: bench.clock.now())
    // The person is one, under two keys.
    await #expect(
      throws: LedgerError.erasure(.underHold(UserKey(.dingtalk, "u1"), hold: hold))
    ) { try await erase("u1", in: bench) }
    var kinds: [EntryKind] = []
    try bench.ledger.entries(EntryFilter(user: UserKey(.dingtalk, "u1"), last: 1)) {
      kinds.append($0.kind)
    }
    #expect(kinds == [.erasureRefused])
    #expect(try Traces.found(["13800000001"], in: bench.ledger).count == 1)
    let releasing = try await begin(bench, .release, .maycur)
    try releasing.release("M1", now: bench.clock.now())
    #expect(throws: LedgerError.erasure(.notUnderHold(UserKey(.maycur, "M1")))) {
      try releasing.release("M1", now: bench.clock.now())
    }
    try releasing.close(.finished, now: bench.clock.now())
    try await erase("u1", in: bench)
    #expect(try Traces.found(["13800000001"], in: bench.ledger).isEmpty)
    try await checkSound(bench)
  }

  @Test func `a text that names the person goes whole, and who ran an operation stays`()
    async throws
  {
    let bench = try Bench()
    try await bench.record(
      response(
        asked: ["sys00-name"],
        ("li.wei", [("sys00-name", 0, .text("李伟明"))]),
        // Whose manager they are holds their name, and keeps it.
        ("wang", [("sys00-name", 0, .text("王芳芳")), ("sys00-reportManager", 0, .text("李伟明"))])
      )
    )
    for (reason, parameters) in [
      ("correct 李伟明", #"{"users":["li.wei"]}"#), ("correct wang", #"{"users":["xli.wei"]}"#),
    ] {
      let writer = try await bench.ledger.begin(
        OperationRequest(
          kind: .push,
          system: .dingtalk,
          actor: "li.wei@host",
          reason: Verbatim(reason),
          parameters: Verbatim(parameters),
          program: "test"
        ),
        wait: .zero,
        timekeeper: bench.clock
      )
      try writer.close(.finished, now: bench.clock.now())
    }
    let plan = try bench.ledger.erasurePlan(of: UserKey(.dingtalk, "li.wei"), fields: nil)
    #expect(plan.operationsRun == 2 && plan.shared == 1)
    #expect(plan.texts == 2)
    #expect(throws: LedgerError.erasure(.namesPerson)) {
      try bench.ledger.checkSilent(
        ["delete 李伟明"],
        about: UserKey(.dingtalk, "li.wei"),
        fields: nil
      )
    }
    try await erase("li.wei", in: bench)
    let operations = try bench.ledger.operations()
    #expect(operations.map(\.reason).contains("(erased)"))
    #expect(operations.map(\.reason).contains("correct wang"))
    #expect(operations.filter { $0.actor == "li.wei@host" }.count == 2)
    #expect(try Traces.found(["correct 李伟明", #"["li.wei"]"#], in: bench.ledger) == [])
    #expect(try Traces.found(["王芳芳", "xli.wei", "李伟明"], in: bench.ledger).count == 3)
    try await checkSound(bench)
  }

  @Test func `what others hold too is kept for them`() async throws {
    let bench = try Bench()
    try await bench.record(
      response(
        asked: ["dept", "note"],
        ("u1", [("dept", 0, .text("Engineering")), ("note", 0, .text("only u1 has it"))]),
        ("u2", [("dept", 0, .text("Engineering"))])
      )
    )
    let plan = try bench.ledger.erasurePlan(of: UserKey(.dingtalk, "u1"), fields: nil)
    #expect(plan.shared == 1)
    try await erase("u1", in: bench)
    #expect(
      try Traces.found(["Engineering", "only u1 has it"], in: bench.ledger) == ["Engineering"]
    )
    #expect(try bench.roster() == ["u2.dept[0]=Engineering"])
  }

  @Test func `nothing is deleted past an erasure, and nothing of one is changed`() async throws {
    let log = try await FullLog()
    try await erase("u1", in: log.bench)
    let file = try log.open()
    for table in ["personal_value", "personal_text", "personal_union", "personal_user"] {
      #expect(throws: DatabaseError.self) {
        try file.write { try $0.execute(sql: "DELETE FROM \(table)") }
      }
      #expect(throws: DatabaseError.self) {
        try file.write { try $0.execute(sql: "UPDATE \(table) SET id = id + 1000") }
      }
    }
    for table in ["erasure", "erased_value", "erased_text", "erased_union", "erased_user"] {
      for change in ["DELETE FROM \(table)", "UPDATE \(table) SET rowid = rowid + 1000"] {
        #expect(throws: DatabaseError.self) { try file.write { try $0.execute(sql: change) } }
      }
    }
  }

  @Test func `what was proven before an erasure is proven after it, and the erasure too`()
    async throws
  {
    let bench = try Bench(signed: "example.org/roll")
    try await bench.record(
      response(
        asked: ["a"],
        ("u1", [("a", 0, .text("13800000001"))]),
        ("u2", [("a", 0, .text("x"))])
      )
    )
    let before = try #require(try bench.ledger.lastCheckpoint())
    let proven = try ProvenResult(entry: 2, at: before.size, in: bench)
    let entry = try await erase("u1", in: bench)
    let after = try #require(try bench.ledger.lastCheckpoint())
    #expect(after.size > before.size)
    // The leaf of the entry that fetched u1 is what it was.
    let again = try ProvenResult(entry: 2, at: before.size, in: bench)
    #expect(again.leaf == proven.leaf)
    let old = try SignedCheckpoint(parsing: before.note).checkpoint
    try InclusionProof(index: 1, size: before.size, hashes: proven.hashes)
      .verify(leaf: again.leaf, root: old.root)
    let receipt = try #require(try bench.ledger.erasureReceipt(entry))
    let anchor = try #require(receipt.anchor)
    let head = try SignedCheckpoint(parsing: anchor.note).checkpoint
    try InclusionProof(index: UInt64(entry - 1), size: anchor.size, hashes: anchor.hashes)
      .verify(leaf: receipt.leafHash, root: head.root)
    let verification = try bench.ledger.verify()
    #expect(verification.verdict == .sound)
    #expect(verification.findings == [])
    #expect(verification.erasures == [ErasedByEntry(entry: entry, values: 1)])
  }

  @Test func `a value that is gone without an entry, or that is there again, is found`()
    async throws
  {
    let tampering = try await Tampering(erasing: true)
    #expect(try tampering.verify { _ in }.verdict == .sound)
    func kinds(_ change: (Database) throws -> Void) throws -> Set<ProofFinding.Kind> {
      Set(try tampering.verify(change).findings.map(\.kind))
    }
    #expect(
      try kinds { try $0.execute(sql: "DELETE FROM personal_value WHERE id = 1") }
        .contains(.valueMissing)
    )
    // With its commitment kept, as if an erasure had taken it: the erasure's own leaf says otherwise.
    let pretended = """
      INSERT INTO erased_value (id, erasure, commitment)
      SELECT 1, min(erasure), commitment FROM erased_value;
      DELETE FROM personal_value WHERE id = 1
      """
    #expect(try kinds { try $0.execute(sql: pretended) }.contains(.erasedWithoutEntry))
    let invented = """
      INSERT INTO erased_value (id, erasure, commitment)
      SELECT 1, 3, commitment FROM erased_value LIMIT 1;
      DELETE FROM personal_value WHERE id = 1
      """
    #expect(try kinds { try $0.execute(sql: invented) }.contains(.erasedWithoutEntry))
    let returned = """
      INSERT INTO personal_value (id, salt, form, value)
      SELECT id, zeroblob(16), 0, x'78' FROM erased_value LIMIT 1
      """
    #expect(try kinds { try $0.execute(sql: returned) }.contains(.rowAdded))
  }

  @Test func `while a process reads, the file is not rewritten, and the next writer does it`()
    async throws
  {
    let log = try await FullLog()
    let bench = log.bench
    let reader = try DatabasePool(path: bench.ledger.path)
    let snapshot = try reader.makeSnapshot()
    let observed = try await snapshot.read {
      try Int.fetchOne($0, sql: "SELECT max(id) FROM entry")
    }
    #expect(observed ?? 0 > 1)
    _ = try await begin(bench).erase("u1", fields: nil, now: bench.clock.now())
    // It dies before the file is written anew; the next one has a reader in its way.
    _ = try await begin(bench, .fetch)
    #expect(try bench.ledger.isScrubDue())
    try snapshot.close()
    try reader.close()
    try await begin(bench, .fetch).close(.finished, now: bench.clock.now())
    #expect(try !bench.ledger.isScrubDue())
    #expect(try Traces.found(["13800000001"], in: bench.ledger) == [])
  }
}
