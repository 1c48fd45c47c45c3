import Crypto
import TransparencyLog

/// The bytes of one record of the proof, written field by field; see docs/format.md, "Encoding".
///
/// Kept and cleared between records, so that it grows once.
struct ProofBytes {
  /// A text longer than this stands for itself by its digest, so that a leaf stays small.
  static let longestText = 1024

  private(set) var bytes: [UInt8] = []

  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  /// What stands there so far becomes `prefix`, and nothing else.
  mutating func start(with prefix: [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: prefix)
  }

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

  mutating func integer(_ value: Int64) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func count(_ value: Int) {
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: value).bigEndian) {
      bytes.append(contentsOf: $0)
    }
  }

  mutating func optional(_ value: Int64?) {
    guard let value else { return byte(0) }
    byte(1)
    integer(value)
  }

  mutating func hash(_ hash: MerkleHash) {
    hash.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func optional(_ hash: MerkleHash?) {
    guard let hash else { return byte(0) }
    byte(1)
    self.hash(hash)
  }

  /// Bytes without their length: only where the length never varies.
  mutating func raw(_ buffer: UnsafeRawBufferPointer) { bytes.append(contentsOf: buffer) }

  /// Bytes of any length, behind their length.
  mutating func lengthed(_ buffer: UnsafeRawBufferPointer) {
    count(buffer.count)
    bytes.append(contentsOf: buffer)
  }

  mutating func lengthed(_ record: ProofBytes) { record.bytes.withUnsafeBytes { lengthed($0) } }

  mutating func optional(lengthed buffer: UnsafeRawBufferPointer?) {
    guard let buffer else { return byte(0) }
    byte(1)
    lengthed(buffer)
  }

  /// A text of the log that is no person's: absent, itself, or its digest where it is long.
  mutating func text(_ buffer: UnsafeRawBufferPointer?) {
    guard let buffer else { return byte(0) }
    if buffer.count <= Self.longestText {
      byte(1)
      lengthed(buffer)
    } else {
      byte(2)
      hash(MerkleHash(digestOf: buffer))
    }
  }

  /// The RFC 6962 leaf hash of what was written.
  var leafHash: MerkleHash { MerkleHash.leaf(bytes) }

  /// The plain SHA-256 of what was written.
  var digest: MerkleHash { MerkleHash.digest(of: bytes) }
}
