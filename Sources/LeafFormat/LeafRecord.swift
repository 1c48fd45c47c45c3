import Roster
package import TransparencyLog

/// An entry's leaf: what its bytes say (docs/format.md, "The leaf").
///
/// It names no person: a hash commits to everything about a person. The ledger makes the bytes with
/// ``write(to:)``, and who checks a bundle reads them with ``init(parsing:)``.
package struct LeafRecord: Hashable, Sendable {
  /// The first byte of a leaf.
  private static let version: UInt8 = 1

  /// What all entries of an append share; their leaves begin with the same bytes, made once.
  package struct Append: Hashable, Sendable {
    package static let fields: [RecordField] = [
      .text("system"), .integer("id"), .integer("operation"), .integer("first_entry"),
      .integer("entries"), .integer("recorded_at"), .optionalInteger("clock_at"),
      .optionalInteger("asked_at"), .optionalInteger("received_at"), .text("request_id"),
      .optionalHash("asked"), .optionalHash("scope"), .integer("returned"), .integer("changed"),
      .integer("gone"),
    ]

    fileprivate let values: [RecordValue]
    fileprivate let bytes: [UInt8]

    /// Takes the values of ``fields``.
    package init(_ values: [RecordValue]) {
      self.values = values
      var record = RecordWriter()
      record.write(values, as: Self.fields)
      bytes = record.bytes
    }
  }

  private let append: Append
  /// The entry's number, from 1; the leaf's index is one less.
  package let entry: Int64
  /// The number of the entry's kind (`EntryKind.code`).
  package let kind: Int64
  /// What the first entry commits to about the ledger itself.
  private let ledger: MerkleHash?
  /// The companies that the append recorded, if this is its first entry.
  private let company: MerkleHash?
  /// The values of `EntryKind.facts`; empty for a kind that is not known.
  private let facts: [RecordValue]
  /// The commitment to the private part; nil for an entry without a person.
  package let person: MerkleHash?

  /// Takes the parts of a leaf: `facts` are the values of `EntryKind.facts`.
  package init(
    append: Append,
    entry: Int64,
    kind: Int64,
    ledger: MerkleHash?,
    company: MerkleHash?,
    facts: [RecordValue],
    person: MerkleHash?
  ) {
    self.append = append
    self.entry = entry
    self.kind = kind
    self.ledger = ledger
    self.company = company
    self.facts = facts
    self.person = person
  }

  /// Writes the leaf.
  package func write(to leaf: inout RecordWriter) {
    leaf.byte(Self.version)
    leaf.raw(append.bytes)
    leaf.integer(entry)
    leaf.integer(kind)
    leaf.optional(ledger)
    leaf.optional(company)
    var record = RecordWriter()
    record.write(facts, as: Self.facts(of: kind))
    leaf.lengthed(record.bytes)
    leaf.optional(person)
  }

  /// Reads a leaf; of a kind that is not known, the facts are left out.
  package init(parsing bytes: [UInt8]) throws(MalformedRecord) {
    var reader = RecordReader(bytes)
    guard try reader.byte() == Self.version else { throw MalformedRecord() }
    append = Append(try reader.read(Append.fields))
    entry = try reader.integer()
    kind = try reader.integer()
    ledger = try reader.optionalHash()
    company = try reader.optionalHash()
    var record = RecordReader(try reader.bytes())
    facts = try record.read(Self.facts(of: kind))
    if EntryKind(code: kind) != nil { try record.end() }
    person = try reader.optionalHash()
    try reader.end()
    let (first, entries) = (number("first_entry"), number("entries"))
    guard entry >= first, entry - first < entries else { throw MalformedRecord() }
  }

  private static func facts(of kind: Int64) -> [RecordField] { EntryKind(code: kind)?.facts ?? [] }

  private func value(_ name: String) -> RecordValue {
    zip(Append.fields, append.values).first { $0.0.name == name }?.1 ?? .absent
  }

  private func number(_ name: String) -> Int64 {
    guard case .integer(let number) = value(name) else { return 0 }
    return number
  }

  /// The operation's system.
  package var system: String { value("system").shown ?? "" }
  /// The operation that recorded the entry.
  package var operation: Int64 { number("operation") }
  /// When it was recorded, in milliseconds since 1970.
  package var recordedAt: Int64 { number("recorded_at") }
  /// The name of the kind; the number of one that is not known.
  package var kindName: String { EntryKind(code: kind)?.rawValue ?? String(kind) }

  /// The facts that the leaf says in the clear, with their names.
  package var openFacts: [(name: String, text: String)] {
    flatFacts.compactMap { field, value in value.shown.map { (field.name, $0) } }
  }

  /// The commitments to the entry's personal texts, with the names of the texts.
  package var texts: [(slot: String, commitment: MerkleHash)] {
    flatFacts.compactMap { field, value in
      guard case .optionalHash(let name) = field, case .hash(let hash) = value else { return nil }
      return (name, hash)
    }
  }

  /// How many items an erased or a forgotten entry took, and the root of the tree over them.
  package var erasure: (items: Int64, root: MerkleHash)? {
    guard [.erased, .forgotten].contains(EntryKind(code: kind)),
      case .integer(let items) = facts[0],
      case .hash(let root) = facts[1]
    else { return nil }
    return (items, root)
  }

  /// Of an accessed entry: the one before it that is about no one person, 0 if there is none, and
  /// the set of people whom the reading showed, nil if it has none.
  package var access: (previous: Int64, set: PeopleSet?)? {
    guard EntryKind(code: kind) == .accessed else { return nil }
    var previous: Int64 = 0
    var (people, root): (Int64?, MerkleHash?) = (nil, nil)
    for (field, value) in flatFacts {
      switch (field, value) {
      case (.integer("previous"), .integer(let number)): previous = number
      case (.count("people"), .integer(let number)): people = number
      case (.hash("root"), .hash(let hash)): root = hash
      default: break
      }
    }
    guard let people, let root else { return (previous, nil) }
    return (previous, PeopleSet(people: people, root: root))
  }

  /// What an accessed entry commits to about the people whom a reading showed.
  package struct PeopleSet: Hashable, Sendable {
    /// How many they are.
    package let people: Int64
    /// The root of the tree over the commitments of their keys.
    package let root: MerkleHash
  }

  /// The facts, with the parts of those that consist of others.
  private var flatFacts: [(RecordField, RecordValue)] {
    func flat(_ fields: [RecordField], _ values: [RecordValue]) -> [(RecordField, RecordValue)] {
      zip(fields, values).flatMap { field, value in
        guard case .record(let values) = value else { return [(field, value)] }
        return flat(field.parts, values)
      }
    }
    return flat(Self.facts(of: kind), facts)
  }
}
