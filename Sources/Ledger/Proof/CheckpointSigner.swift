import GRDB
import TransparencyLog

/// Signs the log's head, after checking that it extends the last signed one.
///
/// Signing is deterministic: after a crash between storing and showing, the same note comes out.
struct CheckpointSigner: Sendable {
  let key: SigningKey
  let signing: SigningConfiguration

  private var lastHead: ExpectedCheckpoint? {
    signing.lastHeadPath.map { ExpectedCheckpoint(path: $0) }
  }
  private var trusted: [VerifierKey] { Self.trusted(key, signing) }

  /// The keys that may have signed heads of a ledger: its own, and its former ones.
  static func trusted(_ key: SigningKey?, _ signing: SigningConfiguration?) -> [VerifierKey] {
    (key.map { [$0.verifierKey()] } ?? []) + (signing?.formerKeys ?? [])
  }

  /// What only the holder of the key can make, for the key of ``RememberedResponses``: the signature of
  /// a text that is no checkpoint, and that is shown to nobody.
  func memorySecret() throws -> [UInt8] {
    try key.sign([UInt8]("rollbook remembered answers\n".utf8)).signature
  }

  /// Keeps the last head that was signed outside of the ledger, where none is kept any more.
  ///
  /// - Throws: `ProofError` where a head is there and the ledger does not continue it, or where the
  ///   last head in the ledger has no genuine signature, or is not the ledger's.
  func remember(_ connection: DatabaseQueue) throws -> SignedCheckpoint {
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

  /// Signs the head as it is now, keeps the note in the ledger, and then outside of it.
  func sign(_ connection: DatabaseQueue) throws -> SignedCheckpoint {
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
    // The edge of the tree is a projection; what is signed is what the entries' hashes have.
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
    let insert = try SQLStatement(
      database,
      "INSERT INTO checkpoint (size, root, note) VALUES (?, ?, ?)"
    )
    insert.bind(1, Int64(bitPattern: range.size))
    insert.bind(2, root)
    insert.bind(3, signed.bytes)
    try insert.run()
    return signed
  }
}

extension SignedCheckpoint {
  /// The key, of those that are trusted, that this head was signed with; nil where its signature is
  /// not genuine, or another's.
  func signer(among keys: [VerifierKey]) -> VerifierKey? {
    keys.first { (try? verified(by: TrustedLog(key: $0))) != nil }
  }
}

/// A head of the log that was signed.
struct StoredCheckpoint: Equatable {
  let size: UInt64
  let root: MerkleHash?
  let note: [UInt8]
}

extension HashTiles {
  /// The hash of a complete subtree, from the row that has it or its parts.
  func hash(of node: TreeNode) throws -> MerkleHash {
    let height = node.level % 8
    let first = node.index << UInt64(height)
    let row = Self.row(level: node.level / 8, place: first / UInt64(Self.width))
    let offset = Int(first % UInt64(Self.width))
    guard let hashes = try read(row), offset + 1 << height <= hashes.count else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "hashes of the proof are missing")
    }
    return ValuesTree.root(of: Array(hashes[offset..<(offset + 1 << height)]))
  }

  /// The root that the log had at some size, from the stored hashes.
  func root(at size: UInt64) throws -> MerkleHash {
    try CompactRange(size: size) { try hash(of: $0) }.root
  }
}
