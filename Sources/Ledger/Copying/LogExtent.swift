package import Roster
package import TransparencyLog

/// How far a log goes.
package struct LogExtent: Hashable, Sendable {
  /// The number of its last entry; 0 if it has none.
  package let entry: EntryID
  /// The number of its last append; 0 if it has none.
  package let append: Int64
  /// The root of the tree over all entries.
  package let root: MerkleHash
  /// How many rows it has that come without an entry, such as signed heads and cosignatures.
  package let amendments: Int64

  package init(entry: EntryID, append: Int64, root: MerkleHash, amendments: Int64) {
    self.entry = entry
    self.append = append
    self.root = root
    self.amendments = amendments
  }
}
