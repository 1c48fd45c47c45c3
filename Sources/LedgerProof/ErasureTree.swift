import LedgerStorage
package import GRDB
package import TransparencyLog

/// The tree over what one erased entry deleted (docs/format.md, "Erasure").
///
/// A leaf has the mark and the number of a row, and the commitment that remains of it.
package struct ErasureTree {
  /// What was erased.
  package struct Item: Equatable {
    /// `V` a value, `T` a text, `N` a union, `U` a user.
    package let mark: UInt8
    package let number: Int64
    package let commitment: MerkleHash

    /// The item's leaf hash.
    package var hash: MerkleHash {
      var bytes = ProofBytes()
      bytes.byte(UInt8(ascii: "E"))
      bytes.byte(mark)
      bytes.integer(number)
      bytes.hash(commitment)
      return bytes.leafHash
    }
  }

  /// The items in the order of their leaves: by mark, then by number.
  package let items: [Item]

  /// Reads what an entry erased.
  package init(ofEntry entry: Int64, in database: Database) throws {
    var items: [Item] = []
    for (mark, table) in Self.tables {
      try database.run(
        "SELECT id, commitment FROM main.\(table) WHERE erasure = ? ORDER BY id",
        [entry]
      ) { row in
        guard let commitment = ErasedCommitments.hash(row, 1) else { return }
        items.append(Item(mark: mark, number: row.integer(0), commitment: commitment))
      }
    }
    self.items = items
  }

  private static let tables: [(UInt8, String)] = [
    (UInt8(ascii: "N"), "erased_union"), (UInt8(ascii: "T"), "erased_text"),
    (UInt8(ascii: "U"), "erased_user"), (UInt8(ascii: "V"), "erased_value"),
  ]

  /// How many items of a mark there are.
  package func count(_ mark: Unicode.Scalar) -> Int {
    items.count { $0.mark == UInt8(ascii: mark) }
  }

  /// The root of the tree.
  package var root: MerkleHash { ValuesTree.root(of: items.map(\.hash)) }
}
