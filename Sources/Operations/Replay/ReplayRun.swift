package import Ledger
import LedgerHistory
package import Roster
import VerbatimJSON

/// Writes again observed changes, or what a batch wrote, to DingTalk or to Maycur.
///
/// Like a push it is planned, confirmed, limited, recorded and settled. A person with a problem is
/// refused like a row of a file; with `skipsRefused` they are left alone, and the others are
/// written.
///
/// - Parameters:
///   - request: What is written again, how, and who runs it.
///   - tools: The ledger, the target system, the clock, and the receiver of the progress.
///   - confirm: Receives what would be done, and returns whether to go on.
/// - Returns: The result and, if the replay ended early, the error.
/// - Throws: `PushError` or `LedgerError`, if no operation was opened.
package func runReplay(
  _ request: ReplayRequest,
  tools: PushTools,
  confirm: @Sendable (Plan) async -> Bool
) async throws -> PushOutcome {
  try request.author.checkReason()
  var run = BatchRun(try ReplayRun(request, tools), tools)
  return try await run.run(confirm)
}

/// Plans what a replay would do, and writes nothing: the system is read, and nothing is recorded.
///
/// - Parameters:
///   - request: What would be written again.
///   - tools: The ledger, the system and the clock.
/// - Returns: The plan, with its refusals, and what would not be written, and why.
/// - Throws: Errors of the system or the ledger that prevent a plan.
package func planReplay(_ request: ReplayRequest, tools: PushTools) async throws -> Plan {
  var run = BatchRun(try ReplayRun(request, tools), tools)
  return try await run.dryPlan()
}

/// One replay: the values that it writes again, and how it is decided which of them are wanted.
struct ReplayRun: BatchSource {
  let request: ReplayRequest
  let tools: PushTools
  let touched: [UserChange]

  /// Looks up what is written again.
  ///
  /// - Throws: Errors of the ledger; `PushError` if there is no such batch.
  init(_ request: ReplayRequest, _ tools: PushTools) throws {
    self.request = request
    self.tools = tools
    touched = try request.decide(
      in: tools.ledger,
      of: tools.system.system,
      now: tools.timekeeper.now()
    ).touched
  }

  var rules: SendingRules { request.rules }

  func operation(on system: System) -> OperationRequest {
    OperationRequest(
      kind: .replay,
      by: request.author,
      system: system,
      parameters: request.parameters,
      parent: request.batch
    )
  }

  func review(_ fresh: SystemReading, _ expected: ExpectedValue) throws -> BatchReview {
    try request.decide(
      in: tools.ledger,
      of: tools.system.system,
      now: tools.timekeeper.now(),
      catalog: fresh.catalog?.fields,
      held: expected.held
    )
  }
}

extension ReplayRequest {
  /// The batch whose values it writes again, if it does.
  fileprivate var batch: OperationNumber? {
    if case .batch(let number) = source { number } else { nil }
  }

  /// The request as the log keeps it.
  fileprivate var parameters: Verbatim {
    var members: [JSON.Member] = []
    switch source {
    case .observed(let span, let system):
      members.append(JSON.Member(key: "from", value: .string(system.rawValue)))
      members.append(JSON.Member(key: "after", value: .integer(span.after.rawValue)))
      members.append(JSON.Member(key: "through", value: .integer(span.through.rawValue)))
    case .batch(let number):
      members.append(JSON.Member(key: "batch", value: .integer(number.rawValue)))
    }
    members.append(JSON.Member(key: "propagatesClears", value: .bool(propagatesClears)))
    return Verbatim(String(decoding: JSON.object(members).bytes, as: UTF8.self))
  }

  /// The users of the target system whose cells the replay would read, from the current log.
  ///
  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - target: The system that is written to.
  /// - Returns: The users, each once.
  /// - Throws: Errors of the ledger; `PushError` if there is no such batch.
  package func recipients(in ledger: Ledger, of target: System) throws -> [Verbatim] {
    try decide(in: ledger, of: target, now: Instant(milliseconds: 0)).touched.map(\.user)
  }

  /// Decides what is written again.
  ///
  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - target: The target system.
  ///   - now: The time now.
  ///   - catalog: DingTalk's current fields; nil for those of the log.
  ///   - held: Returns the expected contents of a user; nil for those of the log.
  /// - Returns: The changes, and what is not written, and why.
  /// - Throws: Errors of the ledger; `PushError` if there is no such batch.
  fileprivate func decide(
    in ledger: Ledger,
    of target: System,
    now: Instant,
    catalog: [FieldDescription]? = nil,
    held: ((Verbatim) throws -> [CellAddress: CurrentCell])? = nil
  ) throws -> BatchReview {
    let (origin, cells, open) = try source.values(in: ledger, target: target)
    let decider = ReplayDecider(
      from: origin,
      to: target,
      crossing: CrossSystemLinks(try ledger.links()),
      mapping: mapping,
      catalog: try catalog ?? ledger.fields(.dingtalk),
      propagatesClears: propagatesClears
    )
    let search = NewerWriteSearch(ledger: ledger, target: target, now: now)
    var review = try decider.decide(
      cells.filter(isWanted),
      held: held ?? { try ledger.held(UserKey(target, $0)) },
      overtaken: { value, user, address, held in
        // Within one system, an older value is written over a newer one on purpose.
        target == origin
          ? nil : try search.overtaking(value, user, address, held)
      }
    )
    review.add(open: open.filter(isWanted))
    return review
  }

  private func isWanted(_ cell: ObservedCell) -> Bool {
    users?.contains(cell.user) ?? true && fields?.contains(cell.address.field) ?? true
  }
}

extension BatchReview {
  /// Leaves cells alone of which it is not known whether their batch wrote them.
  fileprivate mutating func add(open cells: [ObservedCell]) {
    let why = "It is not known whether the batch wrote it. Settle that first."
    notWritten += cells.map { WriteRefusal($0.user, CellRef($0.address), .uncertain, why) }
    problems += Set(cells.map(\.user)).sorted().map {
      WriteRefusal(user: $0, reason: .uncertain, why: "\($0): \(why)")
    }
  }
}

extension ReplaySource {
  /// The values that it means, of which system, and what its batch may have written, or not.
  fileprivate func values(
    in ledger: Ledger,
    target: System
  ) throws -> (System, cells: [ObservedCell], open: [ObservedCell]) {
    switch self {
    case .observed(let span, let system):
      return (system, try ledger.changedCells(of: system, in: span), [])
    case .batch(let number):
      let (batch, lines) = try ledger.batch(number, of: nil)
      let system = batch.operation.system
      guard system != target else { throw PushError.replayToSameSystem(number, system) }
      func cells(_ lines: [BatchLine]) -> [ObservedCell] {
        lines.flatMap { $0.cells(at: batch.operation.openedAt) }
      }
      return (
        system, cells(lines.filter(\.isApplied)),
        cells(lines.filter { !$0.isApplied && $0.isOpen })
      )
    }
  }
}

extension BatchLine {
  /// The written contents of the row, as if they had been observed.
  fileprivate func cells(at time: Instant) -> [ObservedCell] {
    changes.map { change in
      ObservedCell(
        user: user,
        address: change.address,
        content: change.to,
        entry: sent ?? intended,
        recordedAt: time
      )
    }
  }
}
