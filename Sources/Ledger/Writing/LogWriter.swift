import LedgerProof
import LedgerStorage
import GRDB
import Roster
import Synchronization

/// The one writer of a log: it has the ledger's lock, and appends for all operations of this
/// process, one transaction at a time.
///
/// It exists as long as an operation is open. What was appended survives a crash of process and
/// machine.
final class LogWriter: Sendable {
  private struct State {
    /// The end of the log; nil if it must be read again.
    var log: LogState?
    /// The operations that are open.
    var open: [OperationNumber: OperationRequest] = [:]
    /// Whether what a killed process left open is closed.
    var isTidy = false
  }

  let path: String
  let connection: DatabaseQueue
  /// The list of erasures outside the ledger; nil if there is none.
  let list: ErasureList?
  private let random: RandomBytes
  private let signer: CheckpointSigner?
  private let secret: [UInt8]?
  private let lock: WriterLock
  private let state: Mutex<State>

  init(_ ledger: Ledger, lock: WriterLock) throws {
    signer = try ledger.signer()
    try ledger.checkLastHead(key: signer?.key)
    let connection = try Connection.writer(ledger.path)
    list = ledger.watch.map { ErasureList(path: $0.list) }
    if let list { try connection.read { try list.addMissing(in: $0) } }
    VacuumRun.tryAgain(connection)
    secret = try signer?.memorySecret()
    path = ledger.path
    random = ledger.random
    self.connection = connection
    self.lock = lock
    state = Mutex(State())
  }

  /// Whether an operation can be opened beside those that are open.
  ///
  /// There is one for each system: a response that was asked for before a write must not be recorded
  /// after it. An erasure is alone, since it takes what others may be writing.
  func admits(_ request: OperationRequest) -> Bool {
    state.withLock { state in
      state.open.values.allSatisfy {
        $0.system != request.system && $0.kind != .erase && request.kind != .erase
      }
    }
  }

  /// Records that an operation begins; the first one closes what a killed process left open.
  func open(_ request: OperationRequest, now: Instant) throws -> OperationNumber {
    try state.withLock { state in
      var own = OperationState()
      let operation = try append(&state.log, for: request.system, now: now, &own) { appending in
        if !state.isTidy { try appending.closeAbandoned() }
        return try appending.open(request)
      }
      state.isTidy = true
      state.open[operation] = request
      return operation
    }
  }

  /// Frees the place of an operation that ended, or that was given up.
  ///
  /// - Returns: Whether no other one is open.
  func leave(_ operation: OperationNumber) -> Bool {
    state.withLock { state in
      state.open[operation] = nil
      // Only operations that run need to find their users fast.
      state.log?.userNumbers = [:]
      return state.open.isEmpty
    }
  }

  /// Runs `body` in a transaction: either everything that it appends is in the log when this
  /// returns, or nothing.
  func append<T: Sendable>(
    for system: System,
    now: Instant,
    _ own: inout OperationState,
    _ body: (inout AppendTransaction) throws -> T
  ) throws -> T {
    try state.withLock { try append(&$0.log, for: system, now: now, &own, body) }
  }

  private func append<T: Sendable>(
    _ log: inout LogState?,
    for system: System,
    now: Instant,
    _ own: inout OperationState,
    _ body: (inout AppendTransaction) throws -> T
  ) throws -> T {
    let (result, next) = try connection.record { database in
      var appending = try AppendTransaction(
        database,
        system: system,
        now: now,
        random: random,
        state: try log ?? LogState(database, secret: secret),
        own: own
      )
      let result = try body(&appending)
      try appending.finish()
      return (result, appending)
    }
    log = next.hasErased ? nil : next.state
    own = next.own
    return result
  }

  /// Runs `body` in a transaction that adds facts to an operation, and no entry.
  func amend(_ body: (Database) throws -> Void) throws {
    try state.withLock { _ in try connection.record { try body($0) } }
  }

  /// Signs the head of the log, if there is a key.
  func sign() throws { _ = try signer?.sign(connection) }

  /// Empties the write-ahead log into the file, unless a reader blocks that.
  func emptyWriteAheadLog() {
    // A reader may block it; then another writer empties the write-ahead log.
    _ = try? connection.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA busy_timeout = 100")
      try database.checkpoint(.truncate)
    }
  }
}

/// What only one operation needs to know of what it appended.
struct OperationState {
  /// The fields that any response of this operation returned.
  var fieldsSeen: Set<FieldCode> = []
}
