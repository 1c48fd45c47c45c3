package import TransparencyLog

/// Writes the bytes of one record of the proof, field by field; ``RecordReader`` reads them.
///
/// docs/format.md, "Encoding", is the specification of the fields: `byte`, `int`, `count`, `bytes`,
/// `opt`, `text` and `hash`. A record has no names, no padding, and one spelling. Most begin with a
/// mark, so that the hash of one can never be that of another kind:
///
/// | mark | record | made by |
/// |---|---|---|
/// | `01` | the leaf of an entry | ``LeafRecord`` |
/// | `P` | the private part of a leaf | ``PersonRecord`` |
/// | `V` | the commitment of a value | `valueCommitment` |
/// | `T`, `U`, `N` | the commitment of a text, a user, a union | ``CommitmentKind`` |
/// | `E` | an item that an erasure took | ``ErasedItem`` |
/// | `S` | a scope | `ScopeFacts` |
/// | `B`, `C` | the ledger; the companies of an append | `LeafMaker` |
/// | `A`, `D`, `R`, `K` | facts of a kind of entry of which the leaf has the hash | `LeafMaker` |
///
/// The buffer can be used again, so that it grows once only.
package struct RecordWriter {
  /// A longer text, in bytes, is replaced by its digest, so that a leaf stays small.
  static let longestText = 1024

  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Begins a record with its mark, an ASCII letter.
  package init(_ mark: Unicode.Scalar) { bytes = [UInt8(ascii: mark)] }

  package mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  package mutating func integer(_ value: Int64) {
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

  package mutating func hash(_ hash: MerkleHash) {
    hash.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  package mutating func optional(_ hash: MerkleHash?) {
    guard let hash else { return byte(0) }
    byte(1)
    self.hash(hash)
  }

  /// Appends bytes without their length: only if the length never varies.
  package mutating func raw(_ value: [UInt8]) { bytes.append(contentsOf: value) }

  /// Appends bytes after their length.
  package mutating func lengthed(_ value: [UInt8]) { value.withUnsafeBytes { lengthed($0) } }

  private mutating func lengthed(_ buffer: UnsafeRawBufferPointer) {
    count(buffer.count)
    bytes.append(contentsOf: buffer)
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

  /// The commitment of a cell's content, a leaf of a values tree; its record replaces the buffer.
  ///
  /// - Parameters:
  ///   - salt: 16 random bytes.
  ///   - field: The code of the field.
  ///   - item: The item of a detail group, from 0.
  ///   - form: How value and label are encoded (`ContentForm`).
  ///   - value: The value, if it is stored.
  ///   - label: The label, if it is stored.
  /// - Returns: The leaf hash of the record.
  package mutating func valueCommitment(
    salt: UnsafeRawBufferPointer,
    field: [UInt8],
    item: Int64,
    form: Int64,
    value: UnsafeRawBufferPointer?,
    label: UnsafeRawBufferPointer?
  ) -> MerkleHash {
    clear()
    byte(UInt8(ascii: "V"))
    lengthed(salt)
    lengthed(field)
    integer(item)
    integer(form)
    optional(lengthed: value)
    optional(lengthed: label)
    return leafHash
  }

  private mutating func optional(lengthed buffer: UnsafeRawBufferPointer?) {
    guard let buffer else { return byte(0) }
    byte(1)
    lengthed(buffer)
  }

  /// The RFC 6962 leaf hash of the written bytes.
  package var leafHash: MerkleHash { MerkleHash.leaf(bytes) }

  /// The plain SHA-256 of the written bytes.
  package var digest: MerkleHash { MerkleHash.digest(of: bytes) }
}
