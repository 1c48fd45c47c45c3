/// The request to a witness to cosign: the size that it saw last, the proof from there, and the new
/// checkpoint (C2SP tlog-witness).
///
/// It is a plain text, which can travel on removable media as well as over HTTP.
package struct AddCheckpointRequest: Hashable, Sendable {
  /// The largest number of hashes in a request.
  package static let hashLimit = 63

  /// The size that the witness saw last; 0 if it has seen none.
  package let oldSize: UInt64
  /// The consistency proof from there; empty if that size is 0 or the checkpoint's own.
  package let hashes: [MerkleHash]
  /// The new checkpoint.
  package let checkpoint: SignedCheckpoint

  private static let oldWord = [UInt8]("old ".utf8)

  /// Creates a request.
  ///
  /// - Parameters:
  ///   - oldSize: The size that the witness saw last; 0 if it has seen none.
  ///   - hashes: The consistency proof from there; at most `hashLimit`.
  ///   - checkpoint: The new checkpoint.
  /// - Throws: `WitnessRefusal.tooManyHashes`.
  package init(
    oldSize: UInt64,
    hashes: [MerkleHash],
    checkpoint: SignedCheckpoint
  ) throws(WitnessRefusal) {
    guard hashes.count <= Self.hashLimit else { throw .tooManyHashes(hashes.count) }
    self.oldSize = oldSize
    self.hashes = hashes
    self.checkpoint = checkpoint
  }

  /// Reads a request.
  ///
  /// - Parameter bytes: The body, to its last byte.
  /// - Throws: Why it is no request.
  package init(parsing bytes: [UInt8]) throws(WitnessRefusal) {
    guard let end = TextBytes.firstEmptyLine(bytes) else { throw .noCheckpoint }
    let lines = TextBytes.lines(bytes[..<end]) ?? []
    guard let first = lines.first, first.starts(with: Self.oldWord),
      let oldSize = CanonicalInteger.decode(first.dropFirst(Self.oldWord.count))
    else { throw .malformedLine(1) }
    var hashes: [MerkleHash] = []
    for (index, line) in lines.enumerated().dropFirst() {
      guard let hash = MerkleHash(base64: line) else { throw .malformedLine(index + 1) }
      hashes.append(hash)
    }
    let checkpoint: SignedCheckpoint
    do {
      checkpoint = try SignedCheckpoint(parsing: [UInt8](bytes[(end + 1)...]))
    } catch { throw .checkpoint(error) }
    try self.init(oldSize: oldSize, hashes: hashes, checkpoint: checkpoint)
  }

  /// The body of the request.
  package var bytes: [UInt8] {
    let old = Self.oldWord + CanonicalInteger.encode(oldSize)
    return ([old] + hashes.map(\.base64) + [[]]).flatMap { $0 + [TextBytes.lineFeed] }
      + checkpoint.bytes
  }
}
