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

/// The bytes after the key id in a witness's signature line: a time and an Ed25519 signature over
/// it and the checkpoint (C2SP tlog-cosignature, type 0x04).
package struct Cosignature: Hashable, Sendable {
  /// When, in seconds since 1970.
  package let seconds: UInt64
  /// The 64 bytes of the signature.
  package let ed25519: [UInt8]

  init(seconds: UInt64, ed25519: [UInt8]) {
    self.seconds = seconds
    self.ed25519 = ed25519
  }

  /// Reads a cosignature.
  ///
  /// - Parameter bytes: Eight bytes of time, the highest first, and 64 of signature; nil for
  ///   anything else, and for time 0, which is no time at which the witness saw the checkpoint.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 72 else { return nil }
    seconds = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    guard seconds > 0 else { return nil }
    ed25519 = [UInt8](bytes.dropFirst(8))
  }

  /// The bytes after the key id.
  package var bytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: seconds >> UInt64(56 - 8 * $0)) } + ed25519
  }

  /// The bytes that are signed.
  ///
  /// - Parameter text: The whole text of the checkpoint.
  /// - Returns: The message under the signature.
  package func message(for text: [UInt8]) -> [UInt8] { Self.message(for: text, at: seconds) }

  static func message(for text: [UInt8], at seconds: UInt64) -> [UInt8] {
    [UInt8]("cosignature/v1\ntime \(seconds)\n".utf8) + text
  }
}

/// Why a request to a witness is refused.
package enum WitnessRefusal: LogRefusal, Hashable {
  /// A line of the request does not have the required form; lines are counted from 1.
  case malformedLine(Int)
  /// There is no empty line before a checkpoint.
  case noCheckpoint
  /// The request has more hashes than are allowed.
  case tooManyHashes(Int)
  /// The checkpoint is refused: it is malformed, from an unknown log, or not signed by the log.
  case checkpoint(CheckpointRefusal)

  package var name: String {
    switch self {
    case .malformedLine: "malformedRequestLine"
    case .noCheckpoint: "requestWithoutCheckpoint"
    case .tooManyHashes: "tooManyHashes"
    case .checkpoint(let refusal): refusal.name
    }
  }

  package var message: String {
    switch self {
    case .malformedLine(let line): "Line \(line) is not what a request has there."
    case .noCheckpoint: "The request has no empty line with a checkpoint behind it."
    case .tooManyHashes(let count):
      "The request has \(count) hashes; at most \(AddCheckpointRequest.hashLimit) are allowed."
    case .checkpoint(let refusal): refusal.message
    }
  }
}
