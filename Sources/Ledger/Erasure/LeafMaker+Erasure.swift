import Crypto
import GRDB
import TransparencyLog

/// What the leaf of an erased entry has of its own.
extension LeafMaker {
  /// How much went, the root over it, and what binds the person and the fields without naming them.
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
