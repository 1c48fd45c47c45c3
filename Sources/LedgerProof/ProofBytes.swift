import Crypto
package import TransparencyLog

/// Writes the bytes of one record of the proof, field by field; see docs/format.md, "Encoding".
///
/// The buffer is cleared and used again, so that it grows once only.
package struct ProofBytes {
  /// A longer text, in bytes, is replaced by its digest, so that a leaf stays small.
  static let longestText = 1024

  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  /// Replaces the contents by `prefix`.
  package mutating func start(with prefix: [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: prefix)
  }

  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

  package mutating func integer(_ value: Int64) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  package mutating func count(_ value: Int) {
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: value).bigEndian) {
      bytes.append(contentsOf: $0)
    }
  }

  mutating func optional(_ value: Int64?) {
    guard let value else { return byte(0) }
    byte(1)
    integer(value)
  }

  package mutating func hash(_ hash: MerkleHash) {
    hash.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func optional(_ hash: MerkleHash?) {
    guard let hash else { return byte(0) }
    byte(1)
    self.hash(hash)
  }

  /// Appends bytes without their length: only if the length never varies.
  mutating func raw(_ buffer: UnsafeRawBufferPointer) { bytes.append(contentsOf: buffer) }

  /// Appends bytes after their length.
  package mutating func lengthed(_ buffer: UnsafeRawBufferPointer) {
    count(buffer.count)
    bytes.append(contentsOf: buffer)
  }

  package mutating func lengthed(_ record: ProofBytes) {
    record.bytes.withUnsafeBytes { lengthed($0) }
  }

  mutating func optional(lengthed buffer: UnsafeRawBufferPointer?) {
    guard let buffer else { return byte(0) }
    byte(1)
    lengthed(buffer)
  }

  /// Appends a text of the log that concerns no person: absent, itself, or its digest if it is
  /// long.
  package mutating func text(_ buffer: UnsafeRawBufferPointer?) {
    guard let buffer else { return byte(0) }
    if buffer.count <= Self.longestText {
      byte(1)
      lengthed(buffer)
    } else {
      byte(2)
      hash(MerkleHash(digestOf: buffer))
    }
  }

  /// The RFC 6962 leaf hash of the written bytes.
  package var leafHash: MerkleHash { MerkleHash.leaf(bytes) }

  /// The plain SHA-256 of the written bytes.
  package var digest: MerkleHash { MerkleHash.digest(of: bytes) }
}
