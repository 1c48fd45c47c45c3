import Foundation
import GRDB
import RollbookTestSupport
import Roster
import Testing
import TransparencyLog

@testable import Ledger
@testable import LedgerProof
@testable import LedgerVerification

/// The table of docs/recovery.md and SECURITY.md: each way of changing a ledger past Rollbook, and what
/// `verify` and `verify --full` then say.
@Suite struct TamperMatrixTests {
  /// A way of changing the file without the signing key.
  private struct Way: Sendable {
    let words: String
    /// Whether it changes what was signed, or only takes heads away.
    let isOfLog: Bool
    let change: @Sendable (Database) throws -> Void

    init(
      _ words: String,
      isOfLog: Bool = true,
      _ change: @escaping @Sendable (Database) throws -> Void
    ) {
      self.words = words
      self.isOfLog = isOfLog
      self.change = change
    }
  }

  private static let value = """
    UPDATE personal_value SET value = x'31' WHERE id = (
      SELECT max(e.id) FROM event e JOIN entry n ON n.id = e.entry WHERE n.kind = 0)
    """
  private static let headsAfterTheChange = """
    DELETE FROM cosignature; DELETE FROM time_stamp;
    DELETE FROM checkpoint WHERE size >= (SELECT entry FROM event WHERE id = (
      SELECT max(e.id) FROM event e JOIN entry n ON n.id = e.entry WHERE n.kind = 0))
    """
  private static let allHeads =
    "DELETE FROM cosignature; DELETE FROM time_stamp; DELETE FROM checkpoint"

