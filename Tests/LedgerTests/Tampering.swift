import Foundation
import GRDB
import RollbookTestSupport
import Roster

@testable import Ledger
@testable import LedgerProof
@testable import LedgerStorage
@testable import LedgerVerification

/// An attacker with an editor: changes the file without Rollbook, after removing the triggers, and
/// puts them back.
struct Tampering {
  let log: FullLog

  init(erasing: Bool = false) async throws {
    log = try await FullLog(erasing: erasing)
    try await log.open().writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
  }

  /// Changes a copy of the log, one table of it if that is all, and says what a verification of it
  /// finds.
  func verify(
    of table: String? = nil,
    keepingTriggers: Bool = true,
    signing: SigningConfiguration? = nil,
    _ change: (Database) throws -> Void
  ) throws -> Verification {
    let folder = try TemporaryFolder()
    let path = folder.path("book.sqlite")
    try FileManager.default.copyItem(atPath: log.bench.ledger.path, toPath: path)
    try Self.change(path, of: table, keepingTriggers: keepingTriggers, change)
    return try Ledger.open(at: path, signing: signing ?? log.bench.ledger.signing).verify()
  }

  static func change(
    _ path: String,
    of table: String? = nil,
    keepingTriggers: Bool = true,
    _ change: (Database) throws -> Void
  ) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      let triggers = try Row.fetchAll(
        database,
        sql: """
          SELECT name, sql FROM sqlite_schema
          WHERE type = 'trigger' AND tbl_name = coalesce(?, tbl_name)
          """,
        arguments: [table]
      )
      for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger[0] as String)") }
      try change(database)
      for trigger in triggers where keepingTriggers { try database.execute(sql: trigger[1]) }
      _ = try database.checkpoint(.truncate)
    }
    try queue.close()
  }

  /// Makes every leaf, node and head anew, as one can who has no key to sign with.
  static func redoHashes(_ database: Database) throws {
    for table in ["tile", "projected_head", "projected_values"] {
      try database.execute(sql: "DELETE FROM \(table)")
    }
    try LeafRemaking.prove(database)
  }

  /// Makes the leaf of one entry anew, and nothing above it.
  static func redoLeaf(of entry: EntryID, _ database: Database) throws {
    let user: UserNumber? =
      try database.first("SELECT user FROM entry WHERE id = ?", [entry]) {
        $0.optionalInteger(0)
      } ?? nil
    var replay = try UserReplay(database, key: ProofKey(database))
    try replay.leaves(of: user) { line, leaf in
      guard line.entry == entry else { return }
      try HashTiles(database).fill(0, offset: Int(entry.leafIndex), with: [try leaf.get()])
    }
  }
}
