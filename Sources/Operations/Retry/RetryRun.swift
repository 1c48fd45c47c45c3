import LedgerHistory
import Ledger
import Roster

/// Plans what a retry would do, and writes nothing: the system is read, and nothing is recorded.
///
/// - Parameters:
///   - request: The batch, and how.
///   - tools: The ledger, the system and the clock.
/// - Returns: The plan, and in its review what is not sent again, and why.
/// - Throws: Errors of the system or the ledger that prevent a plan; `PushError` if there is no
///   such batch.
package func planRetry(_ request: RetryRequest, tools: PushTools) async throws -> Plan {
  var run = BatchRun(try RetryRun(request, tools), tools)
  return try await run.dryPlan()
}

/// Sends the rows of a batch that were not sent, were rejected, or were settled as not applied.
///
/// They are planned again with the current contents; what was changed outside Rollbook meanwhile,
/// and what is uncertain and not settled, is left alone and named. A row's result is that of the
/// whole family of the batch and its retries: what any of them applied is not sent again. An item
/// is only added again if a read shows that none of them added it.
///
/// - Parameters:
///   - request: The batch, how, and who runs it.
///   - tools: The ledger, the system, the clock, and the receiver of the progress.
///   - confirm: Receives the plan, and returns whether to go on.
/// - Returns: The result and, if the retry ended early, the error.
/// - Throws: `PushError` or `LedgerError`, if no operation was opened.
package func runRetry(
  _ request: RetryRequest,
  tools: PushTools,
  confirm: @Sendable (Plan) async -> Bool
) async throws -> PushOutcome {
  try request.author.checkReason()
  let retry = try RetryRun(request, tools)
  let sentAt = retry.candidates.compactMap(\.line.sentAt).max()
  try await tools.waitUntil(sentAt, isOver: request.rules.quiet)
  var run = BatchRun(retry, tools)
  return try await run.run(confirm)
}

/// One retry: compares each row with the current contents, and decides which of its changes may be
/// sent again.
struct RetryRun: BatchSource {
  /// A row as in the last batch of the family that sent it; if none did, as in the batch itself.
  struct Line: Sendable {
    let batch: OperationNumber
    let line: BatchLine
    /// The entry of the first call of the family that carried it; nil if there is none.
    var firstSent: EntryID?
  }

  let request: RetryRequest
  let tools: PushTools
  private(set) var touched: [UserChange] = []
  /// Rows that may be sent again, after a read.
  private(set) var candidates: [Line] = []
  /// Rows that must not be, and why.
  private var leftAlone: [WriteRefusal] = []

  /// Reads a batch from the log, with all its retries.
  ///
  /// - Throws: `PushError` if there is no such batch, or errors of the ledger.
  init(_ request: RetryRequest, _ tools: PushTools) throws {
    self.request = request
    self.tools = tools
    let (system, ledger) = (tools.system.system, tools.ledger)
    let (_, lines) = try ledger.batch(request.batch, of: system)
    var carried: [Verbatim: [Line]] = [:]
    for member in try ledger.operations(OperationFilter(kinds: OperationKind.batches)).family(
      of: request.batch
    ) {
      let lines = try ledger.batch(member)?.1 ?? []
      for line in lines where line.attempts > 0 {
        carried[line.user, default: []].append(Line(batch: member, line: line))
      }
    }
    for line in lines {
      judge(carried[line.user] ?? [], or: Line(batch: request.batch, line: line))
    }
    let details = DetailGroups(try ledger.fields(system))
    touched = try candidates.map { candidate in
      let held = try ledger.held(UserKey(system, candidate.line.user))
      return candidate.line.change(held: held, details, system)
    }
  }

  private mutating func judge(_ carried: [Line], or own: Line) {
    // A row that any of them applied is in the system, whichever batch is retried.
    if carried.contains(where: { $0.line.isApplied }) { return }
    var last = carried.last ?? own
    last.firstSent = carried.first?.line.sent
    let line = last.line
    if line.hasErased {
      leftAlone.append(
        WriteRefusal(
          user: line.user,
          reason: .erased,
          why: "What it was to write, or what was there before, was erased from the ledger."
        )
      )
    } else if let open = carried.first(where: { mustBeSettled($0.line) }) {
      let isUndecided = open.line.settled == .undecidable
      leftAlone.append(
        WriteRefusal(
          user: line.user,
          reason: .uncertain,
          why: "What became of it in batch \(open.batch) is not known. "
            + (isUndecided
              ? "Settle that batch with --resend, or push the row anew."
              : "Settle that batch first.")
        )
      )
    } else if line.status == .skipped {
      leftAlone.append(
        WriteRefusal(
          user: line.user,
          reason: .changedSince,
          why: "It was left out in batch \(last.batch): \(line.message?.text ?? "its cells moved") "
            + "Push it again to overwrite it."
        )
      )
    } else {
      candidates.append(last)
    }
  }

