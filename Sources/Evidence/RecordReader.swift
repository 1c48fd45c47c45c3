import TransparencyLog

/// Reads the bytes of one record of the proof, field by field (docs/format.md, "Encoding").
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

  mutating func optional<Value>(
    _ read: (inout RecordReader) throws(MalformedRecord) -> Value
  ) throws(MalformedRecord) -> Value? {
    try flag() ? try read(&self) : nil
  }

  mutating func optionalInteger() throws(MalformedRecord) -> Int64? {
    try flag() ? try integer() : nil
  }

  mutating func optionalHash() throws(MalformedRecord) -> MerkleHash? {
    try flag() ? try hash() : nil
  }

  /// A text that is not personal: nil for NULL, its digest if it is long.
  mutating func text() throws(MalformedRecord) -> String? {
    switch try byte() {
    case 0: return nil
    case 1:
      guard let text = String(validating: try bytes(), as: UTF8.self) else {
        throw MalformedRecord()
      }
      return text
    case 2: return "sha256:\(try hash())"
    default: throw MalformedRecord()
    }
  }

  func end() throws(MalformedRecord) { guard isAtEnd else { throw MalformedRecord() } }
}

/// Bytes that are no record of the proof.
struct MalformedRecord: Error {}

/// Writes the bytes of a commitment.
struct RecordWriter {
  private(set) var bytes: [UInt8]

  init(_ mark: Unicode.Scalar) { bytes = [UInt8(ascii: mark)] }

  mutating func integer(_ value: Int64) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func raw(_ value: [UInt8]) { bytes += value }

  mutating func lengthed(_ value: some Collection<UInt8>) {
    withUnsafeBytes(of: UInt32(value.count).bigEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: value)
  }

  mutating func optional(_ value: String?) {
    bytes.append(value == nil ? 0 : 1)
    if let value { lengthed(value.utf8) }
  }

  var leafHash: MerkleHash { MerkleHash.leaf(bytes) }
}
