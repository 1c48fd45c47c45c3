import GRDB
public import Roster
public import TransparencyLog

/// The last signed head of the book.
public struct LastCheckpoint: Hashable, Sendable {
  /// The last entry that it covers.
  public let size: UInt64
  /// The note, as it was signed.
  public let note: [UInt8]
  /// When that entry was recorded.
  public let recordedAt: Instant?
  /// How many entries came after it.
  public let entriesSince: Int64
}

extension Ledger {
  /// The last signed head of the book.
  ///
  /// - Returns: The head; nil where none was signed yet.
  /// - Throws: ``LedgerError``.
  public func lastCheckpoint() throws(LedgerError) -> LastCheckpoint? {
    try translating(path) {
      try read { database in
        guard let last = try Checkpoints(database).last() else { return nil }
        var times = RecordedTimes(database)
        let entries = try Int64.fetchOne(database, sql: "SELECT max(id) FROM entry") ?? 0
        let size = Int64(bitPattern: last.size)
        return LastCheckpoint(
          size: last.size,
          note: last.note,
          recordedAt: size <= entries ? try times.of(entry: size) : nil,
          entriesSince: entries - size
        )
      }
    }
  }

  /// The name under which the log of this ledger is known unless the settings give it another.
  ///
  /// - Returns: `rollbook.local/` and the ledger's id in hexadecimal.
  /// - Throws: ``LedgerError``.
  public func defaultOrigin() throws(LedgerError) -> String {
    try translating(path) {
      try read { database in
        let id = try String.fetchOne(database, sql: "SELECT lower(hex(ledger)) FROM book") ?? ""
        return "rollbook.local/\(id)"
      }
    }
  }

  /// Makes the key that signs the heads of this ledger, in a file of its own.
  ///
  /// - Returns: The public half, to be handed to whoever shall verify.
  /// - Throws: ``LedgerError``: `proof` where there is a file already, or it cannot be written.
  public func makeSigningKey() throws(LedgerError) -> VerifierKey {
    guard let notary else { throw .proof(.keyMissing(path: "")) }
    let origin: String
    if let named = notary.origin { origin = named } else { origin = try defaultOrigin() }
    do { return try notary.makeKey(origin: origin, random: random).verifierKey() } catch {
      throw .proof(error)
    }
  }

  /// Signs the head of the book as it is now.
  ///
  /// - Parameters:
  ///   - wait: How long to wait for a writer to end.
  ///   - timekeeper: The clock, and the means of waiting.
  /// - Returns: The checkpoint; the one that there is, where nothing was recorded since.
  /// - Throws: ``LedgerError``, `proof` where there is no key, or the book does not continue what was
  ///   signed before.
  public func signHead(
    wait: Duration,
    timekeeper: any Timekeeper
  ) async throws(LedgerError) -> SignedCheckpoint {
    guard let signer = try signer() else {
      throw .proof(.keyMissing(path: notary?.keyPath ?? ""))
    }
    let lock = try await WriterLock.acquire(path, wait: wait, timekeeper: timekeeper)
    return try withExtendedLifetime(lock) { () throws(LedgerError) in
      try translating(path) { try signer.sign(try Connection.writer(path)) }
    }
  }

  /// Who signs the heads of this ledger; nil where there is no key.
  func signer() throws(LedgerError) -> HeadSigner? {
    guard let notary else { return nil }
    do throws(ProofError) {
      return try notary.signingKey().map {
        HeadSigner(key: $0, lastHeadPath: notary.lastHeadPath)
      }
    } catch { throw .proof(error) }
  }

  /// Refuses a ledger that does not continue the last head that was kept outside of it.
  func checkLastHead(key: SigningKey?) throws {
    guard let last = notary?.lastHeadPath.map({ LastHead(path: $0) }),
      let head = try last.read()
    else { return }
    try read { try Continuity(database: $0).check(head, of: last, key: key) }
  }
}
