package import Ledger
import LedgerHistory
import LedgerStorage
package import Roster

/// Records that a token may be used.
///
/// - Parameters:
///   - token: The token.
///   - author: Who creates it, and why.
///   - ledger: The ledger.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
/// - Returns: The token's number.
/// - Throws: `LedgerError`.
package func runGrant(
  _ token: NewToken,
  author: Author,
  ledger: Ledger,
  timekeeper: any Timekeeper,
  wait: Duration = .zero
) async throws -> EntryID {
  try await record(.token, author, ledger, timekeeper, wait) { try $0.grant(token, now: $1) }
}

/// Records that a token may no longer be used.
///
/// - Parameters:
///   - token: The token's number.
///   - author: Who revokes it, and why.
///   - ledger: The ledger.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
/// - Returns: The number of the revoked entry.
/// - Throws: `LedgerError`, `grant` if there is no such token, or it was revoked before.
package func runRevocation(
  of token: EntryID,
  author: Author,
  ledger: Ledger,
  timekeeper: any Timekeeper,
  wait: Duration = .zero
) async throws -> EntryID {
  guard let grant = try ledger.grants().first(where: { $0.number == token }) else {
    throw LedgerError.grant(.noSuchToken(token))
  }
  guard grant.revokedAt == nil else { throw LedgerError.grant(.alreadyRevoked(token)) }
  return try await record(.token, author, ledger, timekeeper, wait) {
    try $0.revoke(token, now: $1)
  }
}

/// Records the settings with which the service runs, if they are not in force already.
///
/// - Parameters:
///   - digest: Their SHA-256, 32 bytes.
///   - author: Who runs the service.
///   - ledger: The ledger.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
/// - Returns: The number of the configured entry; nil if they are in force, and nothing was recorded.
/// - Throws: `LedgerError`.
package func runConfigure(
  _ digest: [UInt8],
  author: Author,
  ledger: Ledger,
  timekeeper: any Timekeeper,
  wait: Duration = .zero
) async throws -> EntryID? {
  guard try ledger.configurationInForce() != digest else { return nil }
  return try await record(.configure, author, ledger, timekeeper, wait) {
    try $0.configure(digest, now: $1)
  }
}

/// Records one entry that concerns no system, under DingTalk as a link is.
private func record(
  _ kind: OperationKind,
  _ author: Author,
  _ ledger: Ledger,
  _ timekeeper: any Timekeeper,
  _ wait: Duration,
  _ write: (LedgerWriter, Instant) throws -> EntryID
) async throws -> EntryID {
  let session = try await OperationSession(
    OperationRequest(kind: kind, by: author, system: .dingtalk),
    in: ledger,
    wait: wait,
    timekeeper: timekeeper
  )
  return try session.finish { try session.write { try write($0, $1) } }
}
