import Ledger
import Logging
import Roster

/// The state of one batch, from its draft to its end.
struct BatchRun {
  let operation: OperationRequest
  let tools: PushTools
  let rules: SendingRules
  private let began: Instant
  private let callsBefore: Int
  private var leftAlone: [RowLeftAlone] = []
  private var commits = 0
  private var plan: Plan?
  private var writer: LedgerWriter?
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
  var isOpen: Bool { writer != nil }

  /// Keeps what a draft came to.
  ///
  /// - Throws: `PushError`, where its plan is refused.
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
  ///   - draft: What was read, and what was agreed to.
  ///   - mark: The last entry of the log when it was read.
  ///   - touching: Whom and what to read, where somebody has written to the log since.
  ///   - changes: Finds out what is wanted.
  /// - Returns: The draft by what is recorded now.
  /// - Throws: `LedgerError`, where it was not opened; why it cannot go on, once it is open.
  mutating func open(
    _ draft: BatchDraft,
    since mark: Int64,
    touching: [UserChange],
    _ changes: WantedChanges
  ) async throws -> BatchDraft {
    let writer = try await tools.ledger.begin(
      operation,
      wait: tools.wait,
      timekeeper: tools.timekeeper
    )
    self.writer = writer
    committed()
    for limit in rules.overrides {
      try writer.recordOverride(of: limit.name, configured: limit.configured, used: limit.used)
      committed()
    }
    var fresh = draft.fresh
    if try tools.ledger.lastEntry(leavingOut: writer.operation) != mark {
      // An older reading must not be recorded after a newer one.
      let touched = try tools.recordable(touching)
      fresh = await FreshReading.ask(tools.system, about: touched, never: rules.never)
    }
    if let catalog = fresh.catalog {
      _ = try writer.append(catalog, now: tools.timekeeper.now())
      committed()
    }
    for answer in fresh.reading.answers {
      _ = try writer.append(answer, now: tools.timekeeper.now())
      committed()
    }
    if let error = fresh.reading.error { throw error }
    let belief = ExpectedValue(tools, operation: writer.operation)
    return try BatchDraft(fresh, belief, rules, tools, changes)
  }

  /// Records what is intended, and sends it.
  mutating func send(_ prepared: Preparation) async throws {
    guard let writer else { return }
    let planned = prepared.plan.effective
    guard !planned.isEmpty else { return try close(.finished) }
    guard !Task.isCancelled else { return try close(.interrupted) }
    let intended = try writer.intend(planned.map(\.intended), now: tools.timekeeper.now())
    committed()
    rows = planned.map { _ in .notSent }
    let runner = await BatchRunner(
      writer: writer,
      tools: tools,
      prepared: prepared,
      intended: intended,
      rules: rules,
      callsBefore: callsBefore,
      commits: commits
    ).worked()
    // Whatever could not be closed is seen as interrupted by the next one who looks.
    status = runner.closingError == nil ? runner.status ?? .interrupted : .interrupted
    rows = runner.decider.statuses
    error = runner.decider.failure ?? runner.closingError
    readBackError = runner.decider.readBackFailure
  }

  /// Ends a batch whose rows were not even intended.
  ///
  /// - Parameters:
  ///   - status: How it ended.
  ///   - error: Why, where something kept it from going on.
  mutating func end(_ status: OperationStatus, because error: (any Error)? = nil) {
    self.error = error.map { ($0 as? any UserFacingError) ?? UnexpectedError("\($0)") }
    self.status = status
    guard writer != nil else { return }
    do {
      try close(status)
    } catch {
      tools.log.error("the operation was not closed", metadata: ["error": "\(error)"])
      self.status = .interrupted
    }
  }

  private mutating func close(_ status: OperationStatus) throws {
    try writer?.close(status, now: tools.timekeeper.now())
    self.status = status
    committed()
  }

  private mutating func committed() {
    commits += 1
    tools.afterCommit?(commits)
  }

  /// What was done, as the log has it; where it cannot be read, as the run knows it, with the
  /// error.
  func outcome() -> PushOutcome {
    var counts = RowCounts(of: rows)
    var restored = 0
    var error = error
    do throws(LedgerError) {
      if let writer, let (batch, lines) = try tools.ledger.batch(writer.operation) {
        counts = batch.counts
        restored = lines.filter(\.isApplied).reduce(0) { sum, line in
          sum + line.changes.count { $0.isVerified != false }
        }
      }
    } catch let unread {
      error = error ?? unread
    }
    let result = PushResult(
      operation: writer?.operation ?? 0,
      parent: operation.parent,
      status: status ?? .interrupted,
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
