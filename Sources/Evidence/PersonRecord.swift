import TransparencyLog

/// The private part of a leaf: the person whom the entry concerns, and what it states about them.
struct PersonRecord {
  /// An event that has a row of its own.
  struct StoredEvent {
    let number: Int64
    let ordinal: Int64
    let isChanged: Bool
  }

  /// 16 random bytes in place of the person.
  let surrogate: [UInt8]
  /// The number of the same person's entry before this one; 0 if this is the first.
  let previous: Int64
  /// The commitment to the person's key, in their first entry.
  let user: MerkleHash?
  /// The root of the values tree, if the entry states values.
  let values: MerkleHash?
  let events: [StoredEvent]
  /// How many leaves the values tree has.
  let size: Int64

  init(parsing bytes: [UInt8], kind: String) throws(MalformedRecord) {
    var reader = RecordReader(bytes)
    guard try reader.byte() == UInt8(ascii: "P") else { throw MalformedRecord() }
    _ = try reader.raw(32)
    surrogate = try reader.bytes()
    previous = try reader.integer()
    user = try reader.optionalHash()
    _ = try reader.optionalHash()
    values = try reader.optionalHash()
    let returned = try reader.integer()
    var events: [StoredEvent] = []
    for _ in 0..<(try reader.count()) {
      events.append(
        try StoredEvent(
          number: reader.integer(),
          ordinal: reader.integer(),
          isChanged: reader.flag()
        )
      )
    }
    self.events = events
    for _ in 0..<(try reader.count()) {
      _ = try reader.integer()
      _ = try reader.hash()
    }
    guard kind == "intended" else {
      // The returned cells come first; those that did not come back follow, always as events.
      size = returned + Int64(events.count { $0.ordinal > returned })
      return
    }
    _ = try reader.integer()
    size = try reader.integer()
  }
}
