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
  private struct OpenOperation {
    let request: OperationRequest
    var own = OperationState()
  }

  private struct State {
    /// The end of the log; nil if it must be read again.
    var log: LogState?
    var open: [OperationNumber: OpenOperation] = [:]
    /// Whether what a killed process left open is closed.
    var isTidy = false
    /// Whether something that is no operation writes alone.
    var isReserved = false
    /// Whether the lock is kept between operations, as a service does.
    var isKept = false

    func admits(_ request: OperationRequest) -> Bool {
      !isReserved && !open.values.contains { request.excludes($0.request) }
    }
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
  private let signing = Mutex<Void>(())

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
  /// For each system there can be one that fetches and one that writes. An import is alone in its
  /// system, and an erasure in the ledger, since it takes what others may be writing.
  func admits(_ request: OperationRequest) -> Bool {
    state.withLock { $0.admits(request) }
  }

  /// Keeps operations out until the result is released; nil if one is open.
  func reserve() -> Reservation? {
    state.withLock { state in
      guard state.open.isEmpty, !state.isReserved else { return nil }
      state.isReserved = true
      return Reservation(log: self)
    }
  }

  /// The right to write alone.
  final class Reservation: Sendable {
    private let log: LogWriter

    fileprivate init(log: LogWriter) { self.log = log }

    deinit { log.state.withLock { $0.isReserved = false } }
  }

  /// Records that an operation begins.
  func open(_ request: OperationRequest, now: Instant) throws -> OperationNumber {
    try state.withLock { state in
      var opened = OpenOperation(request: request)
      let operation = try begin(&opened, &state, now: now) { $1 }
      let others = state.open.filter { $0.value.request.system == request.system }
      for (number, other) in others {
        state.open[number]?.own.othersUsers.formUnion(request.writes)
        opened.own.othersUsers.formUnion(other.request.writes)
      }
      state.open[operation] = opened
      return operation
    }
  }

  /// Records a whole operation in one transaction.
  ///
  /// - Parameters:
  ///   - request: The operation.
  ///   - now: The time now.
  ///   - body: Appends what it does.
  /// - Returns: Its entries; nil if an open operation excludes it.
  /// - Throws: An error of SQLite, or of `body`; then nothing was recorded.
  func record(
    _ request: OperationRequest,
    now: Instant,
    _ body: (inout AppendTransaction, OperationNumber) throws -> Void
  ) throws -> ClosedRange<EntryID>? {
    try state.withLock { state in
      guard state.admits(request) else { return nil }
      var opened = OpenOperation(request: request)
      return try begin(&opened, &state, now: now) { appending, operation in
        let first = appending.state.lastEntry
        try body(&appending, operation)
        try appending.close(operation, .finished)
        return first...appending.state.lastEntry
      }
    }
  }

  /// Appends that an operation begins, and what `body` has; the first one closes what a killed process
  /// left open.
  private func begin<T: Sendable>(
    _ operation: inout OpenOperation,
    _ state: inout State,
    now: Instant,
    _ body: (inout AppendTransaction, OperationNumber) throws -> T
  ) throws -> T {
    let (request, isTidy) = (operation.request, state.isTidy)
    let result = try append(&state.log, for: &operation, now: now) { appending in
      if !isTidy { try appending.closeAbandoned() }
      let number = try appending.open(request)
      return try body(&appending, number)
    }
    state.isTidy = true
    return result
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

  /// Runs `body` in a transaction for an open operation: either everything that it appends is in the
  /// log when this returns, or nothing.
  func append<T: Sendable>(
    to operation: OperationNumber,
    now: Instant,
    _ body: (inout AppendTransaction) throws -> T
  ) throws -> T {
    try state.withLock { state in
      guard var open = state.open[operation] else { throw LedgerError.operationClosed(operation) }
      let result = try append(&state.log, for: &open, now: now, body)
      state.open[operation] = open
      return result
    }
  }

  private func append<T: Sendable>(
    _ log: inout LogState?,
    for operation: inout OpenOperation,
    now: Instant,
    _ body: (inout AppendTransaction) throws -> T
  ) throws -> T {
    let (result, next) = try connection.record { database in
      var appending = try AppendTransaction(
        database,
        system: operation.request.system,
        now: now,
        random: random,
        state: try log ?? LogState(database, secret: secret),
        own: operation.own
      )
      let result = try body(&appending)
      try appending.finish()
      return (result, appending)
    }
    log = next.hasErased ? nil : next.state
    operation.own = next.own
    return result
  }

  /// Signs the head of the log, if there is a key; one at a time, so that the head outside the ledger
  /// is the last one.
  func sign() throws { try signing.withLock { _ in _ = try signer?.sign(connection) } }

  /// Notes that the lock is kept between operations.
  func keep() { state.withLock { $0.isKept = true } }

  /// Empties the write-ahead log into the file, unless a reader blocks that.
  func emptyWriteAheadLog() {
    // Nothing can be recorded while it waits, and a service has readers all the time.
    let patience: Duration = state.withLock { $0.isKept ? .zero : .milliseconds(100) }
    // A reader may block it; then another writer empties the write-ahead log.
    _ = try? connection.writeWithoutTransaction { database in
      try database.waiting(atMost: patience) { _ = try database.checkpoint(.truncate) }
    }
  }
}

/// What only one operation needs to know of what it appended.
struct OperationState {
  /// The fields that any response of this operation returned.
  var fieldsSeen: Set<FieldCode> = []
  /// The users whom other operations wrote while this one was open.
  ///
  /// What this one reads of them may be older than what those recorded, so it is not recorded.
  var othersUsers: Set<Verbatim> = []
}

extension OperationRequest {
  /// Whether the operation cannot be open at the same time as another one.
  fileprivate func excludes(_ other: OperationRequest) -> Bool {
    let kinds = [kind, other.kind]
    if kinds.contains(.erase) { return true }
    let free: [OperationKind] = [
      .link, .hold, .release, .readmit, .token, .configure, .access, .propose, .decide,
    ]
    let states = kinds.filter { !free.contains($0) }
    guard system == other.system, states.count == 2 else { return false }
    return !kinds.contains(.fetch) || kinds.contains(.import) || kind == other.kind
  }
}
