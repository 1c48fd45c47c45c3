package import LedgerStorage
import GRDB
package import Roster
import Synchronization

/// Writes one operation into the log: appends what it learns, each response in its own transaction.
///
/// The process has the ledger's lock as long as one of its operations is open. If a writer is
/// released without ``close(_:now:)``, its operation stays open; the next process closes it as
/// interrupted.
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
  /// Nil once the operation is closed.
  private let log: Mutex<LogWriter?>

  init(_ log: LogWriter, request: OperationRequest, now: Instant) throws {
    operation = try log.open(request, now: now)
    path = log.path
    list = log.list
    system = request.system
    self.log = Mutex(log)
  }

  deinit { _ = log.withLock { $0?.leave(operation) } }

  /// Ends the operation, signs the head of the log if there is a key, and releases the lock if no
  /// other operation of this process is open.
  ///
  /// - Parameters:
  ///   - status: `finished`, `interrupted` or `failed`.
  ///   - now: The time now.
  /// - Throws: ``LedgerError``; `proof` if the operation was closed and the head not signed.
  package func close(_ status: OperationStatus, now: Instant) throws(LedgerError) {
    try translating(path) {
      try log.withLock { place in
        guard let log = place else { throw LedgerError.operationClosed(operation) }
        // Also after an error: an operation that could not be closed is interrupted, and the next
        // process records that.
        place = nil
        do {
          try log.append(to: operation, now: now) { try $0.close(operation, status) }
          try log.sign()
        } catch {
          _ = log.leave(operation)
          throw error
        }
        if log.leave(operation) { log.emptyWriteAheadLog() }
      }
    }
  }

  /// Limits the size of the file, as a full disk would.
  ///
  /// - Parameter pages: The number of pages, of 4096 bytes each.
  /// - Throws: ``LedgerError``.
  package func limitPages(to pages: Int) throws(LedgerError) {
    try withLog { log in
      try log.connection.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA max_page_count = \(pages)")
      }
    }
  }

  /// Runs `body` in a transaction that adds facts to the open operation, and no entry.
  func amend(_ body: (Database) throws -> Void) throws(LedgerError) {
    try withLog { try $0.connection.record { try body($0) } }
  }

  /// Runs `body` in a transaction: either everything that it appends is in the log when this
  /// returns, or nothing.
  package func append<T: Sendable>(
    now: Instant,
    _ body: (inout AppendTransaction) throws -> T
  ) throws(LedgerError) -> T {
    try withLog { try $0.append(to: operation, now: now, body) }
  }

  /// Gives the writer of the log, if the operation is open.
  func withLog<T: Sendable>(_ body: (LogWriter) throws -> T) throws(LedgerError) -> T {
    try translating(path) {
      try log.withLock { log in
        guard let log else { throw LedgerError.operationClosed(operation) }
        return try body(log)
      }
    }
  }
}

extension Ledger {
  /// Begins an operation: takes the ledger's lock, closes what a killed process left open, and
  /// records the request.
  ///
  /// Several operations may be open in one process: see ``LogWriter/admits(_:)``.
  ///
  /// - Parameters:
  ///   - request: Who runs what, and why.
  ///   - wait: How long to wait for another process, or for an operation that excludes this one.
  ///   - timekeeper: The clock, and the means of waiting.
  /// - Returns: The operation's writer.
  /// - Throws: ``LedgerError``, `busy` if the wait is over.
  package func begin(
    _ request: OperationRequest,
    wait: Duration,
    timekeeper: any Timekeeper
  ) async throws(LedgerError) -> LedgerWriter {
    try await WriterLock.waiting(path, wait: wait, timekeeper: timekeeper) {
      () throws(LedgerError) -> LedgerWriter? in
      try attempt(request, now: timekeeper.now())
    }
  }

  /// Begins an operation; nil if another process writes, or an operation excludes it.
  private func attempt(_ request: OperationRequest, now: Instant) throws(LedgerError)
    -> LedgerWriter?
  {
    try translating(path) {
      try writing.withLock { writing in
        guard let log = try open(&writing, now: now), log.admits(request) else { return nil }
        return try LedgerWriter(log, request: request, now: now)
      }
    }
  }

  /// Takes the lock of the ledger for as long as the result exists, operations or not.
  ///
  /// A service keeps it, so that no other process writes between two of its operations.
  ///
  /// - Parameters:
  ///   - wait: How long to wait for another process.
  ///   - timekeeper: The clock, and the means of waiting.
  /// - Returns: What keeps the lock.
  /// - Throws: ``LedgerError``, `busy` if the wait is over.
  package func keepLock(
    wait: Duration,
    timekeeper: any Timekeeper
  ) async throws(LedgerError) -> KeptLock {
    try await WriterLock.waiting(path, wait: wait, timekeeper: timekeeper) {
      () throws(LedgerError) -> KeptLock? in
      try translating(path) {
        try writing.withLock { writing in
          try open(&writing, now: timekeeper.now()).map(KeptLock.init)
        }
      }
    }
  }

  /// The writer of the log; nil if another process has the lock.
  func open(_ writing: inout OpenLog, now: Instant) throws -> LogWriter? {
    if let log = writing.log { return log }
    guard let lock = try WriterLock.attempt(path, now: now) else { return nil }
    try checkWriteAheadLog()
    let log = try LogWriter(self, lock: lock)
    writing.log = log
    return log
  }
}

/// Keeps the lock of a ledger until it is released.
package final class KeptLock: Sendable {
  private let log: LogWriter

  init(_ log: LogWriter) {
    self.log = log
    log.keep()
  }

  /// Writes beside the ledger where this process takes requests of others.
  ///
  /// - Parameters:
  ///   - socket: The path of a unix socket.
  ///   - now: Since when it has the lock.
  /// - Throws: ``LedgerError``.
  package func announce(socket: String, now: Instant) throws(LedgerError) {
    try WriterLock.announce(socket: socket, of: log.path, now: now)
  }
}

/// The writer of a log, if operations of this process are open or its lock is kept.
struct OpenLog {
  weak var log: LogWriter?
}
