import LedgerStorage
package import GRDB
import TransparencyLog

/// The signed heads in the log.
package struct Checkpoints {
  private let database: Database

  package init(_ database: Database) { self.database = database }

  /// The last one; nil if none was signed yet.
  package func last() throws -> StoredCheckpoint? {
    try database.first("SELECT size, root, note FROM checkpoint ORDER BY size DESC LIMIT 1") {
      Self.read($0)
    }
  }

  /// Calls `each` with each one, the smallest first.
  package func forEach(_ each: (StoredCheckpoint) throws -> Void) throws {
    try database.run("SELECT size, root, note FROM checkpoint ORDER BY size") {
      try each(Self.read($0))
    }
  }

  private static func read(_ row: SQLRow) -> StoredCheckpoint {
    StoredCheckpoint(
      size: UInt64(bitPattern: row.integer(0)),
      root: row.withBytes(1) { $0.flatMap { MerkleHash($0) } },
      note: row.array(2)
    )
  }
}
