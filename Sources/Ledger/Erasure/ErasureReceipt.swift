import GRDB
public import Roster
public import TransparencyLog

/// What proves that something was erased, and what, and does not say whose.
public struct ErasureReceipt: Hashable, Sendable {
  /// Something that was erased: its mark (`V` a value, `T` a text, `N` a union, `U` a user), the number
  /// of its row, and the commitment that stays.
  public struct Item: Hashable, Sendable {
    /// `V`, `T`, `N` or `U`.
    public let mark: String
    /// The number of its row.
    public let number: Int64
    /// The salted hash of what it was.
    public let commitment: MerkleHash
  }

  /// The checkpoint that covers the entry, and the way from the entry's leaf to its root.
  public struct Anchor: Hashable, Sendable {
    /// How many entries the checkpoint covers.
    public let size: UInt64
    /// The signed note.
    public let note: [UInt8]
    /// The hashes of the inclusion proof, from the leaf's sibling on.
    public let hashes: [MerkleHash]
  }

  /// The erased entry; its leaf is the one before in the tree's own count, which begins at 0.
  public let entry: Int64
  /// When it was recorded.
  public let recordedAt: Instant
  /// What was erased, in the order of the leaves of the tree over it.
  public let items: [Item]
  /// The root of that tree.
  public let root: MerkleHash
  /// The bytes of the entry's leaf, which have the number of items and the root in them.
  public let leaf: [UInt8]
  /// The leaf's hash.
  public let leafHash: MerkleHash
  /// The last checkpoint; nil where none covers the entry yet.
  public let anchor: Anchor?

  /// How many items have a mark.
  public func count(_ mark: String) -> Int { items.count { $0.mark == mark } }
}
