import LedgerStorage
package import GRDB
package import TransparencyLog

/// Signs the log's head, after checking that it extends the last signed one.
///
/// Signing is deterministic: after a crash between storing and printing, the same note is made
/// again.
package struct CheckpointSigner: Sendable {
  package let key: SigningKey
  package let signing: SigningConfiguration

  package init(key: SigningKey, signing: SigningConfiguration) {
    self.key = key
    self.signing = signing
  }

  private var lastHead: ExpectedCheckpoint? {
    signing.lastHeadPath.map { ExpectedCheckpoint(path: $0) }
  }
  private var trusted: [VerifierKey] { Self.trusted(key, signing) }

  /// The keys that may have signed heads of a ledger: its own, and its former ones.
  package static func trusted(_ key: SigningKey?, _ signing: SigningConfiguration?) -> [VerifierKey]
  {
    (key.map { [$0.verifierKey()] } ?? []) + (signing?.formerKeys ?? [])
  }

  /// A secret that only the holder of the key can make, for the key of ``RememberedResponses``: the
  /// signature of a text that is no checkpoint and is never printed.
  package func memorySecret() throws -> [UInt8] {
    try key.sign([UInt8]("rollbook remembered answers\n".utf8)).signature
  }

  /// Stores the last signed head outside the ledger again, if it was lost there.
  ///
  /// - Throws: `ProofError` if a head is there and the ledger does not continue it, or if the last
  ///   head in the ledger has no genuine signature or belongs to another ledger.
  package func remember(_ connection: DatabaseQueue) throws -> SignedCheckpoint {
    guard let last = lastHead else { throw ProofError.noLastHead }
    let head = try connection.read { database in
      let continuity = Continuity(database: database, keys: trusted)
      if let there = try last.read() { try continuity.check(there, of: last) }
      guard let stored = try Checkpoints(database).last() else { throw ProofError.nothingToSign }
      let head = try? SignedCheckpoint(parsing: stored.note)
      guard let head else { throw ProofError.notTheSigned(size: stored.size) }
      try continuity.check(head, of: nil)
      return head
    }
    try last.write(head)
    return head
  }

  /// Signs the current head, and stores the note first in the ledger and then outside it.
  package func sign(_ connection: DatabaseQueue) throws -> SignedCheckpoint {
    if let lastHead {
      try connection.read { try Continuity(database: $0, keys: trusted).check(lastHead) }
    }
    let signed = try connection.record { try sign($0) }
    try lastHead?.write(signed)
    return signed
  }

  private func sign(_ database: Database) throws -> SignedCheckpoint {
    let range = try GrowingTree(database).range
    guard range.size > 0 else { throw ProofError.nothingToSign }
    let root = range.root
    // The edge of the tree is a projection; sign only what equals the stored hashes of the entries.
    guard try HashTiles(database).root(at: range.size) == root else {
      throw ProofError.headNotOfEntries(size: range.size)
    }
    if let last = try Checkpoints(database).last() {
      guard last.size <= range.size else {
        throw ProofError.behindCheckpoint(size: range.size, signed: last.size)
      }
      guard try HashTiles(database).root(at: last.size) == last.root else {
        throw ProofError.notTheSigned(size: last.size)
      }
      if last.size == range.size {
        guard let note = try? SignedCheckpoint(parsing: last.note),
          note.signer(among: [key.verifierKey()]) != nil
        else { throw ProofError.signedByOther(size: last.size) }
        return note
      }
    }
    let checkpoint = try Checkpoint(origin: key.keyName.bytes, size: range.size, root: root)
    let signed = try SignedCheckpoint(checkpoint, signedBy: key)
    try database.run(
      "INSERT INTO checkpoint (size, root, note) VALUES (?, ?, ?)",
      [Int64(bitPattern: range.size), root, signed.bytes]
    )
    return signed
  }
}

extension SignedCheckpoint {
  /// The trusted key that signed this head; nil if the signature is not genuine, or of another key.
  package func signer(among keys: [VerifierKey]) -> VerifierKey? {
    keys.first { (try? verified(by: TrustedLog(key: $0))) != nil }
  }
}

/// A signed head of the log.
package struct StoredCheckpoint: Equatable {
  package let size: UInt64
  package let root: MerkleHash?
  package let note: [UInt8]
}

extension HashTiles {
  /// The hash of a complete subtree, from its own row or from the rows of its parts.
  package func hash(of node: TreeNode) throws -> MerkleHash {
    let height = node.level % 8
    let first = node.index << UInt64(height)
    let row = Self.row(level: node.level / 8, place: first / UInt64(Self.width))
    let offset = Int(first % UInt64(Self.width))
    guard let hashes = try read(row), offset + 1 << height <= hashes.count else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "hashes of the proof are missing")
    }
    return ValuesTree.root(of: Array(hashes[offset..<(offset + 1 << height)]))
  }

  /// The root of the log at some size, from the stored hashes.
  package func root(at size: UInt64) throws -> MerkleHash {
    try CompactRange(size: size) { try hash(of: $0) }.root
  }
}
