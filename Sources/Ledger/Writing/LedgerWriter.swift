import GRDB
package import Roster
import Synchronization

/// The single writer: it holds the ledger's lock until the operation is closed, and appends
/// what the operation learns, each response in a transaction of its own.
///
/// What has been appended survives a crash of process and machine. A writer that goes without
/// ``close(_:now:)`` leaves its operation open; the next one closes it as interrupted.
package final class LedgerWriter: Sendable {
  /// The number of the operation.
  package let operation: Int64
  let path: String
  let system: System
  /// The list of erasures outside of the ledger, where there is one.
  let list: ErasureList?
  private let random: RandomBytes
  let connection: DatabaseQueue
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

  /// Ends the operation, signs the head of the log, where there is a key for that, and lets the
  /// next writer in.
  ///
  /// - Parameters:
  ///   - status: `finished`, `interrupted` or `failed`.
  ///   - now: The time now.
  /// - Throws: ``LedgerError``; `proof` if the operation was closed and the head not signed.
  package func close(_ status: OperationStatus, now: Instant) throws(LedgerError) {
    // Whatever comes of it: an operation that could not be closed is interrupted, and the next writer
    // says so.
    defer {
      state.withLock { $0.isClosed = true }
      lock.withLock { $0 = nil }
    }
    try append(now: now) { appending in
      try appending.close(operation, status)
      appending.state.isClosed = true
    }
    try translating(path) { _ = try signer?.sign(connection) }
    // A reader may be in the way; then the log is folded in some other time.
    _ = try? connection.writeWithoutTransaction { try $0.checkpoint(.truncate) }
  }

  /// Lets the file grow to so many pages and no further, as a disk of that size would.
  ///
  /// - Parameter pages: How many pages, of 4096 bytes.
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

  /// Runs `body` in a transaction: what it appends is in the log when this returns, or none of it.
  func append<T: Sendable>(
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
  /// Begins an operation: takes the ledger's lock, closes what a process that died left open, and
  /// records who begins what and why.
  ///
  /// - Parameters:
  ///   - request: Who does what, and why.
  ///   - wait: How long to wait for another writer to end.
  ///   - timekeeper: The clock, and the means of waiting.
  /// - Returns: The operation's writer; the lock is held until it is closed, or goes.
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
