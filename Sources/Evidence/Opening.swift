public import TransparencyLog

/// What of an entry is shown beyond its leaf.
///
/// What is not in it stays hidden behind salted hashes, so any part can be left out.
public struct Opening: Hashable, Sendable {
  /// The private part of the leaf: needed for everything about a person.
  public var person: [UInt8]?
  /// Whose surrogate it is, which only a person's first entry can show.
  public var user: UserOpening?
  /// Stated values, by ordinal.
  public var cells: [CellOpening]
  /// Texts: who ran an operation, why, what a system answered.
  public var texts: [TextOpening]
  /// What was erased since, with the proof of that.
  public var erased: [ErasedSlot]

  /// Puts an opening together; without arguments, one that opens nothing.
  ///
  /// - Parameters:
  ///   - person: The private part.
  ///   - user: Whose surrogate it is.
  ///   - cells: Stated values, in the order of their ordinals.
  ///   - texts: Texts, in the order of the leaf.
  ///   - erased: What was erased since.
  public init(
    person: [UInt8]? = nil,
    user: UserOpening? = nil,
    cells: [CellOpening] = [],
    texts: [TextOpening] = [],
    erased: [ErasedSlot] = []
  ) {
    self.person = person
    self.user = user
    self.cells = cells
    self.texts = texts
    self.erased = erased
  }

  /// Whether it opens nothing.
  public var isEmpty: Bool { self == Opening() }
}

/// The key of a person, with what it is committed under.
public struct UserOpening: Hashable, Sendable {
  /// 16 random bytes.
  public let salt: [UInt8]
  /// The system that knows the person.
  public let system: String
  /// The person's key there.
  public let key: String

  /// Opens a person's key.
  ///
  /// - Parameters:
  ///   - salt: 16 random bytes.
  ///   - system: The system that knows the person.
  ///   - key: The person's key there.
  public init(salt: [UInt8], system: String, key: String) {
    self.salt = salt
    self.system = system
    self.key = key
  }

  /// The commitment of system, surrogate and key.
  func commitment(surrogate: [UInt8]) -> MerkleHash {
    var record = RecordWriter("U")
    record.lengthed(salt)
    record.lengthed(system.utf8)
    record.lengthed(surrogate)
    record.lengthed(key.utf8)
    return record.leafHash
  }
}

/// One stated value, and its way to the root of the entry's values tree.
public struct CellOpening: Hashable, Sendable {
  /// Its place among the entry's stated values, from 1.
  public let ordinal: Int64
  /// What is there.
  public let value: SaltedValue
  /// The proof that it is a leaf of the values tree.
  public let proof: [MerkleHash]

  /// Opens a value.
  ///
  /// - Parameters:
  ///   - ordinal: Its place among the entry's stated values, from 1.
  ///   - value: What is there.
  ///   - proof: The hashes of its inclusion proof.
  public init(ordinal: Int64, value: SaltedValue, proof: [MerkleHash]) {
    self.ordinal = ordinal
    self.value = value
    self.proof = proof
  }
}

/// The content of a cell as it is committed to.
public struct SaltedValue: Hashable, Sendable {
  /// 16 random bytes.
  public let salt: [UInt8]
  /// The field's code.
  public let field: String
  /// The item of a detail group, from 0.
  public let item: Int64
  /// How value and label were there (docs/format.md, "Forms").
  public let form: Int64
  /// The value, where it is stored.
  public let value: String?
  /// The label, where it is stored.
  public let label: String?

  /// States a content.
  ///
  /// - Parameters:
  ///   - salt: 16 random bytes.
  ///   - field: The field's code.
  ///   - item: The item of a detail group, from 0.
  ///   - form: How value and label were there.
  ///   - value: The value, where it is stored.
  ///   - label: The label, where it is stored.
  public init(
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
  public var commitment: MerkleHash {
    var record = RecordWriter("V")
    record.lengthed(salt)
    record.lengthed(field.utf8)
    record.integer(item)
    record.integer(form)
    record.optional(value)
    record.optional(label)
    return record.leafHash
  }
}

/// A text that belongs to an entry.
public struct TextOpening: Hashable, Sendable {
  /// What it is, by its column: `actor`, `reason`, `message`.
  public let slot: String
  /// 16 random bytes.
  public let salt: [UInt8]
  /// The text.
  public let content: String

  /// Opens a text.
  ///
  /// - Parameters:
  ///   - slot: What it is.
  ///   - salt: 16 random bytes.
  ///   - content: The text.
  public init(slot: String, salt: [UInt8], content: String) {
    self.slot = slot
    self.salt = salt
    self.content = content
  }

  var commitment: MerkleHash {
    var record = RecordWriter("T")
    record.lengthed(salt)
    record.lengthed(content.utf8)
    return record.leafHash
  }
}
