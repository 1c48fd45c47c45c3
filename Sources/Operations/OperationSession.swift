import Ledger
import Logging
import Roster
import Synchronization

/// One operation from its opening to its close.
///
/// It writes to the log, counts the steps that it records, keeps the first error, and closes the
/// operation once. An operation that could not be closed counts as interrupted: the next writer
/// closes it as that.
final class OperationSession: Sendable {
  private struct State {
    var steps = 0
    var status: OperationStatus?
    var error: (any UserFacingError)?
  }

  private let writer: LedgerWriter
  private let timekeeper: any Timekeeper
  private let log: Logger?
  private let afterCommit: (@Sendable (Int) -> Void)?
  private let state = Mutex(State())

  /// Opens an operation.
  ///
  /// - Parameters:
  ///   - request: Who runs what, and why.
  ///   - ledger: The ledger.
  ///   - wait: How long to wait for another writer to end.
  ///   - timekeeper: The clock.
  ///   - log: Receives notes.
  ///   - afterCommit: Receives the number of each step right after the commit that records it; the
  ///     opening is the first, and one commit may record several.
  /// - Throws: `LedgerError` if it was not opened.
  init(
    _ request: OperationRequest,
    in ledger: Ledger,
    wait: Duration,
    timekeeper: any Timekeeper,
    log: Logger? = nil,
    afterCommit: (@Sendable (Int) -> Void)? = nil
  ) async throws {
    writer = try await ledger.begin(request, wait: wait, timekeeper: timekeeper)
    self.timekeeper = timekeeper
    self.log = log
    self.afterCommit = afterCommit
    committed()
  }

  /// Opens an operation with the tools of one that writes to a system.
  convenience init(_ request: OperationRequest, _ tools: PushTools) async throws {
    try await self.init(
      request,
      in: tools.ledger,
      wait: tools.wait,
      timekeeper: tools.timekeeper,
      log: tools.log,
      afterCommit: tools.afterCommit
    )
  }

  /// The operation's number.
  var operation: OperationNumber { writer.operation }

  /// How it ended; interrupted while it is open.
  var status: OperationStatus { state.withLock { $0.status } ?? .interrupted }

  /// The first error; nil if there was none.
  var error: (any UserFacingError)? { state.withLock { $0.error } }

  /// Makes one commit.
  ///
  /// - Parameters:
  ///   - steps: How many steps it records.
  ///   - commit: Writes, at the time that it receives.
  /// - Returns: The result of `commit`.
  /// - Throws: Errors of `commit`; nothing was written then.
  @discardableResult
  func write<T>(steps: Int = 1, _ commit: (LedgerWriter, Instant) throws -> T) rethrows -> T {
    let value = try commit(writer, timekeeper.now())
    for _ in 0..<steps { committed() }
    return value
  }

  /// Records responses, each in a commit of its own.
  ///
  /// - Returns: How many events they stored.
  @discardableResult
  func append(_ answers: [RosterResponse]) throws -> Int {
    var events = 0
    for answer in answers { events += try write { try $0.append(answer, now: $1).events } }
    return events
  }

  /// Records which limits of the configuration the operation may exceed.
  func record(_ overrides: [LimitOverride]) throws {
    for limit in overrides {
      try write { writer, _ in
        try writer.recordOverride(of: limit.name, configured: limit.configured, used: limit.used)
      }
    }
  }

  /// Records the results of the rows of a call.
  ///
  /// - Parameters:
  ///   - verdicts: The verdict on each row, after the number of its intended entry.
  ///   - call: The number of the sent entry.
  ///   - facts: The times of the call, and the system's id of it.
  /// - Throws: `LedgerError`.
  func record(
    _ verdicts: some Sequence<(EntryID, RowVerdict)>,
    of call: EntryID,
    _ facts: CallFacts
  ) throws {
    let pairs = verdicts.map { (intended: $0.0, verdict: $0.1) }
    try write { try $0.record(pairs, of: call, call: facts, now: $1) }
  }

  /// Keeps an error, unless there was one before.
  func fail(_ error: any Error) {
    state.withLock { $0.error = $0.error ?? error.userFacing }
  }

  /// Closes the operation; once it is closed, does nothing.
  ///
  /// - Parameters:
  ///   - status: How it ended.
  ///   - error: What kept it from finishing, where something did.
  func close(_ status: OperationStatus, because error: (any Error)? = nil) {
    if let error { fail(error) }
    guard state.withLock({ $0.status == nil }) else { return }
    var end = status
    do {
      try write { try $0.close(status, now: $1) }
    } catch {
      log?.error("the operation was not closed", metadata: ["error": "\(error.userFacing.name)"])
      end = .interrupted
      fail(error)
    }
    state.withLock { $0.status = end }
  }

  /// Runs work and closes the operation: as finished, or as failed if the work throws.
  ///
  /// - Parameter work: The work.
  /// - Returns: Its result.
  /// - Throws: Its errors, or why the operation could not be closed.
  func finish<T>(_ work: () throws -> T) throws -> T {
    do {
      let value = try work()
      close(.finished)
      if let error { throw error }
      return value
    } catch {
      close(.failed, because: error)
      throw error
    }
  }

  private func committed() {
    let steps = state.withLock { state in
      state.steps += 1
      return state.steps
    }
    afterCommit?(steps)
  }
}

extension Error {
  /// The error as one that users are shown.
  var userFacing: any UserFacingError {
    (self as? any UserFacingError) ?? UnexpectedError(reason: "\(self)")
  }
}
