import LedgerStorage
package import GRDB
package import LeafFormat
package import Roster
package import TransparencyLog

/// The tree over what one erased entry deleted (docs/format.md, "Erasure").
package struct ErasureTree {
  /// The items in the order of their leaves: by kind, then by number.
  package let items: [ErasedItem]

  /// Reads what an entry erased.
  package init(ofEntry entry: EntryID, in database: Database) throws {
    items = try CommitmentKind.allCases.flatMap { kind in
      try database.rows(
        "SELECT id, commitment FROM main.erased_\(kind) WHERE erasure = ? ORDER BY id",
        [entry]
      ) { row in
        ErasedCommitments.hash(row, 1).map {
          ErasedItem(kind: kind, number: row.integer(0), commitment: $0)
        }
      }.compactMap { $0 }
    }
  }

  /// The root of the tree.
  package var root: MerkleHash { ValuesTree.root(of: items.map(\.hash)) }
}
