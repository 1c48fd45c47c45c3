package import TransparencyLog

/// What a bundle shows, once it is verified.
///
/// Only `BundleVerifier` makes one.
package struct Findings: Hashable, Sendable {
  /// The head of the log that everything is proven against.
  package let checkpoint: Checkpoint
  /// The key of the log.
  package let log: VerifierKey
  /// Who else saw that head.
  package let cosigners: [Cosigner]
  /// The entries that are shown, in the order of the log.
  package let entries: [ProvenEntry]
  /// The people whose entries are shown.
  package let people: [ProvenPerson]
  /// Sizes of older heads that this one is proven to continue.
  package let continues: [UInt64]
  /// What a time stamp says, whose own signature `openssl ts` verifies.
  package let timeStamp: TimeStampReply?
  /// The size of the checkpoint that the verifier held, and that fits.
  package let heldSize: UInt64?
  /// A report that the log's key stands by, as of this head.
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
    /// When it says to have seen the head, in seconds since 1970.
    package let seconds: UInt64
    /// Whether the verifier's own policy knows it, and not the bundle alone.
    package let isTrusted: Bool
  }

  /// How many values are shown, of all entries.
  package var disclosed: Int { entries.reduce(0) { $0 + $1.cells.count } }

  /// How many things were erased since, with proof.
  package var erased: Int { entries.reduce(0) { $0 + $1.erased.count } }

  /// How many values of all entries are neither shown nor erased.
  package var withheld: Int64 { entries.reduce(0) { $0 + $1.withheld } }
}

/// An entry that is proven to be in the log.
package struct ProvenEntry: Hashable, Sendable {
  /// What its leaf says.
  package let leaf: LeafRecord
  /// The random bytes that stand for the person, where the private part is shown.
  package let surrogate: [UInt8]?
  /// The same person's entry before it; 0 for their first; nil where that is not shown.
  package let previous: Int64?
  /// How many values it states; nil where the private part is not shown.
  package let size: Int64?
  /// Whose entry it is, where it is the person's first and shows it.
  package let user: UserOpening?
  /// The values that are shown.
  package let cells: [CellOpening]
  /// The texts that are shown.
  package let texts: [TextOpening]
  /// What was erased since, with proof.
  package let erased: [ErasedSlot]

  /// How many of its values are neither shown nor erased.
  package var withheld: Int64 {
    (size ?? 0) - Int64(cells.count) - Int64(erased.count { $0.ordinal != nil })
  }

  /// Whether it is about a person, and nothing says about whom.
  package var hidesPerson: Bool { leaf.person != nil && surrogate == nil }
}

/// A person whose entries are shown.
package struct ProvenPerson: Hashable, Sendable {
  /// The random bytes that stand for them.
  package let surrogate: [UInt8]
  /// Who that is, where their first entry shows it.
  package let user: UserOpening?
  /// The first and the last of their entries that are shown.
  package let entries: ClosedRange<Int64>
  /// Whether the shown entries are all that there are of them up to the last one shown.
  package let isComplete: Bool

  /// The person, as a page or a table names them.
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
        entries: first.leaf.entry...last.leaf.entry,
        isComplete: isComplete
      )
    }
  }
}

extension SaltedValue {
  /// Where the content stands, as people write it.
  package var cell: String { item == 0 ? field : "\(field)[\(item)]" }

  /// The content as people read it; what is no text stands in brackets.
  package var shown: String {
    switch form {
    case 32: return "(empty list)"
    case 33: return "(null instead of a list)"
    case 34: return "(no list)"
    case 35: return "(gone)"
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
