import Ledger
import Roster
import Synchronization

/// Plans what a rollback would do, and does nothing: the system is read, and nothing is recorded.
///
/// - Parameters:
///   - request: Which batch, and how far.
///   - tools: The book, the system and the clock.
/// - Returns: The plan, and what is not put back, and why.
/// - Throws: What the system or the book says where there can be no plan; `PushError` where there is
///   no such batch.
public func planRollback(
  _ request: RollbackRequest,
  tools: PushTools
) async throws -> RollbackPlan {
  let undoing = try Undoing(request, tools: tools)
  let fresh = await FreshReading.ask(
    tools.system,
    about: undoing.touched,
    never: request.rules.never
  )
  if let error = fresh.reading.error { throw error }
  var held: [Verbatim: [CellAddress: HeldCell]] = [:]
  for change in undoing.touched {
    held[change.user] = try tools.ledger.held(UserKey(tools.system.system, change.user))
  }
  for answer in fresh.reading.answers { held.merge(answer) }
  let believed = held
  var review = try undoing.review(fresh, at: tools.timekeeper.now(), operation: nil) {
    believed[$0] ?? [:]
  }
  let wanted = Set(review.changes.map(\.user))
  let prepared = try Preparation(
    review.changes,
    rules: request.rules,
    fresh: fresh,
    held: held.filter { wanted.contains($0.key) },
    tools: tools
  )
  review.take(prepared.plan.refused)
  return RollbackPlan(plan: prepared.plan, review: review)
}

/// Puts back what a batch wrote, as far as nobody has changed it since.
///
/// A rollback is a batch like any other: its users are read and recorded, it is planned, limited,
/// sent row by row and read again, and it can itself be settled, retried and rolled back.
///
/// - Parameters:
///   - request: Which batch, how far, how, and for whom.
///   - tools: The book, the system, the clock, and who is told.
///   - confirm: Is shown what would be done, and says whether to go on.
/// - Returns: What was done and, where the rollback ended early, what ended it.
/// - Throws: `PushError` or `LedgerError`, where no operation was opened.
public func runRollback(
  _ request: RollbackRequest,
  tools: PushTools,
  confirm: @Sendable (RollbackPlan) async -> Bool
) async throws -> RollbackOutcome {
  guard request.author.reason?.isEmpty == false else { throw PushError.noReason }
  let undoing = try Undoing(request, tools: tools)
  // A read too soon may show what was there before the batch.
  try await tools.waitUntil(undoing.lastSentAt, isOver: request.rules.quiet)
  var rules = request.rules
  rules.skipsRefused = true
  let operation = OperationRequest(
    kind: .rollback,
    by: request.author,
    system: tools.system.system,
    parameters: request.parameters,
    parent: request.batch
  )
  let found = Found()
  let push = try await runBatch(
    operation,
    rules: rules,
    tools: tools,
    changes: { fresh in
      // The writer's lock is ours, so the newest operation is this one.
      let review = try undoing.review(
        fresh,
        at: tools.timekeeper.now(),
        operation: try tools.ledger.operations().last?.operation
      ) {
        try tools.ledger.held(UserKey(tools.system.system, $0))
      }
      found.review.withLock { $0 = review }
      return (review.changes, [])
    },
    touching: undoing.touched,
    check: { plan in
      found.review.withLock { $0.take(plan.refused) }
      return nil
    },
    confirm: { plan in
      await confirm(RollbackPlan(plan: plan, review: found.review.withLock { $0 }))
    }
  )
  return RollbackOutcome(
    push: push,
    review: found.review.withLock { $0 },
    restored: try tools.ledger.restored(by: push.result.operation)
  )
}

/// What a rollback found, between the steps of its run.
private final class Found: Sendable {
  let review = Mutex(RollbackReview())
}

extension Ledger {
  /// How many cells of a batch are as it wrote them, for all that is known.
  func restored(by batch: Int64) throws -> Int {
    let lines = try self.batch(batch)?.1 ?? []
    return lines.filter(\.isApplied).reduce(0) { sum, line in
      sum + line.changes.count { $0.isVerified != false }
    }
  }
}
