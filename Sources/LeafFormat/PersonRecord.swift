package import Roster
package import TransparencyLog

/// The private part of a leaf: the person whom the entry concerns, and what it states about them
/// (docs/format.md, "The leaf").
package struct PersonRecord: Hashable, Sendable {
  /// An event that has a row of its own.
  package struct StoredEvent: Hashable, Sendable {
    package let number: EventID
    /// Its place in the entry's stated set, from 1.
    package let ordinal: Int64
    package let isChanged: Bool

    package init(number: EventID, ordinal: Int64, isChanged: Bool) {
      self.number = number
      self.ordinal = ordinal
      self.isChanged = isChanged
    }
  }

  /// A `unionid` that the entry added.
  package struct Union: Hashable, Sendable {
    package let number: Int64
    package let commitment: MerkleHash

    package init(number: Int64, commitment: MerkleHash) {
      self.number = number
      self.commitment = commitment
    }
  }

  /// 32 bytes that only the owner of the ledger's key can make.
  private let nonce: [UInt8]
  /// 16 random bytes in place of the person.
  package let surrogate: [UInt8]
  /// The number of the same person's entry before this one; 0 if this is the first.
  package let previous: Int64
  /// The commitment to the person's key, in their first entry.
  package let user: MerkleHash?
  /// The hash of the scope, if the entry states values.
  private let scope: MerkleHash?
  /// The root of the values tree, if the entry states values.
  package let values: MerkleHash?
  /// How many cells came back.
  private let returned: Int64
  private let events: [StoredEvent]
  private let unions: [Union]
  /// The values of `EntryKind.details`.
  private let details: [RecordValue]

  package init(
    nonce: [UInt8],
    surrogate: [UInt8],
    previous: Int64,
    user: MerkleHash?,
    scope: MerkleHash?,
    values: MerkleHash?,
    returned: Int64,
    events: [StoredEvent],
    unions: [Union],
    details: [RecordValue]
  ) {
    self.nonce = nonce
    self.surrogate = surrogate
    self.previous = previous
    self.user = user
    self.scope = scope
    self.values = values
    self.returned = returned
    self.events = events
    self.unions = unions
    self.details = details
  }

  /// Writes the private part of an entry of a kind (`EntryKind.code`).
  package func write(to person: inout RecordWriter, kind: Int64) {
    person.byte(UInt8(ascii: "P"))
    person.raw(nonce)
    person.lengthed(surrogate)
    person.integer(previous)
    person.optional(user)
    person.optional(scope)
    person.optional(values)
    person.integer(returned)
    person.count(events.count)
    for event in events {
      person.integer(event.number.rawValue)
      person.integer(event.ordinal)
      person.byte(event.isChanged ? 1 : 0)
    }
    person.count(unions.count)
    for union in unions {
      person.integer(union.number)
      person.hash(union.commitment)
    }
    person.write(details, as: EntryKind(code: kind)?.details ?? [])
  }

  /// Reads the private part of an entry of a kind; of one that is not known, the details are left
  /// out.
  package init(parsing bytes: [UInt8], kind: Int64) throws(MalformedRecord) {
    var reader = RecordReader(bytes)
    guard try reader.byte() == UInt8(ascii: "P") else { throw MalformedRecord() }
    nonce = try reader.raw(32)
    surrogate = try reader.bytes()
    previous = try reader.integer()
    user = try reader.optionalHash()
    scope = try reader.optionalHash()
    values = try reader.optionalHash()
    returned = try reader.integer()
    var events: [StoredEvent] = []
    for _ in 0..<(try reader.count()) {
      events.append(
        try StoredEvent(
          number: EventID(reader.integer()),
          ordinal: reader.integer(),
          isChanged: reader.flag()
        )
      )
    }
    self.events = events
    var unions: [Union] = []
    for _ in 0..<(try reader.count()) {
      unions.append(try Union(number: reader.integer(), commitment: reader.hash()))
    }
    self.unions = unions
    guard let kind = EntryKind(code: kind) else {
      details = []
      return
    }
    details = try reader.read(kind.details)
    try reader.end()
  }

  /// How many leaves the values tree has.
  package var size: Int64 {
    // Of an intended entry, the values are its events, and the second detail is their number.
    if details.count == 3, case .integer(let events) = details[1] { return events }
    // The returned cells come first; those that did not come back follow, always as events.
    return returned + Int64(events.count { $0.ordinal > returned })
  }
}
