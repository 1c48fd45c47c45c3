package import Ledger
import LedgerProof
import LedgerStorage
package import Evidence
import GRDB
package import Roster
package import TransparencyLog

extension Ledger {
  /// A signed head of the log with the last line of each witness.
  ///
  /// - Parameters:
  ///   - size: The size of the head; nil for the last one.
  ///   - keys: Keys that may have signed it, besides the ledger's own.
  /// - Returns: The head, once with the log's signature only, and once with the witnesses' lines.
  /// - Throws: ``ProvingError``, ``LedgerError``.
  package func head(
    _ size: UInt64? = nil,
    keys: [VerifierKey] = []
  ) throws -> (log: SignedCheckpoint, cosigned: SignedCheckpoint) {
    let known = try knownKeys(keys)
    return try reading { database in
      let (head, _) = try Self.head(size, keys: known, in: database)
      let lines = try WitnessStatements(database).latest(of: head.checkpoint.size).map(\.line)
      return (head, try head.adding(lines))
    }
  }

  /// The keys that may have signed heads of this ledger.
  func knownKeys(_ more: [VerifierKey]) throws(LedgerError) -> [VerifierKey] {
    more + CheckpointSigner.trusted(try signer()?.key, signing)
  }

  /// The root that the log had at some size, from the stored hashes.
  ///
  /// - Parameter size: The size, at most that of the log.
  /// - Returns: The root.
  /// - Throws: ``LedgerError``.
  package func root(at size: UInt64) throws -> MerkleHash {
    try reading { try HashTiles($0).root(at: size) }
  }

  /// The request that asks a witness to cosign the last head.
  ///
  /// - Parameters:
  ///   - witness: The witness; its last cosigned size decides where the proof begins.
  ///   - oldSize: The size that the witness saw last, if it replied with one.
  /// - Returns: The request.
  /// - Throws: ``ProvingError``, `witnessAhead` if the witness saw more entries than there are.
  package func witnessRequest(
    for witness: VerifierKey?,
    oldSize: UInt64?
  ) throws -> AddCheckpointRequest {
    let keys = try knownKeys([])
    return try reading { database in
      let (head, _) = try Self.head(nil, keys: keys, in: database)
      let known = try witness.map { try WitnessStatements(database).largest(by: $0) } ?? nil
      let old = oldSize ?? known ?? 0
      let new = head.checkpoint.size
      guard old <= new else { throw ProvingError.witnessAhead(seen: old, size: new) }
      var hashes: [MerkleHash] = []
      if old > 0, old < new {
        let tiles = HashTiles(database)
        hashes =
          try ConsistencyProof(oldSize: old, newSize: new) { try tiles.hash(of: $0) }.hashes
      }
      return try AddCheckpointRequest(oldSize: old, hashes: hashes, checkpoint: head)
    }
  }

  /// Stores lines of witnesses, after verifying each one.
  ///
  /// - Parameters:
  ///   - lines: The lines.
  ///   - witnesses: The keys of the known witnesses.
  ///   - wait: How long to wait for a writer to end.
  ///   - timekeeper: The clock, and the means of waiting.
  /// - Returns: The stored lines, at least one.
  /// - Throws: ``ProvingError`` if no line is of a known witness, or one is not genuine under any
  ///   head; nothing is stored then.
  package func take(
    _ lines: [NoteSignature],
    by witnesses: [VerifierKey],
    wait: Duration,
    timekeeper: any Timekeeper
  ) async throws -> [TakenCosignature] {
    let now = UInt64(max(0, timekeeper.now().milliseconds / 1000))
    return try await write(wait: wait, timekeeper: timekeeper) { connection in
      try connection.record { database in
        let notes = try Self.notes(in: database)
        var taken: [TakenCosignature] = []
        for line in lines {
          guard let witness = witnesses.first(where: { line.claims($0) }) else { continue }
          guard
            let size = notes.first(where: { witness.verifies(line.signature, of: $0.text) })?.size
          else { throw ProvingError.cosignatureNotGenuine(witness: witness.keyName.description) }
          let seconds = Cosignature(line.signature)?.seconds ?? 0
          guard seconds <= now else {
            throw ProvingError.cosignedInFuture(witness: witness.keyName.description)
          }
          try WitnessStatements(database).add(line, by: witness, at: size)
          taken.append(TakenCosignature(size: size, witness: witness, seconds: seconds))
        }
        guard !taken.isEmpty else { throw ProvingError.witnessUnknown }
        return taken
      }
    }
  }

  /// Stores the reply of a time stamping authority.
  ///
  /// - Parameters:
  ///   - bytes: The reply.
  ///   - wait: How long to wait for a writer to end.
  ///   - timekeeper: The clock, and the means of waiting.
  /// - Returns: The size of the head that was stamped, and the contents of the reply.
  /// - Throws: ``TimeStampRefusal`` if it is no stamp of a head of this log; ``LedgerError``.
  package func take(
    timeStamp bytes: [UInt8],
    wait: Duration,
    timekeeper: any Timekeeper
  ) async throws -> (size: UInt64, reply: TimeStampReply) {
    let reply = try TimeStampReply(parsing: bytes)
    return try await write(wait: wait, timekeeper: timekeeper) { connection in
      try connection.record { database in
        var size: UInt64?
        try Checkpoints(database).forEach { stored in
          if (try? reply.granted(for: stored.note)) != nil { size = stored.size }
        }
        guard let size else { throw TimeStampRefusal.otherData }
        try WitnessStatements(database).add(timeStamp: bytes, at: size)
        return (size, reply)
      }
    }
  }

  /// The text of every head, the last one first.
  private static func notes(in database: Database) throws -> [(size: UInt64, text: [UInt8])] {
    var notes: [(size: UInt64, text: [UInt8])] = []
    try Checkpoints(database).forEach { stored in
      if let note = try? SignedNote(parsing: stored.note) { notes.append((stored.size, note.text)) }
    }
    return notes.reversed()
  }
}
