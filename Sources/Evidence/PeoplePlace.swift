import LeafFormat
package import TransparencyLog

/// A leaf of the tree over the people whom a reading showed (docs/format.md, "Accesses").
///
/// It is the commitment of a person's key. The leaves are in the order of their bytes, so two that
/// follow each other show that none between them is in the tree.
package struct PeoplePlace: Hashable, Sendable {
  /// Its index, from 0.
  package let place: Int64
  /// The commitment.
  package let member: MerkleHash
  /// The proof that it is there.
  package let proof: [MerkleHash]

  package init(place: Int64, member: MerkleHash, proof: [MerkleHash]) {
    self.place = place
    self.member = member
    self.proof = proof
  }

  /// The places that show whether a person is in a set: their own, or those on both sides of where
  /// it would be.
  ///
  /// - Parameters:
  ///   - person: The commitment of the person's key.
  ///   - leaves: All leaves of the tree, in order.
  ///   - proof: Makes the proof of the leaf with an index.
  /// - Returns: One or two places; none if the set is empty.
  /// - Throws: What `proof` throws.
  package static func around(
    _ person: MerkleHash,
    in leaves: [MerkleHash],
    proof: (Int) throws -> [MerkleHash]
  ) rethrows -> [PeoplePlace] {
    let above = leaves.firstIndex { !$0.precedes(person) } ?? leaves.count
    let isMember = above < leaves.count && leaves[above] == person
    let indices = isMember ? [above] : [above - 1, above].filter(leaves.indices.contains)
    return try indices.map { index in
      PeoplePlace(place: Int64(index), member: leaves[index], proof: try proof(index))
    }
  }
}

extension LeafRecord.PeopleSet {
  /// Whether a person is in the set, as far as some of its places show.
  ///
  /// - Parameters:
  ///   - person: The commitment of the person's key.
  ///   - places: Places that are proven to be in the tree.
  /// - Returns: Whether the person is in it; nil if the places do not show that.
  func contains(_ person: MerkleHash, _ places: [PeoplePlace]) -> Bool? {
    if places.contains(where: { $0.member == person }) { return true }
    let below = places.last { $0.member.precedes(person) }.map(\.place) ?? -1
    let above = places.first { person.precedes($0.member) }.map(\.place) ?? people
    return below + 1 == above ? false : nil
  }
}
