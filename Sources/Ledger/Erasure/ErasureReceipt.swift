import GRDB
package import Roster
package import TransparencyLog

/// Proves that something was erased, and how much, without naming the person.
package struct ErasureReceipt: Hashable, Sendable {
  /// An erased row: its mark (`V` a value, `T` a text, `N` a union, `U` a user), the row's number,
  /// and the commitment that remains.
  package struct Item: Hashable, Sendable {
    /// `V`, `T`, `N` or `U`.
    package let mark: String
    /// The number of its row.
    package let number: Int64
    /// The salted hash of the erased content.
    package let commitment: MerkleHash
  }

  /// The checkpoint that covers the entry, and the inclusion proof from the entry's leaf to the
  /// root.
  package struct Anchor: Hashable, Sendable {
    /// How many entries the checkpoint covers.
    package let size: UInt64
    /// The signed note.
    package let note: [UInt8]
    /// The hashes of the inclusion proof, beginning with the leaf's sibling.
    package let hashes: [MerkleHash]
  }

  /// The number of the erased entry, from 1; its leaf index is one less.
  package let entry: EntryID
  /// When it was recorded.
  package let recordedAt: Instant
  /// What was erased, in the order of the leaves of the tree over it.
  package let items: [Item]
  /// The root of that tree.
  package let root: MerkleHash
  /// The bytes of the entry's leaf; they contain the number of items and the root.
  package let leaf: [UInt8]
  /// The leaf's hash.
  package let leafHash: MerkleHash
  /// The last checkpoint; nil if none covers the entry yet.
  package let anchor: Anchor?

  /// How many items have a mark.
  package func count(_ mark: String) -> Int { items.count { $0.mark == mark } }
}
