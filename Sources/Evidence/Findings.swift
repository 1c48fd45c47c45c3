package import LeafFormat
import Roster
package import TransparencyLog

/// What a verified bundle shows.
///
/// Only `BundleVerifier` makes one.
package struct Findings: Hashable, Sendable {
  /// The head of the log that everything is proven against.
  package let checkpoint: Checkpoint
  /// The key of the log.
  package let log: VerifierKey
  /// Who cosigned that head.
  package let cosigners: [Cosigner]
  /// The entries that are shown, in the order of the log.
  package let entries: [ProvenEntry]
  /// The people whose entries are shown.
  package let people: [ProvenPerson]
  /// Who looked at these people, for those for whom the bundle shows it.
  package let accesses: [ProvenAccesses]
  /// The sizes of older heads that this one is proven to extend.
  package let continues: [UInt64]
  /// The time stamp; `openssl ts` verifies its signature.
  package let timeStamp: TimeStampReply?
  /// The size of the checkpoint that the verifier had, which this head extends.
  package let heldSize: UInt64?
  /// A report that is signed with the log's key for this head.
  package let report: Report?

  /// A file that was made from the log.
  package struct Report: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Its SHA-256.
    package let digest: MerkleHash
  }

  /// A witness whose line is genuine.
  package struct Cosigner: Hashable, Sendable {
    /// The witness's key.
    package let key: VerifierKey
    /// When it saw the head, according to its line, in seconds since 1970.
    package let seconds: UInt64
    /// Whether the verifier's own policy has it, and not only the bundle.
    package let isTrusted: Bool
  }

  /// How many values are shown, in all entries.
  package var disclosed: Int { entries.reduce(0) { $0 + $1.cells.count } }

  /// How many parts were erased later, with proof.
  package var erased: Int { entries.reduce(0) { $0 + $1.erased.count } }

  /// How many values of all entries are neither shown nor erased.
  package var withheld: Int64 { entries.reduce(0) { $0 + $1.withheld } }
}

/// An entry that is proven to be in the log.
package struct ProvenEntry: Hashable, Sendable {
  /// The contents of its leaf.
  package let leaf: LeafRecord
  /// The random bytes in place of the person; nil if the private part is not shown.
  package let surrogate: [UInt8]?
  /// The number of the same person's entry before it, 0 for their first; nil if that is not shown.
  package let previous: Int64?
  /// The commitment of the person's key, if this is their first entry.
  package let commitment: MerkleHash?
  /// How many values it states; nil if the private part is not shown.
  package let size: Int64?
  /// The person's key, if this is their first entry and shows it.
  package let user: UserOpening?
  /// The values that are shown.
  package let cells: [CellOpening]
  /// The texts that are shown.
  package let texts: [TextOpening]
  /// What was erased later, with proof.
  package let erased: [ErasedSlot]
  /// Places in the tree over the people whom a reading showed.
  package let people: [PeoplePlace]

  /// How many of its values are neither shown nor erased.
  package var withheld: Int64 {
    (size ?? 0) - Int64(cells.count) - Int64(erased.count { $0.ordinal != nil })
  }

  /// Whether it concerns a person who is not shown.
  package var hidesPerson: Bool { leaf.person != nil && surrogate == nil }
}

/// A person whose entries are shown.
package struct ProvenPerson: Hashable, Sendable {
  /// The random bytes in their place.
  package let surrogate: [UInt8]
  /// The person's key, if their first entry shows it.
  package let user: UserOpening?
  /// The commitment of their key, if their first entry is shown.
  package let commitment: MerkleHash?
  /// The numbers of the first and the last of their shown entries.
  package let entries: ClosedRange<Int64>
  /// Whether these are all of their entries up to the last one shown.
  package let isComplete: Bool

  /// The person, in a page or a table.
  package var shown: String {
    if let user { return "\(user.system) \(user.key)" }
    return "person \(Hexadecimal.text(surrogate.prefix(4)))"
  }
}

extension ProvenPerson {
  /// The people of entries, in the order of their first ones.
  static func all(in entries: [ProvenEntry]) -> [ProvenPerson] {
    var order: [[UInt8]] = []
    var bySurrogate: [[UInt8]: [ProvenEntry]] = [:]
    for entry in entries {
      guard let surrogate = entry.surrogate else { continue }
      if bySurrogate[surrogate] == nil { order.append(surrogate) }
      bySurrogate[surrogate, default: []].append(entry)
    }
    return order.compactMap { surrogate in
      guard let own = bySurrogate[surrogate], let first = own.first, let last = own.last else {
        return nil
      }
      var previous: Int64 = 0
      var isComplete = true
      for entry in own {
        isComplete = isComplete && entry.previous == previous
        previous = entry.leaf.entry
      }
      return ProvenPerson(
        surrogate: surrogate,
        user: first.user,
        commitment: first.commitment,
        entries: first.leaf.entry...last.leaf.entry,
        isComplete: isComplete
      )
    }
  }
}

extension SaltedValue {
  /// The field, with the item in brackets if it is not 0.
  package var cell: String { item == 0 ? field : "\(field)[\(item)]" }

  /// The content for people; anything but a text is in brackets.
  package var shown: String {
    switch form {
    case ContentForm.emptyList: return "(empty list)"
    case ContentForm.nullList: return "(null instead of a list)"
    case ContentForm.missingList: return "(no list)"
    case ContentForm.gone: return "(gone)"
    default: break
    }
    let value = Self.part(form % 4, value)
    return 4..<12 ~= form ? "\(value) (\(Self.part(form / 4 - 1, label)))" : value
  }

  private static func part(_ kind: Int64, _ text: String?) -> String {
    switch kind {
    case 2: "null"
    case 3: "absent"
    default: text ?? ""
    }
  }
}
