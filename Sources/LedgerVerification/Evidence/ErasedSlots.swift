import Ledger
import LedgerProof
import LedgerStorage
import Evidence
import GRDB
import LeafFormat
import Roster
import TransparencyLog

/// The erased parts of the entries that are shown, with the proofs of the erasures.
struct ErasedSlots {
  /// The erased entry that deleted something, and the item's index in it.
  private struct Erased {
    let entry: EntryID
    let place: Int
    let tree: ErasureTree
  }

  private let database: Database
  /// The size of the head; an erasure after this entry cannot be proven against it.
  private let size: EntryID
  private var trees: [EntryID: ErasureTree] = [:]
  /// The erased entries that were named.
  private(set) var entries: Set<EntryID> = []

  init(_ database: Database, size: UInt64) {
    self.database = database
    self.size = EntryID(lastOf: size)
  }

  /// A stated value that was erased; nil if it was not, or only after the head.
  mutating func value(
    _ event: EventID,
    ordinal: Int,
    proof: [MerkleHash]
  ) throws -> ErasedSlot? {
    guard let erased = try erased(.value, event.rawValue) else { return nil }
    return try slot(String(ordinal), event.rawValue, erased, proof: proof)
  }

  /// A text that was erased.
  mutating func text(_ number: Int64, slot name: String) throws -> ErasedSlot? {
    guard let erased = try erased(.text, number) else { return nil }
    return try slot(name, number, erased, proof: [])
  }

  /// The key of an erased person.
  mutating func user(_ number: UserNumber) throws -> ErasedSlot? {
    guard let erased = try erased(.user, number.rawValue) else { return nil }
    return try slot("user", number.rawValue, erased, proof: [])
  }

  private mutating func erased(
    _ kind: CommitmentKind,
    _ number: Int64
  ) throws -> Erased? {
    guard
      let entry: EntryID = try database.first(
        "SELECT erasure FROM erased_\(kind) WHERE id = ? AND erasure <= ?",
        [number, size],
        read: { $0.integer(0) }
      )
    else { return nil }
    let tree = try trees[entry] ?? ErasureTree(ofEntry: entry, in: database)
    trees[entry] = tree
    let place = tree.items.firstIndex { $0.kind == kind && $0.number == number }
    return place.map { Erased(entry: entry, place: $0, tree: tree) }
  }

  private mutating func slot(
    _ name: String,
    _ number: Int64,
    _ erased: Erased,
    proof: [MerkleHash]
  ) throws -> ErasedSlot {
    entries.insert(erased.entry)
    let items = erased.tree.items
    return ErasedSlot(
      slot: name,
      number: number,
      commitment: items[erased.place].commitment,
      proof: proof,
      erasure: erased.entry.rawValue,
      place: Int64(erased.place),
      way: try ValuesTree.proof(of: erased.place, in: items.map(\.hash))
    )
  }
}
