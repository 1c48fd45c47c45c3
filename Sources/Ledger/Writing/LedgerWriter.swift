import LedgerProof
package import LedgerStorage
package import GRDB
package import Roster
import Synchronization

/// The single writer.
///
/// It holds the ledger's lock until the operation is closed, and appends what the operation learns,
/// each response in its own transaction.
///
/// What was appended survives a crash of process and machine. If a writer is released without
/// ``close(_:now:)``, its operation stays open; the next writer closes it as interrupted.
///
/// Example: a fetch calls `begin`, then `append` for the user list and for each response, then
/// `close(.finished, now: clock.now())`.
package final class LedgerWriter: Sendable {
  /// The number of the operation.
  package let operation: OperationNumber
  package let path: String
  package let system: System
  /// The list of erasures outside the ledger; nil if there is none.
  package let list: ErasureList?
  private let random: RandomBytes
  package let connection: DatabaseQueue
  private let state: Mutex<LogState>
  private let lock: Mutex<WriterLock?>
  private let signer: CheckpointSigner?

  init(_ ledger: Ledger, request: OperationRequest, lock: WriterLock, now: Instant) throws {
    signer = try ledger.signer()
    try ledger.checkLastHead(key: signer?.key)
    let connection = try Connection.writer(ledger.path)
    list = ledger.watch.map { ErasureList(path: $0.list) }
    if let list { try connection.read { try list.addMissing(in: $0) } }
    VacuumRun.tryAgain(connection)
    let secret = try signer?.memorySecret()
    var opening = try connection.read { try LogState($0, system: request.system, secret: secret) }
    path = ledger.path
    system = request.system
    random = ledger.random
    self.connection = connection
    self.lock = Mutex(lock)
    let random = ledger.random
    operation = try connection.record { database in
      var appending = try AppendTransaction(
        database,
        system: request.system,
        now: now,
        random: random,
        state: opening
      )
      try appending.closeAbandoned()
      let operation = try appending.open(request)
      try appending.finish()
      opening = appending.state
      return operation
    }
    state = Mutex(opening)
  }

  /// Ends the operation, signs the head of the log if there is a key, and releases the lock.
  ///
  /// - Parameters:
  ///   - status: `finished`, `interrupted` or `failed`.
  ///   - now: The time now.
  /// - Throws: ``LedgerError``; `proof` if the operation was closed and the head not signed.
  package func close(_ status: OperationStatus, now: Instant) throws(LedgerError) {
    // Also after an error: an operation that could not be closed is interrupted, and the next
    // writer records that.
    defer {
      state.withLock { $0.isClosed = true }
      lock.withLock { $0 = nil }
    }
    try append(now: now) { appending in
      try appending.close(operation, status)
      appending.state.isClosed = true
    }
    try translating(path) { _ = try signer?.sign(connection) }
    // A reader may block it; then another writer empties the write-ahead log.
    _ = try? connection.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA busy_timeout = 100")
      try database.checkpoint(.truncate)
    }
  }

  /// Limits the size of the file, as a full disk would.
  ///
  /// - Parameter pages: The number of pages, of 4096 bytes each.
  /// - Throws: ``LedgerError``.
  package func limitPages(to pages: Int) throws(LedgerError) {
    try translating(path) {
      try connection.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA max_page_count = \(pages)")
      }
    }
  }

  /// Runs `body` in a transaction that adds facts to the open operation, and no entry.
  func amend(_ body: (Database) throws -> Void) throws(LedgerError) {
    try translating(path) {
      try state.withLock { state in
        guard !state.isClosed else { throw LedgerError.operationClosed(operation) }
        try connection.record { try body($0) }
      }
    }
  }

  /// Runs `body` in a transaction: either everything that it appends is in the log when this
  /// returns, or nothing.
  package func append<T: Sendable>(
    now: Instant,
    _ body: (inout AppendTransaction) throws -> T
  ) throws(LedgerError) -> T {
    try translating(path) {
      try state.withLock { state in
        guard !state.isClosed else { throw LedgerError.operationClosed(operation) }
        let (result, next) = try connection.record { database in
          var appending = try AppendTransaction(
            database,
            system: system,
            now: now,
            random: random,
            state: state
          )
          let result = try body(&appending)
          try appending.finish()
          return (result, appending.state)
        }
        state = next
        return result
      }
    }
  }
}

extension Ledger {
  /// Begins an operation: takes the ledger's lock, closes what a killed process left open, and
  /// records the request.
  ///
  /// - Parameters:
  ///   - request: Who runs what, and why.
  ///   - wait: How long to wait for another writer to end.
  ///   - timekeeper: The clock, and the means of waiting.
  /// - Returns: The operation's writer; it has the lock until it is closed or released.
  /// - Throws: ``LedgerError``, `busy` if another process is still writing when the wait is over.
  package func begin(
    _ request: OperationRequest,
    wait: Duration,
    timekeeper: any Timekeeper
  ) async throws(LedgerError) -> LedgerWriter {
    let lock = try await locked(wait: wait, timekeeper: timekeeper)
    return try translating(path) {
      try LedgerWriter(self, request: request, lock: lock, now: timekeeper.now())
    }
  }
}
