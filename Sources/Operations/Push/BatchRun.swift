import Ledger
import LedgerHistory
import LedgerStorage
import Roster

/// One batch, step by step: read, plan, confirm, open, plan again, send.
struct BatchRun {
  let source: any BatchSource
  let tools: PushTools
  private let began: Instant
  private let callsBefore: Int
  /// The last entry of the log when it was read.
  private var mark: EntryID = 0
  private var fresh = SystemReading()
  private var expected: ExpectedValue
  private var review = BatchReview()
  private var prepared: Preparation?
  private var plan: Plan?
  private var session: OperationSession?
  /// The final status and the error, if no operation was opened.
  private var unopened: (status: OperationStatus, error: (any UserFacingError)?)?
  private var rows: [RowStatus] = []
  private var readBackError: (any UserFacingError)?
  /// What was shown and not confirmed.
  private var unsent: BatchProposal?

  init(_ source: any BatchSource, _ tools: PushTools) {
    self.source = source
    self.tools = tools
    began = tools.timekeeper.monotonic()
    callsBefore = tools.system.callsMade
    expected = ExpectedValue(tools)
  }

  /// Runs the batch to its end.
  ///
  /// - Parameter confirm: Receives the plan, and returns whether to go on.
  /// - Returns: The result; its operation is 0 if none was opened.
  /// - Throws: `LedgerError` if the plan was confirmed and the operation could not be opened.
  mutating func run(_ confirm: @Sendable (Plan) async -> Bool) async throws -> PushOutcome {
    do {
      try await read()
      try makePlan()
    } catch {
      return end(Task.isCancelled ? .interrupted : .failed, because: error)
    }
    guard let plan, !plan.effective.isEmpty else { return end(.finished) }
    guard await confirm(plan) else {
      unsent = BatchProposal(plan, of: source, on: tools.system.system)
      return end(.interrupted, because: PushError.declined)
    }
    guard !Task.isCancelled else { return end(.interrupted) }
    do {
      try await open()
      try makePlan()
      try checkAgreed(SavedPlan(plan))
      try await send()
    } catch {
      guard session != nil else { throw error }
      return end(Task.isCancelled ? .interrupted : .failed, because: error)
    }
    return outcome
  }

  /// Plans what the batch would do, and writes nothing.
  ///
  /// - Returns: The plan, with its refusals, and what would not be written, and why.
  /// - Throws: Errors of the system or the ledger that prevent a plan; `PushError` if a saved plan
  ///   is stale.
  mutating func dryPlan() async throws -> Plan {
    try await read()
    review = try source.review(fresh, expected)
    let drafted = try draft()
    try source.check(drafted)
    review.take(drafted.refused)
    return Plan(
      system: drafted.system,
      rows: drafted.rows,
      refused: review.problems + drafted.refused,
      review: review
    )
  }

  /// Reads what is touched; records nothing, and keeps no other command from writing.
  private mutating func read() async throws {
    mark = try tools.ledger.lastEntry()
    try await ask()
    if let error = fresh.error { throw error }
    expected = try ExpectedValue(tools, fresh, about: source.touched.map(\.user))
  }

  private mutating func ask() async throws {
    let touched = try tools.recordable(source.touched)
    fresh = await SystemReading.ask(tools.system, about: touched, never: source.rules.never)
  }

  /// Decides and plans from what was read.
  ///
  /// - Throws: `PushError` if the plan is refused.
  private mutating func makePlan() throws {
    review = try source.review(fresh, expected)
    try stop(at: review.problems)
    let drafted = try draft()
    plan = drafted
    try stop(at: drafted.refused)
    review.take(drafted.refused)
    plan?.review = review
    try source.check(drafted)
    if let expected = source.rules.expected, expected != drafted.digest {
      throw PushError.otherPlan
    }
  }

  private mutating func draft() throws -> Plan {
    let held = try expected.held(review.changes.map(\.user))
    let prepared = try Preparation(
      review.changes,
      rules: source.rules,
      fresh: fresh,
      held: held,
      tools: tools
    )
    self.prepared = prepared
    return prepared.plan
  }

  private func stop(at refused: [WriteRefusal]) throws {
    let isBlocked =
      source.rules.skipsRefused ? refused.contains { $0.user == nil } : !refused.isEmpty
    if isBlocked { throw PushError.refused(refused) }
  }

  /// Opens the operation, and records what was read; if something was recorded since, it is read
  /// again.
  private mutating func open() async throws {
    var operation = source.operation(on: tools.system.system)
    operation.writes = Set(source.touched.lazy.map(\.user))
    let session = try await OperationSession(operation, tools)
    self.session = session
    try session.record(source.rules.overrides)
    // An older reading must not be recorded after a newer one.
    let isLate = try tools.ledger.lastEntry(leavingOut: session.operation) != mark
    if isLate { try await ask() }
    if let catalog = fresh.catalog {
      try session.write { _ = try $0.append(catalog, now: $1) }
    }
    let events = try session.append(fresh.answers)
    if let error = fresh.error { throw error }
    expected =
      isLate || events > 0
      ? ExpectedValue(tools, operation: session.operation)
      : expected.unchanged(by: session.operation)
  }

  /// Checks that what is planned now is what was agreed to.
  private func checkAgreed(_ agreed: SavedPlan) throws {
    guard let plan else { return }
    let stale = agreed.stale(against: plan)
    if !stale.isEmpty || plan.effective.count > agreed.changes.count {
      throw PushError.stale(stale)
    }
  }

  /// Records what is intended, and sends it.
  private mutating func send() async throws {
    guard let session, let prepared else { return }
    let planned = prepared.plan.effective
    guard !planned.isEmpty else { return session.close(.finished) }
    guard !Task.isCancelled else { return session.close(.interrupted) }
    let intended = try session.write {
      try $0.intend(planned.map(\.intended), applying: source.decision, now: $1)
    }
    rows = planned.map { _ in .notSent }
    let runner = await BatchRunner(
      session: session,
      tools: tools,
      prepared: prepared,
      intended: intended,
      rules: source.rules,
      callsBefore: callsBefore
    ).worked()
    rows = runner.decider.statuses
    readBackError = runner.decider.readBackFailure
  }

  /// Ends a batch of which nothing was sent.
  private mutating func end(
    _ status: OperationStatus,
    because error: (any Error)? = nil
  ) -> PushOutcome {
    unopened = (status, error?.userFacing)
    session?.close(status, because: error)
    return outcome
  }

  /// The result, from the log; if it cannot be read, from the run, with the error.
  private var outcome: PushOutcome {
    var counts = RowCounts(of: rows)
    var restored = 0
    var error = session.map(\.error) ?? unopened?.error
    do throws(LedgerError) {
      if let session, let (batch, lines) = try tools.ledger.batch(session.operation) {
        counts = batch.counts
        restored = lines.filter(\.isApplied).reduce(0) { sum, line in
          sum + line.changes.count { $0.isVerified != false }
        }
      }
    } catch let unread {
      error = error ?? unread
    }
    let result = PushResult(
      operation: session?.operation ?? 0,
      parent: source.operation(on: tools.system.system).parent,
      status: session?.status ?? unopened?.status ?? .interrupted,
      counts: counts,
      calls: tools.system.callsMade - callsBefore,
      seconds: (tools.timekeeper.monotonic() - began).inSeconds
    )
    return PushOutcome(
      result: result,
      plan: plan,
      review: review,
      restored: restored,
      error: error,
      readBackError: readBackError,
      unsent: unsent
    )
  }
}
