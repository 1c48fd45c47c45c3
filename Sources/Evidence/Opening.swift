import LeafFormat
package import TransparencyLog

/// What is shown of an entry in addition to its leaf.
///
/// Everything else remains hidden in salted hashes, so any part can be left out.
package struct Opening: Hashable, Sendable {
  /// The private part of the leaf; everything about a person needs it.
  package var person: [UInt8]?
  /// The key that belongs to the surrogate; only a person's first entry can show it.
  package var user: UserOpening?
  /// Stated values, by ordinal.
  package var cells: [CellOpening]
  /// Texts: who ran an operation, why, and a system's messages.
  package var texts: [TextOpening]
  /// What was erased later, with the proof.
  package var erased: [ErasedSlot]
  /// Places in the tree over the people whom a reading showed.
  package var people: [PeoplePlace]

  package init(
    person: [UInt8]? = nil,
    user: UserOpening? = nil,
    cells: [CellOpening] = [],
    texts: [TextOpening] = [],
    erased: [ErasedSlot] = [],
    people: [PeoplePlace] = []
  ) {
    self.person = person
    self.user = user
    self.cells = cells
    self.texts = texts
    self.erased = erased
    self.people = people
  }

  /// Whether it opens nothing.
  package var isEmpty: Bool { self == Opening() }
}

/// The key of a person, with the salt of its commitment.
package struct UserOpening: Hashable, Sendable {
  /// 16 random bytes.
  package let salt: [UInt8]
  /// The system that knows the person.
  package let system: String
  /// The person's key there.
  package let key: String

  package init(salt: [UInt8], system: String, key: String) {
    self.salt = salt
    self.system = system
    self.key = key
  }

  /// The commitment to system, surrogate and key.
  func commitment(surrogate: [UInt8]) -> MerkleHash {
    CommitmentKind.user
      .commitment(salt: salt, [UInt8](system.utf8), surrogate, [UInt8](key.utf8))
  }
}

/// One stated value, and its path to the root of the entry's values tree.
package struct CellOpening: Hashable, Sendable {
  /// Its ordinal among the entry's stated values, from 1.
  package let ordinal: Int64
  /// The value.
  package let value: SaltedValue
  /// The proof that it is a leaf of the values tree.
  package let proof: [MerkleHash]

  package init(ordinal: Int64, value: SaltedValue, proof: [MerkleHash]) {
    self.ordinal = ordinal
    self.value = value
    self.proof = proof
  }
}

/// The content of a cell, with the salt of its commitment.
package struct SaltedValue: Hashable, Sendable {
  /// 16 random bytes.
  package let salt: [UInt8]
  /// The field's code.
  package let field: String
  /// The item of a detail group, from 0.
  package let item: Int64
  /// How value and label are encoded (docs/format.md, "Forms").
  package let form: Int64
  /// The value, if it is stored.
  package let value: String?
  /// The label, if it is stored.
  package let label: String?

  package init(
    salt: [UInt8],
    field: String,
    item: Int64,
    form: Int64,
    value: String?,
    label: String?
  ) {
    self.salt = salt
    self.field = field
    self.item = item
    self.form = form
    self.value = value
    self.label = label
  }

  /// The commitment: a leaf of the values tree.
  package var commitment: MerkleHash {
    var record = RecordWriter()
    return salt.withUnsafeBytes { salt in
      Self.withBytes(value) { value in
        Self.withBytes(label) { label in
          record.valueCommitment(
            salt: salt,
            field: [UInt8](field.utf8),
            item: item,
            form: form,
            value: value,
            label: label
          )
        }
      }
    }
  }

  private static func withBytes<T>(
    _ text: String?,
    _ body: (UnsafeRawBufferPointer?) -> T
  ) -> T {
    guard let text else { return body(nil) }
    return [UInt8](text.utf8).withUnsafeBytes { body($0) }
  }
}

/// A text that belongs to an entry.
package struct TextOpening: Hashable, Sendable {
  /// Its column: `actor`, `reason`, `message`.
  package let slot: String
  /// 16 random bytes.
  package let salt: [UInt8]
  /// The text.
  package let content: String

  package init(slot: String, salt: [UInt8], content: String) {
    self.slot = slot
    self.salt = salt
    self.content = content
  }

  var commitment: MerkleHash {
    CommitmentKind.text.commitment(salt: salt, [UInt8](content.utf8))
  }
}
