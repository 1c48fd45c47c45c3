import GRDB
package import Roster
package import TransparencyLog

/// What proves that something was erased, and what, and does not say whose.
package struct ErasureReceipt: Hashable, Sendable {
  /// Something that was erased: its mark (`V` a value, `T` a text, `N` a union, `U` a user), the number
  /// of its row, and the commitment that stays.
  package struct Item: Hashable, Sendable {
    /// `V`, `T`, `N` or `U`.
    package let mark: String
    /// The number of its row.
    package let number: Int64
    /// The salted hash of what it was.
    package let commitment: MerkleHash
  }

  /// The checkpoint that covers the entry, and the way from the entry's leaf to its root.
  package struct Anchor: Hashable, Sendable {
    /// How many entries the checkpoint covers.
    package let size: UInt64
    /// The signed note.
    package let note: [UInt8]
    /// The hashes of the inclusion proof, from the leaf's sibling on.
    package let hashes: [MerkleHash]
  }

  /// The erased entry; its leaf is the one before in the tree's own count, which begins at 0.
  package let entry: Int64
  /// When it was recorded.
  package let recordedAt: Instant
  /// What was erased, in the order of the leaves of the tree over it.
  package let items: [Item]
  /// The root of that tree.
  package let root: MerkleHash
  /// The bytes of the entry's leaf, which have the number of items and the root in them.
  package let leaf: [UInt8]
  /// The leaf's hash.
  package let leafHash: MerkleHash
  /// The last checkpoint; nil where none covers the entry yet.
  package let anchor: Anchor?

  /// How many items have a mark.
  package func count(_ mark: String) -> Int { items.count { $0.mark == mark } }
}
