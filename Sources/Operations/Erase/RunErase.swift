package import Ledger
package import Roster
import VerbatimJSON

/// Finds out what an erasure would take, and changes nothing.
///
/// - Parameters:
///   - request: Whom, or what of them.
///   - ledger: The log.
/// - Returns: A plan for each user, in the order of the request.
/// - Throws: `EraseError`, or `LedgerError`: unknown, erased already, named by the reason.
package func planErase(_ request: EraseRequest, ledger: Ledger) throws -> [ErasurePlan] {
  guard request.users.count <= request.maximumUsers else {
    throw EraseError.tooMany(request.users.count, limit: request.maximumUsers)
  }
  let texts = [request.author.reason, request.author.ticket].compactMap { $0 }
  return try request.keys.map { user in
    try ledger.checkSilent(texts, about: user, fields: request.fields)
    return try ledger.erasurePlan(of: user, fields: request.fields)
  }
}

/// Erases users, or fields of theirs, from the ledger, and writes its file anew.
///
/// Nothing is recorded until the plan is agreed to; but where a hold forbids the erasure, that it
/// was tried is recorded, and no one is erased.
///
/// - Parameters:
///   - request: Which users, or which of their fields, who does it and why.
///   - ledger: The log.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
///   - afterCommit: Is called right after each commit, with their number; for tests that crash on
///     purpose.
///   - confirm: Is shown the plans, and says whether to go on.
/// - Returns: The receipts and, where it ended early, what ended it.
/// - Throws: `EraseError`, `PushError` or `LedgerError`, where no operation was opened.
package func runErase(
  _ request: EraseRequest,
  ledger: Ledger,
  timekeeper: any Timekeeper,
  wait: Duration = .zero,
  afterCommit: (@Sendable (Int) -> Void)? = nil,
  confirm: @Sendable ([ErasurePlan]) async -> Bool
) async throws -> EraseOutcome {
  guard request.author.reason?.isEmpty == false else { throw PushError.noReason }
  let plans = try planErase(request, ledger: ledger)
  let isFree = plans.allSatisfy { $0.hold == nil }
  if isFree, await !confirm(plans) { throw EraseError.declined }
  let writer = try await ledger.begin(
    OperationRequest(
      kind: .erase,
      by: request.author,
      system: request.system,
      parameters: request.parameters,
      parent: nil
    ),
    wait: wait,
    timekeeper: timekeeper
  )
  var run = EraseRun(
    writer: writer,
    ledger: ledger,
    timekeeper: timekeeper,
    afterCommit: afterCommit
  )
  // Those under a hold first: the refusal is recorded, and no one is erased.
  let order = plans.filter { $0.hold != nil } + plans.filter { $0.hold == nil }
  run.erase(order.map(\.user.id), request.fields, exceeding: request.override)
  return try run.outcome()
}

/// The state of one erasure, from its opening to its end.
private struct EraseRun {
  let writer: LedgerWriter
  let ledger: Ledger
  let timekeeper: any Timekeeper
  let afterCommit: (@Sendable (Int) -> Void)?
  private var commits = 0
  private var entries: [Int64] = []
  private var status = OperationStatus.finished
  private var error: (any UserFacingError)?

  init(
    writer: LedgerWriter,
    ledger: Ledger,
    timekeeper: any Timekeeper,
    afterCommit: (@Sendable (Int) -> Void)?
  ) {
    self.writer = writer
    self.ledger = ledger
    self.timekeeper = timekeeper
    self.afterCommit = afterCommit
  }

  mutating func erase(
    _ users: [Verbatim],
    _ fields: Set<FieldCode>?,
    exceeding limit: LimitOverride?
  ) {
    committed()
    do throws(LedgerError) {
      if let limit {
        try writer.recordOverride(of: limit.name, configured: limit.configured, used: limit.used)
      }
      for user in users {
        entries.append(try writer.erase(user, fields: fields, now: timekeeper.now()))
        committed()
      }
    } catch { fail(error) }
    if !entries.isEmpty {
      do throws(LedgerError) {
        try writer.scrub()
        committed()
      } catch { fail(error) }
    }
    do throws(LedgerError) {
      try writer.close(status, now: timekeeper.now())
      committed()
    } catch {
      fail(error)
      status = .interrupted
    }
  }

  private mutating func fail(_ error: LedgerError) {
    status = .failed
    self.error = self.error ?? error
  }

  private mutating func committed() {
    commits += 1
    afterCommit?(commits)
  }

  func outcome() throws -> EraseOutcome {
    EraseOutcome(
      operation: writer.operation,
      status: status,
      receipts: try entries.compactMap { try ledger.erasureReceipt($0) },
      error: error
    )
  }
}

extension EraseRequest {
  /// The users.
  var keys: [UserKey] { users.map { UserKey(system, $0) } }

  /// What was asked, without naming the person.
  fileprivate var parameters: Verbatim {
    let parameters: JSON = [
      "users": .integer(Int64(users.count)),
      "fields": fields.map { .array($0.sorted().map { .string($0.text) }) } ?? .null,
    ]
    return Verbatim(String(decoding: parameters.bytes, as: UTF8.self))
  }
}
