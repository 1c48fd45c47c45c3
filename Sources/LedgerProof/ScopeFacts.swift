import LedgerStorage
import GRDB
package import TransparencyLog

/// A scope in the proof: its hash, and the order of its fields.
package struct ScopeFacts {
  /// The hash that leaves contain.
  package let hash: MerkleHash
  /// The rank of each field number in the bytewise order of codes.
  package let rank: [Int64: Int]

  /// Reads a scope of the log.
  init(_ scope: Int64, in database: Database) throws {
    var record = ProofBytes()
    record.byte(UInt8(ascii: "S"))
    let system = try SQLStatement(database, "SELECT system FROM scope WHERE id = ?")
    system.bind(1, scope)
    try system.forEachRow { row in row.withBytes(0) { record.text($0) } }
    let fields = try SQLStatement(
      database,
      """
      SELECT f.id, f.system, CAST(f.code AS BLOB) AS bytes
      FROM scope_field s JOIN field f ON f.id = s.field WHERE s.scope = ? ORDER BY bytes
      """
    )
    fields.bind(1, scope)
    var rank: [Int64: Int] = [:]
    try fields.forEachRow { row in
      rank[row.integer(0)] = rank.count
      row.withBytes(1) { record.text($0) }
      row.withBytes(2) { record.text($0) }
    }
    hash = record.digest
    self.rank = rank
  }
}