  /// Whether a row must be settled first.
  ///
  /// If settling could not decide, a read of the current contents can.
  private func mustBeSettled(_ line: BatchLine) -> Bool {
    line.isOpen && !(tools.system.canRead && line.settled == .undecidable)
  }

  var rules: SendingRules { request.rules }

  func operation(on system: System) -> OperationRequest {
    OperationRequest(
      kind: .retry,
      by: request.author,
      system: system,
      parameters: Verbatim(#"{"batch":\#(request.batch)}"#),
      parent: request.batch
    )
  }

  func review(_ fresh: SystemReading, _ expected: ExpectedValue) throws -> BatchReview {
    var review = BatchReview(notWritten: leftAlone)
    guard tools.system.canRead else {
      review.changes = touched
      return review
    }
    let details = DetailGroups(fresh.catalog?.fields ?? [])
    let contents = fresh.contents
    for candidate in candidates {
      let user = candidate.line.user
      guard let now = contents[user] else {
        let why = "The system does not show this user any more."
        review.notWritten.append(WriteRefusal(user: user, reason: .leaver, why: why))
        continue
      }
      switch try change(candidate, now, details) {
      case .success(let change): review.changes.append(change)
      case .failure(let refusal): review.notWritten.append(refusal)
      }
    }
    return review
  }

  private func change(
    _ candidate: Line,
    _ now: [CellAddress: Content],
    _ details: DetailGroups
  ) throws -> Result<UserChange, WriteRefusal> {
    let line = candidate.line
    let row = WrittenRow(line, details: details)
    for cell in row.edits {
      let there = now[cell.address] ?? .gone
      let was = cell.from ?? .gone
      let isExpected = [cell.to, was].contains { Meaning.agrees(written: $0, observed: there) }
      guard !isExpected else { continue }
      let why =
        "\(cell.address.field)[\(cell.address.item)] was changed outside this batch: it was "
        + "\(was.inWords), is \(there.inWords), and \(cell.to.inWords) was to be written. "
        + "Push it again to overwrite it."
      return .failure(WriteRefusal(user: line.user, reason: .changedSince, why: why))
    }
    let change = line.change(held: [:], details, tools.system.system)
    guard line.attempts > 0, !row.additions.isEmpty else { return .success(change) }
    let before = try tools.ledger.contents(
      of: UserKey(tools.system.system, line.user),
      fields: row.fields(details),
      // Before the first call of the family: additions of any of its batches count.
      before: candidate.firstSent ?? line.intended
    )
    let finding = SettleDecider(details).additions(row.additions, before: before, now: now)
    switch finding?.verdict {
    case .notApplied?, nil: return .success(change)
    case .applied?:
      // A call that was refused as a whole may have been applied in part.
      return .success(UserChange(user: change.user, edits: change.edits))
    case .undecidable?:
      let why =
        "It is not certain that its items were not added, and adding them twice cannot be undone. "
        + (finding?.how.text ?? "")
      return .failure(WriteRefusal(user: line.user, reason: .uncertain, why: why))
    }
  }
}

extension [OperationSummary] {
  /// The numbers of a batch, its retries, and the retries of those, in their order.
  ///
  /// A row counts as applied if any of them applied it.
  ///
  /// - Parameter batch: The batch's number, or a retry's.
  /// - Returns: The operation numbers.
  fileprivate func family(of batch: OperationNumber) -> [OperationNumber] {
    var parents: [OperationNumber: OperationNumber] = [:]
    for operation in self where operation.kind == .retry {
      parents[operation.operation] = operation.parent
    }
    func root(of batch: OperationNumber) -> OperationNumber {
      var root = batch
      while let parent = parents[root], parent < root { root = parent }
      return root
    }
    let own = root(of: batch)
    return map(\.operation).filter { root(of: $0) == own }
  }
}
