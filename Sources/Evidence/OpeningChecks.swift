import LeafFormat
import TransparencyLog

/// Checks the opened parts of an entry against its leaf.
struct OpeningChecks {
  let leaf: LeafRecord
  /// The leaves of the bundle, including those of erased entries.
  let leaves: [Int64: LeafRecord]

  func verify(_ opening: Opening) throws(EvidenceRefusal) -> ProvenEntry {
    try verify(opening.texts)
    let person = try person(opening)
    if let person { try verify(opening.cells, of: person) }
    try verify(opening.erased, beside: opening, person)
    try verify(opening.people)
    return ProvenEntry(
      leaf: leaf,
      surrogate: person?.surrogate,
      previous: person?.previous,
      commitment: person?.user,
      size: person.map { $0.values == nil ? 0 : $0.size },
      user: opening.user,
      cells: opening.cells,
      texts: opening.texts,
      erased: opening.erased,
      people: opening.people
    )
  }

  private func refusal(_ problem: String) -> EvidenceRefusal {
    .opening(entry: leaf.entry, problem)
  }

  /// Texts must be in the order of the leaf, each once.
  private func verify(_ texts: [TextOpening]) throws(EvidenceRefusal) {
    var slots = leaf.texts[...]
    for text in texts {
      slots = slots.drop { $0.slot != text.slot }
      guard slots.popFirst()?.commitment == text.commitment else {
        throw refusal("its text '\(text.slot)' is another")
      }
    }
  }

  private func person(_ opening: Opening) throws(EvidenceRefusal) -> PersonRecord? {
    guard let bytes = opening.person else {
      guard opening.user == nil, opening.cells.isEmpty else {
        throw refusal("it is about a person, and the private part is missing")
      }
      return nil
    }
    guard MerkleHash.digest(of: bytes) == leaf.person,
      let person = try? PersonRecord(parsing: bytes, kind: leaf.kind)
    else { throw refusal("the private part is another") }
    if let user = opening.user {
      guard user.commitment(surrogate: person.surrogate) == person.user else {
        throw refusal("it is about another person")
      }
    }
    return person
  }

  private func verify(
    _ cells: [CellOpening],
    of person: PersonRecord
  ) throws(EvidenceRefusal) {
    var last: Int64 = 0
    for cell in cells {
      guard cell.ordinal > last else {
        throw refusal("value \(cell.ordinal) is out of order")
      }
      last = cell.ordinal
      try include(cell.value.commitment, at: cell.ordinal, cell.proof, of: person)
    }
  }

  private func include(
    _ commitment: MerkleHash,
    at ordinal: Int64,
    _ proof: [MerkleHash],
    of person: PersonRecord
  ) throws(EvidenceRefusal) {
    guard let root = person.values, ordinal > 0, ordinal <= person.size else {
      throw refusal("it states no value \(ordinal)")
    }
    let inclusion = InclusionProof(
      index: UInt64(ordinal - 1),
      size: UInt64(person.size),
      hashes: proof
    )
    do { try inclusion.verify(leaf: commitment, root: root) } catch {
      throw refusal("value \(ordinal) is another. \(error.message)")
    }
  }

  /// Places in the tree over the people of a reading must be there, in their order.
  private func verify(_ people: [PeoplePlace]) throws(EvidenceRefusal) {
    guard !people.isEmpty else { return }
    guard let set = leaf.access?.set else { throw refusal("it names no people") }
    var last: PeoplePlace?
    for place in people {
      guard place.place > last?.place ?? -1, place.place < set.people,
        last.map({ $0.member.precedes(place.member) }) ?? true
      else { throw refusal("the people of its set are out of order") }
      last = place
      let inclusion = InclusionProof(
        index: UInt64(place.place),
        size: UInt64(set.people),
        hashes: place.proof
      )
      do { try inclusion.verify(leaf: place.member, root: set.root) } catch {
        throw refusal("place \(place.place) of its set of people is another. \(error.message)")
      }
    }
  }

  private func verify(
    _ erased: [ErasedSlot],
    beside opening: Opening,
    _ person: PersonRecord?
  ) throws(EvidenceRefusal) {
    var seen = Set(opening.cells.map { String($0.ordinal) } + opening.texts.map(\.slot))
    if opening.user != nil { seen.insert(ErasedSlot.user) }
    for slot in erased {
      guard seen.insert(slot.slot).inserted else {
        throw refusal("'\(slot.slot)' is both shown and erased, or erased twice")
      }
      try stands(slot, person)
      try wasErased(slot)
    }
  }

  /// Checks that the commitment to an erased part is in the entry.
  private func stands(
    _ slot: ErasedSlot,
    _ person: PersonRecord?
  ) throws(EvidenceRefusal) {
    if let ordinal = slot.ordinal {
      guard let person else { throw refusal("the private part is missing") }
      return try include(slot.commitment, at: ordinal, slot.proof, of: person)
    }
    let own =
      slot.slot == ErasedSlot.user
      ? person?.user : leaf.texts.first { $0.slot == slot.slot }?.commitment
    guard slot.proof.isEmpty, slot.commitment == own else {
      throw refusal("it has no '\(slot.slot)' of this commitment")
    }
  }

  /// Checks that a later entry erased it.
  private func wasErased(_ slot: ErasedSlot) throws(EvidenceRefusal) {
    guard slot.erasure > leaf.entry, let erased = leaves[slot.erasure]?.erasure,
      slot.place >= 0, slot.place < erased.items
    else { throw refusal("no later entry of the bundle says that '\(slot.slot)' was erased") }
    let way = InclusionProof(
      index: UInt64(slot.place),
      size: UInt64(erased.items),
      hashes: slot.way
    )
    do { try way.verify(leaf: slot.leaf, root: erased.root) } catch {
      throw refusal("entry \(slot.erasure) did not erase '\(slot.slot)'")
    }
  }
}
