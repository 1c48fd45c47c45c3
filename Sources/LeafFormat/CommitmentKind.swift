package import TransparencyLog

/// What a commitment is of (docs/format.md, "Commitments"), in the order of an erasure's items.
///
/// A commitment is the leaf hash of a record with a random salt: it can be opened alone, and
/// reveals nothing until then.
package enum CommitmentKind: String, CaseIterable, Hashable, Sendable {
  /// A `unionid`.
  case union = "N"
  /// A text that is no value, as a reason or an actor.
  case text = "T"
  /// A user: system, surrogate and key.
  case user = "U"
  /// The content of a cell; ``RecordWriter`` has its `valueCommitment`.
  case value = "V"

  /// The mark of its record.
  var mark: UInt8 { rawValue.utf8.first ?? 0 }

  /// The commitment of anything but a value.
  package func commitment(salt: [UInt8], _ parts: [UInt8]...) -> MerkleHash {
    var record = RecordWriter()
    record.byte(mark)
    record.lengthed(salt)
    for part in parts { record.lengthed(part) }
    return record.leafHash
  }
}

/// A row that an erased entry took: its number, and the commitment that remains (docs/format.md,
/// "Erasure").
package struct ErasedItem: Hashable, Sendable {
  package let kind: CommitmentKind
  package let number: Int64
  package let commitment: MerkleHash

  package init(kind: CommitmentKind, number: Int64, commitment: MerkleHash) {
    self.kind = kind
    self.number = number
    self.commitment = commitment
  }

  /// Its leaf hash in the tree over what the entry took.
  package var hash: MerkleHash {
    var record = RecordWriter("E")
    record.byte(kind.mark)
    record.integer(number)
    record.hash(commitment)
    return record.leafHash
  }
}
