package import TransparencyLog

/// A field of a record that is written and read by a table, as the facts in a leaf are.
///
/// Its name is that of its column in the ledger and in docs/format.md.
package enum RecordField: Hashable, Sendable {
  case integer(String)
  case optionalInteger(String)
  case count(String)
  case text(String)
  case bytes(String)
  case hash(String)
  /// In the facts of an entry: the commitment of a personal text.
  case optionalHash(String)
  /// `bytes` that are a record themselves.
  case record([RecordField])
  /// `opt`: nothing, or these fields.
  case optional([RecordField])
  /// These fields again and again, to the end of the record.
  case rows([RecordField])

  /// The name; empty for fields that consist of others.
  package var name: String {
    switch self {
    case .integer(let name), .optionalInteger(let name), .count(let name), .text(let name),
      .bytes(let name), .hash(let name), .optionalHash(let name):
      name
    case .record, .optional, .rows: ""
    }
  }

  /// The fields of which it consists; empty for a single one.
  package var parts: [RecordField] {
    switch self {
    case .record(let parts), .optional(let parts), .rows(let parts): parts
    default: []
    }
  }
}

/// What a ``RecordField`` says.
package enum RecordValue: Hashable, Sendable {
  case absent
  case integer(Int64)
  /// The UTF-8 of a text.
  case text([UInt8])
  /// SHA-256 of a text that is too long for a leaf.
  case digest(MerkleHash)
  case bytes([UInt8])
  case hash(MerkleHash)
  /// The values of a field that consists of others; of `rows`, a record for each row.
  case record([RecordValue])

  /// A hash, if there is one.
  package init(_ hash: MerkleHash?) { self = hash.map { .hash($0) } ?? .absent }

  /// A number, a text or bytes, in words; nil for anything else.
  var shown: String? {
    switch self {
    case .integer(let number): String(number)
    case .text(let bytes): String(decoding: bytes, as: UTF8.self)
    case .digest(let digest): "sha256:\(digest)"
    case .bytes(let bytes): Hexadecimal.text(bytes)
    case .absent, .hash, .record: nil
    }
  }
}

extension RecordWriter {
  /// Writes values by their fields; each must be one that its field can have.
  mutating func write(_ values: [RecordValue], as fields: [RecordField]) {
    precondition(values.count == fields.count, "\(values.count) values of \(fields.count) fields")
    for (value, field) in zip(values, fields) { write(value, as: field) }
  }

  private mutating func write(_ value: RecordValue, as field: RecordField) {
    switch (field, value) {
    case (.optionalInteger, .absent), (.text, .absent), (.optionalHash, .absent),
      (.optional, .absent):
      byte(0)
    case (.integer, .integer(let number)): integer(number)
    case (.optionalInteger, .integer(let number)): optional(number)
    case (.count, .integer(let number)): count(Int(number))
    case (.text, .text(let text)): text.withUnsafeBytes { self.text($0) }
    case (.text, .digest(let digest)):
      byte(2)
      hash(digest)
    case (.bytes, .bytes(let bytes)): lengthed(bytes)
    case (.hash, .hash(let hash)): self.hash(hash)
    case (.optionalHash, .hash(let hash)): optional(hash)
    case (.record(let parts), .record(let values)):
      var record = RecordWriter()
      record.write(values, as: parts)
      lengthed(record.bytes)
    case (.optional(let parts), .record(let values)):
      byte(1)
      write(values, as: parts)
    case (.rows(let parts), .record(let rows)):
      for case .record(let values) in rows { write(values, as: parts) }
    default: preconditionFailure("\(field) cannot be \(value)")
    }
  }
}

extension RecordReader {
  /// Reads the values of fields.
  mutating func read(_ fields: [RecordField]) throws(MalformedRecord) -> [RecordValue] {
    var values: [RecordValue] = []
    for field in fields { values.append(try read(field)) }
    return values
  }

  private mutating func read(_ field: RecordField) throws(MalformedRecord) -> RecordValue {
    switch field {
    case .integer: return .integer(try integer())
    case .optionalInteger: return try optionalInteger().map { .integer($0) } ?? .absent
    case .count: return .integer(Int64(try count()))
    case .text: return try text()
    case .bytes: return .bytes(try bytes())
    case .hash: return .hash(try hash())
    case .optionalHash: return RecordValue(try optionalHash())
    case .record(let parts):
      var record = RecordReader(try bytes())
      let values = try record.read(parts)
      try record.end()
      return .record(values)
    case .optional(let parts): return try flag() ? .record(try read(parts)) : .absent
    case .rows(let parts):
      var rows: [RecordValue] = []
      while !isAtEnd { rows.append(.record(try read(parts))) }
      return .record(rows)
    }
  }
}
