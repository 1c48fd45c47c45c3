package import LedgerProof
package import LedgerStorage
import GRDB
package import Roster
package import TransparencyLog

extension Ledger {
  /// The last signed head of the log.
  ///
  /// - Returns: The head; nil if none was signed yet.
  /// - Throws: ``LedgerError``.
  package func lastCheckpoint() throws(LedgerError) -> LastCheckpoint? {
    try read { database in
      guard let last = try Checkpoints(database).last() else { return nil }
      var times = RecordedTimes(database)
      let entries: EntryID = try database.first("SELECT max(id) FROM entry") { $0.integer(0) } ?? 0
      let size = EntryID(lastOf: last.size)
      return LastCheckpoint(
        size: last.size,
        note: last.note,
        recordedAt: size <= entries ? try times.of(entry: size) : nil,
        entriesSince: entries - size
      )
    }
  }

  /// The default name (origin) of this ledger's log.
  ///
  /// - Returns: `rollbook.local/` and the ledger's id in hexadecimal.
  /// - Throws: ``LedgerError``.
  package func defaultOrigin() throws(LedgerError) -> String {
    "rollbook.local/\(try identifier())"
  }

  /// The id of this ledger, in 32 hexadecimal digits; a backup has the same.
  ///
  /// - Throws: ``LedgerError``.
  package func identifier() throws(LedgerError) -> String { Hexadecimal.text(try id()) }

  /// The id of this ledger: 16 random bytes; a backup has the same.
  private func id() throws(LedgerError) -> [UInt8] {
    try read { try $0.first("SELECT identifier FROM ledger") { $0.array(0) } ?? [] }
  }

  /// Makes the key that signs the heads of this ledger, in a file of its own.
  ///
  /// - Returns: The public key, for the verifiers.
  /// - Throws: ``LedgerError``: `proof` if the file exists already, or cannot be written.
  package func makeSigningKey() throws(LedgerError) -> VerifierKey {
    guard let signing else { throw .proof(.keyMissing(path: "")) }
    let origin: String
    if let named = signing.origin { origin = named } else { origin = try defaultOrigin() }
    let id = try id()
    do {
      return try signing.makeKey(origin: origin, ledger: id, random: random).verifierKey()
    } catch { throw .proof(error) }
  }

  /// The public half of the key that signs the heads of this ledger.
  ///
  /// - Returns: The key; nil if there is none.
  /// - Throws: ``LedgerError``, `proof` if the key cannot be used or belongs to another ledger.
  package func publicKey() throws(LedgerError) -> VerifierKey? { try signer()?.key.verifierKey() }

  /// Signs the current head of the log.
  ///
  /// - Parameters:
  ///   - wait: How long to wait for a writer to end.
  ///   - timekeeper: The clock, and the means of waiting.
  /// - Returns: The checkpoint; the existing one if nothing was recorded since.
  /// - Throws: ``LedgerError``, `proof` if there is no key, or the log does not extend what was
  ///   signed before.
  package func signHead(
    wait: Duration,
    timekeeper: any Timekeeper
  ) async throws(LedgerError) -> SignedCheckpoint {
    try await signing(wait: wait, timekeeper: timekeeper) { try $0.sign($1) }
  }

  /// Stores the last signed head outside the ledger again, if it was lost there.
  ///
  /// An administrator does this after making sure that the ledger is no older copy and was not
  /// changed: from then on, this ledger is trusted.
  ///
  /// - Parameters:
  ///   - wait: How long to wait for a writer to end.
  ///   - timekeeper: The clock, and the means of waiting.
  /// - Returns: The head that is stored now.
  /// - Throws: ``LedgerError``, `proof` if there is no key, no path for the head or no head, or if
  ///   the ledger does not continue the head that is there.
  package func rememberHead(
    wait: Duration,
    timekeeper: any Timekeeper
  ) async throws(LedgerError) -> SignedCheckpoint {
    try await signing(wait: wait, timekeeper: timekeeper) { try $0.remember($1) }
  }

  private func signing(
    wait: Duration,
    timekeeper: any Timekeeper,
    _ body: (CheckpointSigner, DatabaseQueue) throws -> SignedCheckpoint
  ) async throws(LedgerError) -> SignedCheckpoint {
    guard let signer = try signer() else {
      throw .proof(.keyMissing(path: signing?.keyPath ?? ""))
    }
    do { return try await write(wait: wait, timekeeper: timekeeper) { try body(signer, $0) } } catch
    {
      throw LedgerError(error, path: path)
    }
  }

  /// The signer of this ledger's heads; nil if there is no key.
  package func signer() throws(LedgerError) -> CheckpointSigner? {
    guard let signing else { return nil }
    let id = try id()
    do throws(ProofError) {
      return try signing.signingKey(ofLedger: id).map {
        CheckpointSigner(key: $0, signing: signing)
      }
    } catch { throw .proof(error) }
  }

  /// Refuses a ledger that does not continue the last head stored outside it, or that has signed
  /// heads while its key or the last head is missing.
  func checkLastHead(key: SigningKey?) throws {
    guard let signing else { return }
    try read { database in
      if key == nil, try Checkpoints(database).last() != nil {
        throw ProofError.keyLost(path: signing.keyPath)
      }
      guard let path = signing.lastHeadPath else { return }
      let keys = CheckpointSigner.trusted(key, signing)
      try Continuity(database: database, keys: keys).check(ExpectedCheckpoint(path: path))
    }
  }
}
