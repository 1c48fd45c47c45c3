import LedgerStorage
import GRDB
import LeafFormat
package import Roster
package import TransparencyLog

/// A scope in the proof: its hash, and the order of its fields.
package struct ScopeFacts {
  /// The hash that leaves contain.
  package let hash: MerkleHash
  /// The rank of each field number in the bytewise order of codes.
  package let rank: [FieldNumber: Int]

  /// Reads a scope of the log.
  init(_ scope: ScopeNumber, in database: Database) throws {
    var record = RecordWriter("S")
    try database.run("SELECT system FROM scope WHERE id = ?", [scope]) { row in
      row.withBytes(0) { record.text($0) }
    }
    var rank: [FieldNumber: Int] = [:]
    try database.run(
      """
      SELECT f.id, f.system, CAST(f.code AS BLOB) AS bytes
      FROM scope_field s JOIN field f ON f.id = s.field WHERE s.scope = ? ORDER BY bytes
      """,
      [scope]
    ) { row in
      rank[row.integer(0)] = rank.count
      row.withBytes(1) { record.text($0) }
      row.withBytes(2) { record.text($0) }
    }
    hash = record.digest
    self.rank = rank
  }

  /// The digest by which a scope is found, of the codes of its fields in their order.
  package static func digest(of codes: [[UInt8]]) -> [UInt8] {
    var record = RecordWriter()
    for code in codes { record.lengthed(code) }
    return record.digest.bytes
  }
}
