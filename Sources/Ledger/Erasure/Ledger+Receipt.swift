import LedgerProof
package import LedgerStorage
import GRDB
import LeafFormat
package import Roster
import TransparencyLog

extension Ledger {
  /// The receipt of an erasure.
  ///
  /// - Parameter entry: The erased entry.
  /// - Returns: The receipt; nil if the entry is not an erased one.
  /// - Throws: ``LedgerError``.
  package func erasureReceipt(_ entry: EntryID) throws(LedgerError) -> ErasureReceipt? {
    try read { database in
      guard let line = try Self.erased(entry, in: database) else { return nil }
      let tree = try ErasureTree(ofEntry: entry, in: database)
      var maker = LeafMaker(try ProofKey(database))
      let leaf = try maker.parts(of: line, LeafMaker.Stated(), in: database).leaf
      var times = RecordedTimes(database)
      return ErasureReceipt(
        entry: entry,
        recordedAt: try times.of(entry: entry),
        items: tree.items.map { item in
          ErasureReceipt.Item(
            mark: item.kind.rawValue,
            number: item.number,
            commitment: item.commitment
          )
        },
        root: tree.root,
        leaf: leaf,
        leafHash: .leaf(leaf),
        anchor: try Self.anchor(of: entry, in: database)
      )
    }
  }

  private static func erased(_ entry: EntryID, in database: Database) throws -> LeafMaker.Line? {
    try database.first(
      """
      SELECT n.append, n.kind, n.user, n.returned,
        (SELECT max(p.id) FROM entry p WHERE p.user = n.user AND p.id < n.id)
      FROM entry n WHERE n.id = ? AND n.kind = ?
      """,
      [entry, EntryKind.erased.code]
    ) { row in
      LeafMaker.Line(
        entry: entry,
        append: row.integer(0),
        kind: row.integer(1),
        user: row.optionalInteger(2),
        returned: row.integer(3),
        previous: row.optionalInteger(4) ?? 0
      )
    }
  }

  private static func anchor(
    of entry: EntryID,
    in database: Database
  ) throws -> ErasureReceipt.Anchor? {
    guard
      let (size, note) = try database.first(
        "SELECT size, note FROM checkpoint WHERE size >= ? ORDER BY size DESC LIMIT 1",
        [entry],
        read: { ($0.integer(0), $0.array(1)) }
      )
    else {
      return nil
    }
    let tiles = HashTiles(database)
    let proof = try InclusionProof(
      index: entry.leafIndex,
      size: UInt64(size)
    ) { try tiles.hash(of: $0) }
    return ErasureReceipt.Anchor(size: UInt64(size), note: note, hashes: proof.hashes)
  }
}
