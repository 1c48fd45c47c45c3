import LeafFormat
package import TransparencyLog

/// A part of an entry that was erased: the commitment that remains, and the proof that a later
/// entry erased it (docs/format.md, "Erasure").
package struct ErasedSlot: Hashable, Sendable {
  /// What was erased: a value by its ordinal (`7`), a text by its column (`reason`), or the `user`.
  package let slot: String
  /// The number of its row in the log.
  package let number: Int64
  /// The salted hash that stays.
  package let commitment: MerkleHash
  /// The proof that a value's commitment is a leaf of the values tree; empty for other parts.
  package let proof: [MerkleHash]
  /// The erased entry.
  package let erasure: Int64
  /// Its index in the tree over what that entry erased, from 0.
  package let place: Int64
  /// The proof that it is there.
  package let way: [MerkleHash]

  package init(
    slot: String,
    number: Int64,
    commitment: MerkleHash,
    proof: [MerkleHash],
    erasure: Int64,
    place: Int64,
    way: [MerkleHash]
  ) {
    self.slot = slot
    self.number = number
    self.commitment = commitment
    self.proof = proof
    self.erasure = erasure
    self.place = place
    self.way = way
  }

  static let user = "user"

  /// The ordinal of a value; nil for other parts.
  package var ordinal: Int64? {
    guard let number = CanonicalInteger.decode(slot.utf8), number > 0 else { return nil }
    return Int64(exactly: number)
  }

  /// Its leaf in the tree over what was erased.
  var leaf: MerkleHash {
    let kind: CommitmentKind = ordinal != nil ? .value : slot == Self.user ? .user : .text
    return ErasedItem(kind: kind, number: number, commitment: commitment).hash
  }
}
