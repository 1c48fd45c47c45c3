package import Ledger
import LedgerStorage
package import Roster
import VerbatimJSON

/// Computes what an erasure would delete, and changes nothing.
///
/// - Parameters:
///   - request: The users, or their fields.
///   - ledger: The ledger.
/// - Returns: A plan for each user, in the order of the request.
/// - Throws: `EraseError`, or `LedgerError`: unknown, erased already, named by the reason.
package func planErase(_ request: EraseRequest, ledger: Ledger) throws -> [ErasurePlan] {
  guard request.users.count <= request.maximumUsers else {
    throw EraseError.tooMany(request.users.count, limit: request.maximumUsers)
  }
  let author = request.author
  let texts = [author.reason, author.ticket, author.requestKey?.key].compactMap { $0 }
  return try request.keys.map { user in
    try ledger.checkSilent(texts, about: user, fields: request.fields)
    return try ledger.erasurePlan(of: user, fields: request.fields)
  }
}

/// Erases users, or fields of users, from the ledger, and rewrites its file.
///
/// Nothing is recorded until the plan is confirmed. If a hold forbids the erasure, the attempt is
/// recorded, and no user is erased.
///
/// - Parameters:
///   - request: The users or fields, who asks for it and why.
///   - ledger: The ledger.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
///   - afterCommit: Receives the number of each commit right after it; for tests that crash on
///     purpose.
///   - confirm: Receives the plans, and returns whether to go on.
/// - Returns: The receipts and, if it ended early, the error.
/// - Throws: `EraseError`, `PushError` or `LedgerError`, if no operation was opened.
package func runErase(
  _ request: EraseRequest,
  ledger: Ledger,
  timekeeper: any Timekeeper,
  wait: Duration = .zero,
  afterCommit: (@Sendable (Int) -> Void)? = nil,
  confirm: @Sendable ([ErasurePlan]) async -> Bool
) async throws -> EraseOutcome {
  try request.author.checkReason()
  let plans = try planErase(request, ledger: ledger)
  let isFree = plans.allSatisfy { $0.hold == nil }
  if isFree, await !confirm(plans) { throw EraseError.declined }
  let session = try await OperationSession(
    OperationRequest(
      kind: .erase,
      by: request.author,
      system: request.system,
      parameters: EraseRequest.parameters(request.users.count, request.fields)
    ),
    in: ledger,
    wait: wait,
    timekeeper: timekeeper,
    afterCommit: afterCommit
  )
  var entries: [EntryID] = []
  do {
    if let override = request.override { try session.record([override]) }
    if let decision = request.decision {
      // The decision and the erasure of all are one transaction.
      entries = try session.write {
        try $0.erase(request.users, fields: request.fields, applying: decision, now: $1)
      }
    } else {
      // Those under a hold first: the refusal is recorded, and no one is erased.
      for plan in plans.filter({ $0.hold != nil }) + plans.filter({ $0.hold == nil }) {
        entries.append(
          try session.write { try $0.erase(plan.user.id, fields: request.fields, now: $1) }
        )
      }
    }
  } catch { session.fail(error) }
  if !entries.isEmpty {
    do { try session.write { writer, _ in try writer.scrub() } } catch { session.fail(error) }
  }
  session.close(session.error == nil ? .finished : .failed)
  return EraseOutcome(
    operation: session.operation,
    status: session.status,
    receipts: try entries.compactMap { try ledger.erasureReceipt($0) },
    error: session.error
  )
}

extension EraseRequest {
  /// The users.
  var keys: [UserKey] { users.map { UserKey(system, $0) } }

  /// The request for the log, without naming the person.
  static func parameters(_ users: Int, _ fields: Set<FieldCode>?) -> Verbatim {
    let parameters: JSON = [
      "users": .integer(Int64(users)),
      "fields": fields.map { .array($0.sorted().map { .string($0.text) }) } ?? .null,
    ]
    return Verbatim(String(decoding: parameters.bytes, as: UTF8.self))
  }
}
