import Crypto

/// A SHA-256 hash in a tree of RFC 6962: 32 bytes, stored inline.
///
/// The hashes of leaves and of nodes begin with different bytes, so that an inner node cannot be
/// presented as a leaf.
package struct MerkleHash: Hashable, Sendable {
  /// The number of bytes of a hash.
  package static let byteCount = 32

  /// The bytes in memory order, on any machine.
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// Reads a hash from its bytes.
  ///
  /// - Parameter bytes: Exactly 32 bytes; anything else is no hash.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
  }

  /// Plain SHA-256, without a prefix.
  ///
  /// - Parameter bytes: The bytes to hash.
  package init(digestOf bytes: UnsafeRawBufferPointer) {
    var hasher = SHA256()
    hasher.update(bufferPointer: bytes)
    self.init(hasher.finalize())
  }

  private init(_ digest: SHA256.Digest) {
    withUnsafeMutableBytes(of: &words) { target in
      digest.withUnsafeBytes { target.copyMemory(from: $0) }
    }
  }

  /// The root of the tree without leaves: the hash of nothing.
  package static let emptyRoot = MerkleHash(digestOf: UnsafeRawBufferPointer(start: nil, count: 0))

  /// Plain SHA-256, without a prefix.
  ///
  /// - Parameter bytes: The bytes to hash.
  /// - Returns: The SHA-256 hash.
  package static func digest(of bytes: [UInt8]) -> MerkleHash {
    bytes.withUnsafeBytes { MerkleHash(digestOf: $0) }
  }

  /// Hashes a leaf: SHA-256 over `0x00` and the leaf's bytes.
  ///
  /// - Parameter bytes: The leaf's bytes.
  /// - Returns: The leaf hash.
  package static func leaf(_ bytes: [UInt8]) -> MerkleHash {
    bytes.withUnsafeBytes { leaf($0) }
  }

  /// Hashes a leaf that lies in memory: SHA-256 over `0x00` and the leaf's bytes.
  ///
  /// - Parameter bytes: The leaf's bytes.
  /// - Returns: The leaf hash.
  package static func leaf(_ bytes: UnsafeRawBufferPointer) -> MerkleHash {
    var hasher = SHA256()
    Swift.withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
    hasher.update(bufferPointer: bytes)
    return MerkleHash(hasher.finalize())
  }

  /// Hashes an inner node: SHA-256 over `0x01`, the left and the right hash.
  ///
  /// - Parameters:
  ///   - left: The hash of the older leaves.
  ///   - right: The hash of the newer leaves.
  /// - Returns: The node hash.
  package static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
    withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 1) { buffer in
      buffer[0] = 1
      left.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyMemory(from: $0)
      }
      right.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: buffer[(1 + byteCount)...]).copyMemory(from: $0)
      }
      return MerkleHash(digestOf: UnsafeRawBufferPointer(buffer))
    }
  }

  /// Passes the 32 bytes to `body`; they are valid during the call only.
  ///
  /// - Parameter body: Reads the bytes.
  /// - Returns: The result of `body`.
  /// - Throws: Errors of `body`.
  package func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try Swift.withUnsafeBytes(of: words) { bytes throws(Failure) in try body(bytes) }
  }

  /// The 32 bytes.
  package var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

  /// Whether two hashes have the same bytes.
  ///
  /// - Parameters:
  ///   - left: One hash.
  ///   - right: The other.
  /// - Returns: Whether all 32 bytes are equal.
  package static func == (left: MerkleHash, right: MerkleHash) -> Bool { left.words == right.words }

  /// Whether the hash comes first in the order of bytes.
  ///
  /// - Parameter other: Another hash.
  /// - Returns: Whether this one comes before it; false if they are equal.
  package func precedes(_ other: MerkleHash) -> Bool {
    bytes.lexicographicallyPrecedes(other.bytes)
  }

  /// Feeds the bytes to a hasher.
  ///
  /// - Parameter hasher: The hasher.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

extension MerkleHash: CustomStringConvertible {
  /// The hash in 64 lower-case hexadecimal digits.
  package var description: String { Hexadecimal.text(bytes) }

  /// Reads a hash from its 44 characters of canonical base64.
  ///
  /// - Parameter base64: The characters, as bytes.
  package init?(base64: some Collection<UInt8>) {
    guard let bytes = CanonicalBase64.decode(base64) else { return nil }
    self.init(bytes)
  }

  /// The 44 characters of base64, as bytes.
  package var base64: [UInt8] { CanonicalBase64.encode(bytes) }
}