  private static func cutLastOperation(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TEMP TABLE kept AS SELECT max(size) AS entry FROM checkpoint
          WHERE size < (SELECT max(size) FROM checkpoint);
        DELETE FROM cosignature; DELETE FROM time_stamp;
        DELETE FROM checkpoint WHERE size > (SELECT entry FROM kept);
        DELETE FROM event WHERE entry > (SELECT entry FROM kept);
        DELETE FROM personal_value WHERE id NOT IN (SELECT id FROM event);
        DELETE FROM closing WHERE entry > (SELECT entry FROM kept);
        DELETE FROM entry WHERE id > (SELECT entry FROM kept);
        DELETE FROM append WHERE first_entry > (SELECT entry FROM kept);
        DELETE FROM operation WHERE id NOT IN (SELECT operation FROM append);
        """
    )
  }

  private static let ways = [
    Way("nothing", isOfLog: false) { _ in },
    Way("a value") { try $0.execute(sql: value) },
    Way("a value, and every hash over it") { database in
      try database.execute(sql: value)
      try Tampering.redoHashes(database)
    },
    Way("a value, every hash over it, and the heads from there on deleted") { database in
      try database.execute(sql: value)
      try Tampering.redoHashes(database)
      try database.execute(sql: headsAfterTheChange)
    },
    Way("a value, every hash over it, and all heads deleted") { database in
      try database.execute(sql: value)
      try Tampering.redoHashes(database)
      try database.execute(sql: allHeads)
    },
    Way("the last operation cut off, with its hashes and its head") { database in
      try cutLastOperation(database)
      try Tampering.redoHashes(database)
    },
    Way("the last head deleted, and nothing else", isOfLog: false) { database in
      try database.execute(
        sql: """
          DELETE FROM cosignature; DELETE FROM time_stamp;
          DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)
          """
      )
    },
    Way("all heads deleted, and nothing else", isOfLog: false) {
      try $0.execute(sql: allHeads)
    },
    Way("a projection") {
      try $0.execute(sql: "UPDATE projected_roster SET is_gone = 1 - is_gone")
    },
    Way("a trigger added under a name of SQLite's") { database in
      try database.execute(
        sql: """
          PRAGMA writable_schema = ON;
          INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)
          VALUES ('trigger', 'sqlite_hole', 'event', 0,
            'CREATE TRIGGER sqlite_hole AFTER INSERT ON event BEGIN SELECT 1; END');
          PRAGMA writable_schema = OFF
          """
      )
    },
    Way("a trigger added under a name of the migrations'") { database in
      try database.execute(
        sql: "CREATE TRIGGER grdb_hole AFTER INSERT ON event BEGIN SELECT 1; END"
      )
    },
    Way("a view replaced") {
      try $0.execute(sql: "DROP VIEW roster; CREATE VIEW roster AS SELECT 1 AS user")
    },
    Way("the count of an entry about nobody") {
      try $0.execute(
        sql:
          "UPDATE entry SET returned = 7 WHERE id = (SELECT min(id) FROM entry WHERE user IS NULL)"
      )
    },
  ]

  /// What `verify` says, with the mark of a verification of before beside the ledger, and what
  /// `verify --full` says.
  private func cell(
    _ way: Way,
    of tampering: Tampering,
    lastHead: Bool,
    keys: [VerifierKey]
  ) throws -> String {
    let folder = try TemporaryFolder()
    let original = tampering.log.bench.ledger
    let signing = try #require(original.signing)
    let here = SigningConfiguration(
      keyPath: signing.keyPath,
      origin: signing.origin,
      lastHeadPath: lastHead ? signing.lastHeadPath : nil
    )
    var verdicts: [String] = []
    for extent in [VerificationExtent.sinceMark, .full] {
      let path = folder.path("\(extent)")
      try FileManager.default.copyItem(atPath: original.path, toPath: path)
      try FileManager.default.copyItem(
        atPath: original.path + ".verified",
        toPath: path + ".verified"
      )
      try Tampering.change(path, way.change)
      let ledger = try Ledger.open(at: path, signing: here)
      verdicts.append(try ledger.verify(extent, keys: keys).verdict.rawValue)
    }
    return verdicts[0] == verdicts[1] ? verdicts[0] : "\(verdicts[0]) / \(verdicts[1])"
  }

  @Test
  func `no change of what was signed is called sound, and the documents name its finding`()
    async throws
  {
    let tampering = try await Tampering()
    #expect(try tampering.log.bench.ledger.verify().verdict == .sound)
    let key = try #require(try tampering.log.bench.ledger.publicKey())
    var table = """
      | changed without the key | last head kept | last head kept, auditor's key | no last head | no \
      last head, auditor's key |
      |---|---|---|---|---|

      """
    for way in Self.ways {
      let cells = try [(true, false), (true, true), (false, false), (false, true)].map {
        try cell(way, of: tampering, lastHead: $0, keys: $1 ? [key] : [])
      }
      table += "| \(way.words) | \(cells.joined(separator: " | ")) |\n"
      let isCalledSound = cells.flatMap { $0.split(separator: " / ") }.contains("sound")
      #expect(!way.isOfLog || !isCalledSound, "\(way.words): \(cells)")
    }
    for document in ["docs/recovery.md", "SECURITY.md"] {
      #expect(Golden.difference(table, inside: document) == nil)
    }
  }

  @Test func `a key that was given is the only one that counts`() async throws {
    let tampering = try await Tampering()
    let ledger = tampering.log.bench.ledger
    let other = try SigningKey(
      keyName: KeyName("rollbook.example/full"),
      seed: Array(repeating: 5, count: 32)
    ).verifierKey()
    #expect(try ledger.verify().verdict == .sound)
    let verification = try ledger.verify(.sinceMark, keys: [other])
    #expect(verification.verdict == .damaged)
    #expect(verification.mark == 0, "A mark that another key signed is not believed.")
  }

  @Test func `a mark that contradicts the log is a finding, and stays`() async throws {
    let bench = try Bench(signed: "rollbook.example/mark")
    try await bench.enumerate(["u1", "u2"])
    #expect(try bench.ledger.verify().verdict == .sound)
    let mark = bench.ledger.path + ".verified"
    let before = try Data(contentsOf: URL(fileURLWithPath: mark))
    let signing = SigningConfiguration(
      keyPath: bench.folder.path("book.key"),
      origin: "rollbook.example/mark"
    )
    try Tampering.change(bench.ledger.path) { database in
      try database.execute(sql: "UPDATE append SET request_id = 'other'")
      try Tampering.redoHashes(database)
      try database.execute(sql: "DELETE FROM checkpoint")
    }
    for extent in [VerificationExtent.full, .sinceMark] {
      let found = try Ledger.open(at: bench.ledger.path, signing: signing).verify(extent)
      #expect(found.verdict == .damaged, "\(extent): \(found.findings)")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: mark)) == before)
  }
}
