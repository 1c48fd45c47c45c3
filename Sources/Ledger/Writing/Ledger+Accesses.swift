package import LedgerStorage
package import Roster
import Synchronization

extension Ledger {
  /// Records what is about to be shown: one operation that is open for a moment only.
  ///
  /// - Parameters:
  ///   - accesses: What is about to be shown, and to whom; at least one.
  ///   - request: The operation: who shows it, and with which program.
  ///   - now: The time now.
  /// - Returns: The entries that were appended; nil if another process writes, or an erasure is open.
  /// - Throws: ``LedgerError``; then nothing was recorded, and nothing may be shown.
  package func record(
    _ accesses: [NewAccess],
    request: OperationRequest,
    now: Instant
  ) throws(LedgerError) -> ClosedRange<EntryID>? {
    try translating(path) {
      try writing.withLock { writing in
        try open(&writing, now: now)?.record(request, now: now) {
          try $0.record(accesses, operation: $1)
        }
      }
    }
  }

  /// Signs the end of the log, if there is a key and no other process writes.
  ///
  /// - Parameter now: The time now.
  /// - Throws: ``LedgerError``, `proof` if the head cannot be signed.
  package func signEnd(now: Instant) throws(LedgerError) {
    try translating(path) {
      try writing.withLock { writing in try open(&writing, now: now)?.sign() }
    }
  }
}
