import TransparencyLog

/// Reads the bytes that ``RecordWriter`` writes, and accepts no other spelling.
struct RecordReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func raw(_ count: Int) throws(MalformedRecord) -> [UInt8] {
    guard count >= 0, rest.count >= count else { throw MalformedRecord() }
    defer { rest = rest.dropFirst(count) }
    return [UInt8](rest.prefix(count))
  }

  mutating func byte() throws(MalformedRecord) -> UInt8 { try raw(1)[0] }

  mutating func flag() throws(MalformedRecord) -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw MalformedRecord()
    }
  }

  mutating func integer() throws(MalformedRecord) -> Int64 {
    try Int64(bitPattern: raw(8).reduce(0) { $0 << 8 | UInt64($1) })
  }

  mutating func count() throws(MalformedRecord) -> Int {
    try Int(raw(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) })
  }

  mutating func bytes() throws(MalformedRecord) -> [UInt8] { try raw(count()) }

  mutating func hash() throws(MalformedRecord) -> MerkleHash {
    guard let hash = try MerkleHash(raw(MerkleHash.byteCount)) else { throw MalformedRecord() }
    return hash
  }

  mutating func optionalInteger() throws(MalformedRecord) -> Int64? {
    try flag() ? try integer() : nil
  }

  mutating func optionalHash() throws(MalformedRecord) -> MerkleHash? {
    try flag() ? try hash() : nil
  }

  /// A text that concerns no person: absent, itself, or its digest if it is long.
  mutating func text() throws(MalformedRecord) -> RecordValue {
    switch try byte() {
    case 0: return .absent
    case 1:
      let text = try bytes()
      guard text.count <= RecordWriter.longestText,
        String(validating: text, as: UTF8.self) != nil
      else { throw MalformedRecord() }
      return .text(text)
    case 2: return .digest(try hash())
    default: throw MalformedRecord()
    }
  }

  func end() throws(MalformedRecord) { guard isAtEnd else { throw MalformedRecord() } }
}

/// Bytes that are no record of the proof.
package struct MalformedRecord: Error {}
