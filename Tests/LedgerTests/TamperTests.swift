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

/// Changes that an attacker with an editor can make to the file, and the findings of a
/// verification.
///
/// The triggers are removed and put back, and hashes are recomputed as far as possible without the
/// signing key.
@Suite struct TamperTests {
  private let tampering: Tampering
  private var signing: SigningConfiguration? { tampering.log.bench.ledger.signing }

  init() async throws { tampering = try await Tampering() }

  private func expect(
    _ kind: ProofFinding.Kind,
    entry: EntryID? = nil,
    user: Verbatim? = nil,
    field: FieldCode? = nil,
    object: String? = nil,
    in verification: Verification,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(verification.verdict == .damaged, sourceLocation: sourceLocation)
    let found = verification.findings.contains { finding in
      finding.kind == kind && (entry == nil || finding.entry == entry)
        && (user == nil || finding.user?.id == user) && (field == nil || finding.field == field)
        && (object == nil || finding.object == object)
    }
    #expect(found, "\(verification.findings)", sourceLocation: sourceLocation)
    for finding in verification.findings {
      #expect(!finding.message.isEmpty && !finding.advice.isEmpty, sourceLocation: sourceLocation)
    }
  }

  private func number<Kind>(_ sql: String) throws -> LedgerNumber<Kind> {
    try tampering.log.open().read { try $0.first(sql) { $0.integer(0) } } ?? 0
  }

  /// The first event of u1 in a field: a was pushed and fetched again, as another field was.
  private func event(in code: String = "a") throws -> (number: EventID, entry: EntryID) {
    let number: EventID = try number(
      """
      SELECT e.id FROM event e JOIN entry n ON n.id = e.entry JOIN field f ON f.id = e.field
      WHERE n.kind = 0 AND f.code = '\(code)' ORDER BY e.id LIMIT 1
      """
    )
    return (number, try self.number("SELECT entry FROM event WHERE id = \(number)"))
  }

