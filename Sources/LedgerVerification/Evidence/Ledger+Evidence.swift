package import Ledger
import LedgerProof
import LedgerStorage
package import Evidence
import GRDB
import Roster
import TransparencyLog

extension Ledger {
  /// Collects what proves something of the log to others.
  ///
  /// - Parameter request: What to show, and against which head.
  /// - Returns: The contents of a bundle.
  /// - Throws: ``ProvingError``, ``LedgerError``.
  package func evidence(_ request: EvidenceRequest) throws -> BundleContents {
    let keys = try knownKeys(request.keys)
    let signing = try signer()?.key
    return try reading { database in
      let (head, log) = try Self.head(request.size, keys: keys, in: database)
      let size = head.checkpoint.size
      let plan = try DisclosurePlan(request, size: EntryID(lastOf: size), in: database)
      var maker = DisclosedEntryMaker(database, size: size)
      do {
        return BundleContents(
          head: head,
          log: log,
          cosignatures: try WitnessStatements(database).latest(of: size),
          timeStamp: try WitnessStatements(database).timeStamp(of: size),
          exhibits: try maker.exhibits(plan),
          older: try request.held.map { held in
            try Self.older(held, than: head, log: log, in: database)
          }.compactMap { $0 },
          report: try Self.report(request, head.checkpoint, log: log, signing)
        )
      } catch let gap as ProofGap {
        throw ProvingError.notAsSigned(String(describing: gap))
      }
    }
  }

  /// The signed head of some size, or the last one, with the log's signature only.
  static func head(
    _ size: UInt64?,
    keys: [VerifierKey],
    in database: Database
  ) throws -> (SignedCheckpoint, VerifierKey) {
    let checkpoints = Checkpoints(database)
    let stored = try size.map { try checkpoints.of(size: $0) } ?? checkpoints.last()
    guard let stored else {
      throw size.map { ProvingError.noSuchCheckpoint(size: $0) } ?? .noCheckpoint
    }
    guard let signed = try? SignedCheckpoint(parsing: stored.note) else {
      throw ProvingError.notAsSigned("the checkpoint of \(stored.size) entries is damaged")
    }
    guard let key = signed.signer(among: keys) else {
      throw ProvingError.keyUnknown(size: stored.size)
    }
    return (try signed.only(key), key)
  }

  /// The signature of the log's key on a report, if the request is about one.
  private static func report(
    _ request: EvidenceRequest,
    _ head: Checkpoint,
    log: VerifierKey,
    _ key: SigningKey?
  ) throws -> ReportStatement? {
    guard case .report(let name, let bytes) = request.subject else { return nil }
    guard let key, key.verifierKey() == log else {
      throw ProvingError.keyNotAtHand(size: head.size)
    }
    return try ReportStatement(name: name, bytes: bytes, head: head, key: key)
  }

  private static func older(
    _ held: SignedCheckpoint,
    than head: SignedCheckpoint,
    log: VerifierKey,
    in database: Database
  ) throws -> OlderCheckpoint? {
    let (old, new) = (held.checkpoint, head.checkpoint)
    let tiles = HashTiles(database)
    guard old.size > 0, old.size <= new.size,
      held.signer(among: [log]) != nil,
      try tiles.root(at: old.size) == old.root
    else { throw ProvingError.notOurs(size: old.size) }
    guard old.size < new.size else { return nil }
    let proof = try ConsistencyProof(oldSize: old.size, newSize: new.size) {
      try tiles.hash(of: $0)
    }
    return OlderCheckpoint(checkpoint: try held.only(log), proof: proof.hashes)
  }
}

extension Checkpoints {
  /// The one of some size.
  func of(size: UInt64) throws -> StoredCheckpoint? {
    var found: StoredCheckpoint?
    try forEach { if $0.size == size { found = $0 } }
    return found
  }
}
