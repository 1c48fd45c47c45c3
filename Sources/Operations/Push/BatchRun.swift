import Ledger
import Logging
import Roster

/// A push or a retry on its way from its opening to its end.
struct BatchRun {
  let writer: LedgerWriter
  let tools: PushTools
  let rules: SendingRules
  let callsBefore: Int
  var leftAlone: [RowLeftAlone] = []
  /// The opening is the first commit.
  private var commits = 1
  private var plan: Plan?
  private var status: OperationStatus?
  private var error: (any Explained)?
  private var readBackError: (any Explained)?

  init(writer: LedgerWriter, tools: PushTools, rules: SendingRules, callsBefore: Int) {
    self.writer = writer
    self.tools = tools
    self.rules = rules
    self.callsBefore = callsBefore
    tools.afterCommit?(1)
  }

  /// Reads what is touched, records it, and finds out what is wanted.
  mutating func read(
    _ touched: [UserChange],
    _ changes: WantedChanges
  ) async throws -> ([UserChange], [RowLeftAlone], FreshReading) {
    for limit in rules.overrides {
      try writer.recordOverride(of: limit.name, configured: limit.configured, used: limit.used)
      committed()
    }
    let fresh = await FreshReading.ask(
      tools.system,
      about: try tools.recordable(touched),
      never: rules.never
    )
    if let catalogue = fresh.catalogue {
      _ = try writer.append(catalogue, now: tools.timekeeper.now())
      committed()
    }
    for answer in fresh.reading.answers {
      _ = try writer.append(answer, now: tools.timekeeper.now())
      committed()
    }
    if let error = fresh.reading.error { throw error }
    let (wanted, leftAlone) = try changes(fresh)
    return (wanted, leftAlone, fresh)
  }

  /// Plans what is wanted against what is in the book now.
  mutating func plan(_ wanted: [UserChange], _ fresh: FreshReading) throws -> Preparation {
    var held: [Verbatim: [CellAddress: HeldCell]] = [:]
    for change in wanted {
      held[change.user] = try tools.ledger.held(UserKey(tools.system.system, change.user))
    }
    let prepared = try Preparation(wanted, rules: rules, fresh: fresh, held: held, tools: tools)
    plan = prepared.plan
    let refused = prepared.plan.refused
    let isBlocked = rules.skipsRefused ? refused.contains { $0.user == nil } : !refused.isEmpty
    if isBlocked { throw PushError.refused(refused) }
    return prepared
  }

  /// Asks, records what is intended, and sends it.
  mutating func send(
    _ prepared: Preparation,
    confirm: @Sendable (Plan) async -> Bool
  ) async throws {
    let rows = prepared.plan.effective
    guard !rows.isEmpty else { return try close(.finished) }
    guard await confirm(prepared.plan) else { throw PushError.declined }
    guard !Task.isCancelled else { return try close(.interrupted) }
    let intended = try writer.intend(rows.map(\.intended), now: tools.timekeeper.now())
    committed()
    let hands = await BatchHands(
      writer: writer,
      tools: tools,
      prepared: prepared,
      intended: intended,
      rules: rules,
      callsBefore: callsBefore,
      commits: commits
    ).worked()
    // Whatever could not be closed is seen as interrupted by the next one who looks.
    status = hands.closingError == nil ? hands.status ?? .interrupted : .interrupted
    error = hands.decider.failure ?? hands.closingError
    readBackError = hands.decider.readBackFailure
  }

  /// Closes an operation whose rows were not even intended.
  mutating func end(with error: any Error) {
    self.error = (error as? any Explained) ?? UnexplainedError("\(error)")
    let isDeclined = error as? PushError == .declined
    do {
      try close(isDeclined || Task.isCancelled ? .interrupted : .failed)
    } catch {
      tools.log.error("the operation was not closed", metadata: ["error": "\(error)"])
      status = .interrupted
    }
  }

  private mutating func close(_ status: OperationStatus) throws {
    try writer.close(status, now: tools.timekeeper.now())
    self.status = status
    committed()
  }

  private mutating func committed() {
    commits += 1
    tools.afterCommit?(commits)
  }

  /// What was done, as the book has it.
  func outcome(parent: Int64?, began: Instant) -> PushOutcome {
    let batch = (try? tools.ledger.batch(writer.operation)) ?? nil
    let result = PushResult(
      operation: writer.operation,
      parent: parent,
      status: status ?? .interrupted,
      counts: batch?.0.counts ?? RowCounts(),
      calls: tools.system.callsMade - callsBefore,
      seconds: (tools.timekeeper.monotonic() - began).inSeconds
    )
    return PushOutcome(
      result: result,
      plan: plan,
      leftAlone: leftAlone,
      error: error,
      readBackError: readBackError
    )
  }
}