  @Test func `an untouched log is sound`() throws {
    let verification = try tampering.verify { _ in }
    #expect(verification.verdict == .sound)
    #expect(verification.size == (try number("SELECT max(id) FROM entry")))
    #expect(EntryID(verification.entries) == verification.size)
    let signed = try tampering.log.open().read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM checkpoint") ?? 0
    }
    #expect(verification.checkpoints == signed + 1)
    #expect(verification.vouchedFor == (try number("SELECT max(size) FROM checkpoint")))
  }

  @Test func `a value that was changed is named with its entry, person and cell`() throws {
    for (code, field) in [("sys02-sexType", FieldCode("sys02-sexType")), ("a", nil)] {
      let (number, entry) = try event(in: code)
      let sql = "UPDATE personal_value SET value = x'3133' WHERE id = \(number)"
      let verification = try tampering.verify { try $0.execute(sql: sql) }
      expect(.valueChanged, entry: entry, user: "u1", field: field, in: verification)
      #expect(verification.findingCount == 1)
      // Which of the values that were added and replaced together was changed cannot be known.
      #expect((verification.findings[0].field == nil) == (field == nil))
    }
  }

  @Test func `an event that was removed is missed`() throws {
    let (number, entry) = try event()
    let both = try tampering.verify { database in
      for table in ["event", "personal_value"] {
        try database.execute(sql: "DELETE FROM \(table) WHERE id = \(number)")
      }
    }
    expect(.eventRemoved, entry: entry, in: both)
    let value = try tampering.verify {
      try $0.execute(sql: "DELETE FROM personal_value WHERE id = \(number)")
    }
    expect(.valueMissing, entry: entry, user: "u1", field: "a", in: value)
  }

  @Test func `a value that was removed is missed while it holds`() throws {
    let held: EventID = try number("SELECT max(event) FROM projected_roster WHERE NOT is_gone")
    let entry: EntryID = try number("SELECT entry FROM event WHERE id = \(held)")
    let verification = try tampering.verify {
      try $0.execute(sql: "DELETE FROM personal_value WHERE id = \(held)")
    }
    expect(.valueMissing, entry: entry, in: verification)
  }

  @Test func `a rebuild of a log with a missing value names what is missing`() throws {
    let held: EventID = try number("SELECT max(event) FROM projected_roster WHERE NOT is_gone")
    let folder = try TemporaryFolder()
    let path = folder.path("book.sqlite")
    try FileManager.default.copyItem(atPath: tampering.log.bench.ledger.path, toPath: path)
    try Tampering.change(path) {
      try $0.execute(sql: "DELETE FROM personal_value WHERE id = \(held)")
    }
    let reason = "what the event with the number \(held) says is missing"
    #expect(throws: LedgerError.damaged(path: path, reason: reason)) {
      try Ledger.open(at: path).checkProjections()
    }
  }

  @Test func `a file that is cut short while it is verified does not end the program`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("book.sqlite")
    try FileManager.default.copyItem(atPath: tampering.log.bench.ledger.path, toPath: path)
    let ledger = try Ledger.open(at: path, signing: signing)
    let cuts = Mutex(0)
    // What was read before may be all that is needed; a page that is not there is an error.
    do throws(LedgerError) {
      let verification = try ledger.verify { _, _ in
        let isFirst = cuts.withLock { cuts in
          cuts += 1
          return cuts == 1
        }
        if isFirst { _ = truncate(path, 4096) }
      }
      #expect(verification.entries > 0)
    } catch { #expect(["ledgerDamaged", "ledgerStorage"].contains(error.name), "\(error)") }
    #expect(cuts.withLock { $0 } > 0)
  }

  @Test func `an event that was moved to another entry is noticed`() throws {
    let (number, entry) = try event()
    let verification = try tampering.verify {
      try $0.execute(sql: "UPDATE event SET entry = \(entry + 1) WHERE id = \(number)")
    }
    expect(.eventMoved, in: verification)
  }

  @Test func `an entry that was removed from the middle leaves a gap`() throws {
    let left: EntryID = try number("SELECT min(id) FROM entry WHERE kind = 6")
    let verification = try tampering.verify {
      try $0.execute(sql: "DELETE FROM entry WHERE id = \(left)")
    }
    expect(.entryMissing, entry: left, in: verification)
  }

  @Test func `a tail that was cut off is missed, however tidily`() throws {
    func cut(_ database: Database) throws {
      let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM append") ?? 0
      try database.execute(
        sql: """
          DELETE FROM entry WHERE append >= \(last - 1);
          DELETE FROM closing WHERE entry NOT IN (SELECT id FROM entry);
          DELETE FROM append WHERE id >= \(last - 1);
          DELETE FROM personal_text WHERE id IN (SELECT actor FROM operation
            WHERE id NOT IN (SELECT operation FROM append));
          DELETE FROM operation WHERE id NOT IN (SELECT operation FROM append);
          """
      )
    }
    let first: EntryID = try number(
      "SELECT min(id) FROM entry WHERE append >= (SELECT max(id) - 1 FROM append)"
    )
    // The first entry that is not there any more.
    expect(.tailCut, entry: first, in: try tampering.verify(cut))
    let tidy = try tampering.verify { database in
      try cut(database)
      try Tampering.redoHashes(database)
    }
    expect(.tailCut, entry: first, object: "checkpoint", in: tidy)
    let forgetful = try tampering.verify { database in
      try cut(database)
      try Tampering.redoHashes(database)
      try database.execute(
        sql: "DELETE FROM checkpoint WHERE size > (SELECT max(id) FROM entry)"
      )
    }
    expect(.olderCopy, object: signing?.lastHeadPath, in: forgetful)
  }

  @Test func `entries in each other's place are named`() throws {
    let first: EntryID = try number("SELECT min(id) FROM entry WHERE kind = 5")
    let swap = """
      UPDATE entry SET user = (SELECT sum(user) FROM entry WHERE id IN (\(first), \(first + 1)))
        - user WHERE id IN (\(first), \(first + 1))
      """
    let verification = try tampering.verify { try $0.execute(sql: swap) }
    expect(.entriesReordered, entry: first, in: verification)
  }

  @Test func `a leaf that was hashed again is noticed`() throws {
    let (number, entry) = try event()
    let verification = try tampering.verify { database in
      try database.execute(
        sql: "UPDATE personal_value SET value = x'31' WHERE id = \(number)"
      )
      let entries: [EntryID] = try database.rows("SELECT id FROM entry") { $0.integer(0) }
      for later in entries {
        try Tampering.redoLeaf(of: later, database)
      }
    }
    expect(.leafRehashed, in: verification)
    let alone = try tampering.verify {
      try HashTiles($0).fill(0, offset: Int(entry.leafIndex), with: [.digest(of: [1])])
    }
    expect(.leafRehashed, entry: entry, in: alone)
  }

  @Test func `a tail with all its hashes redone does not have the head that was signed`() throws {
    let (number, entry) = try event()
    func rewrite(_ database: Database) throws {
      try database.execute(sql: "UPDATE personal_value SET value = x'31' WHERE id = \(number)")
      try Tampering.redoHashes(database)
    }
    let verification = try tampering.verify(rewrite)
    expect(.tailRewritten, object: "checkpoint", in: verification)
    #expect(verification.findings[0].entry ?? .max <= entry)
    let forgetful = try tampering.verify { database in
      try rewrite(database)
      try database.execute(sql: "DELETE FROM checkpoint")
    }
    expect(.tailRewritten, object: signing?.lastHeadPath, in: forgetful)
    // Without anything outside the ledger, this cannot be found; and the verification says so.
    let alone = try tampering.verify(signing: SigningConfiguration(keyPath: "/nonexistent")) {
      database in
      try rewrite(database)
      for table in ["cosignature", "time_stamp", "checkpoint"] {
        try database.execute(sql: "DELETE FROM \(table)")
      }
    }
    #expect(alone.verdict == .unvouched)
  }

  @Test func `a checkpoint that is forged, or another log's, is refused`() throws {
    func sign(_ origin: String, _ change: @escaping (inout [UInt8]) -> Void) throws -> Verification
    {
      try tampering.verify { database in
        let range = try GrowingTree(database).range
        let key = try SigningKey(keyName: KeyName(origin), seed: Array(repeating: 1, count: 32))
        let checkpoint = try Checkpoint(
          origin: [UInt8](origin.utf8),
          size: range.size,
          root: range.root
        )
        var note = try SignedCheckpoint(checkpoint, signedBy: key).bytes
        change(&note)
        try database.execute(sql: "DELETE FROM checkpoint WHERE size = \(range.size)")
        let insert = try SQLStatement(database, "INSERT INTO checkpoint VALUES (?, ?, ?)")
        insert.bind(1, Int64(range.size))
        insert.bind(2, range.root)
        insert.bind(3, note)
        try insert.run()
      }
    }
    let size: EntryID = try number("SELECT max(id) FROM entry")
    expect(.checkpointForeign, entry: size, in: try sign("elsewhere.example/log") { _ in })
    expect(.checkpointForged, entry: size, in: try sign("rollbook.example/full") { _ in })
    expect(.checkpointForged, entry: size, in: try sign("x") { $0.removeLast() })
    let changed = try tampering.verify {
      try $0.execute(sql: "UPDATE checkpoint SET root = zeroblob(32) WHERE size > 10")
    }
    expect(.checkpointForged, in: changed)
  }

  @Test func `a projection that was edited is named`() throws {
    for table in Rebuild.tables {
      let verification = try tampering.verify { database in
        let column = try Row.fetchAll(database, sql: "PRAGMA table_info(\(table))")
          .first { $0["pk"] as Int == 0 && $0["type"] as String == "INTEGER" }
        if let column {
          let name: String = column["name"]
          try database.execute(sql: "UPDATE \(table) SET \(name) = coalesce(\(name), 0) + 1")
        } else {
          try database.execute(sql: "DELETE FROM \(table)")
        }
      }
      expect(.projectionEdited, object: table, in: verification)
    }
  }

  @Test func `a trigger or view that was dropped or altered is named`() throws {
    let dropped = try tampering.verify(keepingTriggers: false) { _ in }
    expect(.triggerDropped, object: "entry_refuses_gaps", in: dropped)
    let changes: [(ProofFinding.Kind, String, String)] = [
      (
        .triggerAltered, "extra",
        "CREATE TRIGGER tile_refuses_update AFTER UPDATE ON tile BEGIN SELECT 1; END"
      ),
      (.viewDropped, "roster", "DROP VIEW roster"),
      (.viewAltered, "fields", "DROP VIEW fields; CREATE VIEW fields AS SELECT 1"),
      (
        .schemaAdded, "grdb_hole",
        "CREATE TRIGGER grdb_hole AFTER INSERT ON tile BEGIN SELECT 1; END"
      ),
      (.schemaAdded, "hole", "CREATE TRIGGER hole AFTER INSERT ON entry BEGIN SELECT 1; END"),
      (.tableAltered, "link", "ALTER TABLE link ADD COLUMN note TEXT"),
      (.tableAltered, "entry_by_user", "DROP INDEX entry_by_user"),
      (.tableAltered, "projected_roster", "DROP TABLE projected_roster"),
      (.tableAltered, "event", "UPDATE sqlite_stat1 SET stat = '1' WHERE tbl = 'event'"),
    ]
    for (kind, object, sql) in changes {
      let isAltered = kind == .triggerAltered
      let verification = try tampering.verify(keepingTriggers: !isAltered) {
        try $0.execute(sql: sql)
      }
      expect(kind, object: isAltered ? "tile_refuses_update" : object, in: verification)
    }
  }

  @Test func `a node that was replaced is noticed in a log of many entries`() async throws {
    let bench = try Bench(signed: "rollbook.example/long")
    let people = (1...300).map { Verbatim("p\($0)") }
    try await bench.enumerate(people)
    #expect(try bench.ledger.verify().verdict == .sound)
    try Tampering.change(bench.ledger.path) {
      try HashTiles($0).fill(HashTiles.row(level: 1, place: 0), offset: 0, with: [.emptyRoot])
    }
    let verification = try bench.ledger.verify()
    expect(.nodeChanged, entry: 1, object: "tile", in: verification)
    try Tampering.change(bench.ledger.path) {
      try HashTiles($0).fill(HashTiles.row(level: 1, place: 0), offset: 7, with: [.emptyRoot])
      try HashTiles($0).lay(HashTiles.row(level: 0, place: 9))
    }
    let more = try bench.ledger.verify()
    expect(.rowAdded, object: "tile", in: more)
    expect(.tailCut, object: "tile", in: more)
  }
}
