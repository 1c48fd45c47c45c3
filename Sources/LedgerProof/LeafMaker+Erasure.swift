import LedgerStorage
import Crypto
import GRDB
import TransparencyLog

/// The facts in the leaf of an erased entry.
extension LeafMaker {
  /// The number of items, the root over them, and commitments to the person and the fields.
  mutating func writeErasure(_ line: Line, in database: Database) throws {
    let tree = try ErasureTree(ofEntry: line.entry, in: database)
    let nonce = key.nonce(of: line.entry)
    var scope: Int64?
    var record = ProofBytes()
    try writeRow(
      of: line,
      "SELECT identifier, lookup, scope FROM erasure WHERE entry = ?",
      in: database
    ) { facts, row in
      facts.count(tree.items.count)
      facts.hash(tree.root)
      record.byte(UInt8(ascii: "K"))
      nonce.withUnsafeBytes { record.raw($0) }
      row.withBytes(0) { record.lengthed($0 ?? .empty) }
      row.withBytes(1) { record.lengthed($0 ?? .empty) }
      scope = row.optionalInteger(2)
    }
    record.optional(try scope.map { try self.scope($0, in: database).hash })
    facts.hash(record.digest)
  }
}
