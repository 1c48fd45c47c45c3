import LedgerStorage
import GRDB
import LeafFormat
import Roster
import TransparencyLog

/// The commitments that remain of erased rows.
enum ErasedCommitments {
  /// The one of a row with a number; nil if that was not erased.
  static func of(
    _ kind: CommitmentKind,
    _ number: Int64,
    in database: Database
  ) throws -> MerkleHash? {
    try database.first("SELECT commitment FROM main.erased_\(kind) WHERE id = ?", [number]) {
      hash($0, 0)
    } ?? nil
  }

  static func person(_ user: UserNumber, in database: Database) throws -> Identity? {
    try database.first(
      "SELECT surrogate, commitment FROM main.erased_user WHERE id = ?",
      [user]
    ) { row in hash(row, 1).map { Identity(surrogate: row.array(0), key: $0) } } ?? nil
  }

  static func hash(_ row: SQLRow, _ column: Int32) -> MerkleHash? {
    row.withBytes(column) { $0.flatMap { MerkleHash($0) } }
  }
}
