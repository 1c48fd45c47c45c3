import Ledger
import Roster

/// The state of one batch, from its draft to its end.
struct BatchRun {
  let operation: OperationRequest
  let tools: PushTools
  let rules: SendingRules
  private let began: Instant
  private let callsBefore: Int
  private var leftAlone: [RowLeftAlone] = []
  private var plan: Plan?
  private var session: OperationSession?
  private var status: OperationStatus?
  private var rows: [RowStatus] = []
  private var error: (any UserFacingError)?
  private var readBackError: (any UserFacingError)?

  init(_ operation: OperationRequest, tools: PushTools, rules: SendingRules) {
    self.operation = operation
    self.tools = tools
    self.rules = rules
    began = tools.timekeeper.monotonic()
    callsBefore = tools.system.callsMade
  }

  /// Whether its operation was opened.
  var isOpen: Bool { session != nil }

  /// Keeps the result of a draft.
  ///
  /// - Throws: `PushError` if its plan is refused.
  mutating func take(_ draft: BatchDraft) throws {
    leftAlone = draft.leftAlone
    plan = draft.prepared.plan
    let refused = draft.prepared.plan.refused
    let isBlocked = rules.skipsRefused ? refused.contains { $0.user == nil } : !refused.isEmpty
    if isBlocked { throw PushError.refused(refused) }
  }

  /// Opens the operation, and records what was read.
  ///
  /// - Parameters:
  ///   - draft: What was read, and what was confirmed.
  ///   - mark: The last entry of the log when it was read.
  ///   - touching: The users and fields to read again, if something was recorded since.
  ///   - changes: Returns the wanted changes.
  /// - Returns: The draft, made again from what is recorded now.
  /// - Throws: `LedgerError` if it was not opened; why it cannot go on, if it was.
  mutating func open(
    _ draft: BatchDraft,
    since mark: Int64,
    touching: [UserChange],
    _ changes: WantedChanges
  ) async throws -> BatchDraft {
    let session = try await OperationSession(operation, tools)
    self.session = session
    try session.record(rules.overrides)
    var fresh = draft.fresh
    if try tools.ledger.lastEntry(leavingOut: session.operation) != mark {
      // An older reading must not be recorded after a newer one.
      let touched = try tools.recordable(touching)
      fresh = await FreshReading.ask(tools.system, about: touched, never: rules.never)
    }
    if let catalog = fresh.catalog {
      try session.write { _ = try $0.append(catalog, now: $1) }
    }
    try session.append(fresh.reading.answers)
    if let error = fresh.reading.error { throw error }
    let belief = ExpectedValue(tools, operation: session.operation)
    return try BatchDraft(fresh, belief, rules, tools, changes)
  }

  /// Records what is intended, and sends it.
  mutating func send(_ prepared: Preparation) async throws {
    guard let session else { return }
    let planned = prepared.plan.effective
    guard !planned.isEmpty else { return end(.finished) }
    guard !Task.isCancelled else { return end(.interrupted) }
    let intended = try session.write { try $0.intend(planned.map(\.intended), now: $1) }
    rows = planned.map { _ in .notSent }
    let runner = await BatchRunner(
      session: session,
      tools: tools,
      prepared: prepared,
      intended: intended,
      rules: rules,
      callsBefore: callsBefore
    ).worked()
    rows = runner.decider.statuses
    readBackError = runner.decider.readBackFailure
  }

  /// Ends a batch whose rows were not even intended.
  ///
  /// - Parameters:
  ///   - status: How it ended.
  ///   - error: Why, where something kept it from going on.
  mutating func end(_ status: OperationStatus, because error: (any Error)? = nil) {
    self.status = status
    self.error = error?.userFacing
    session?.close(status, because: error)
  }

  /// The result, from the log; if it cannot be read, from the run, with the error.
  func outcome() -> PushOutcome {
    var counts = RowCounts(of: rows)
    var restored = 0
    var error = session?.error ?? error
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
      parent: operation.parent,
      status: session?.status ?? status ?? .interrupted,
      counts: counts,
      calls: tools.system.callsMade - callsBefore,
      seconds: (tools.timekeeper.monotonic() - began).inSeconds
    )
    return PushOutcome(
      result: result,
      plan: plan,
      leftAlone: leftAlone,
      restored: restored,
      error: error,
      readBackError: readBackError
    )
  }
}

extension RowCounts {
  /// Counts rows by what the sending knows of them.
  fileprivate init(of statuses: [RowStatus]) {
    self.init()
    rows = statuses.count
    for status in statuses {
      switch status {
      case .accepted: accepted += 1
      case .rejected: rejected += 1
      case .uncertain: uncertain += 1
      case .notSent: notSent += 1
      case .skipped: skipped += 1
      }
    }
  }
}
