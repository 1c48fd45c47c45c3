import Ledger
import LedgerHistory
import Roster

// Rows whose result can only be found out by sending them again.
extension SettleRun {
  /// Sends again what may be sent again; the other rows remain undecided, with the reason.
  mutating func resend() async throws {
    var again: [BatchLine] = []
    let later = try laterWrites()
    for line in lines {
      if let why = try reasonToWait(line, later) {
        try settle(line, .undecidable, why)
      } else {
        again.append(line)
      }
    }
    for part in again.parts(of: tools.system.rowsPerCall) { try await send(part) }
  }

  private func reasonToWait(
    _ line: BatchLine,
    _ later: [Verbatim: [(batch: OperationNumber, cells: Set<CellAddress>)]]
  ) throws -> Verbatim? {
    if line.hasErased { return Self.erased }
    guard request.resends else {
      return "This system cannot be read; sending the row again (--resend) would decide it."
    }
    let now = tools.timekeeper.now()
    let sentAt = try line.sent.flatMap { try tools.ledger.written($0, by: now) }
    let over = sentAt.map { now - $0 } ?? .zero
    guard over >= request.resendAfter else {
      let minutes = Int(request.resendAfter.inSeconds / 60)
      return Verbatim("It was sent less than \(minutes) minutes ago; wait before sending it again.")
    }
    let cells = Set(line.changes.map { $0.address })
    let touching = (later[line.user] ?? []).first { !$0.cells.isDisjoint(with: cells) }
    return touching.map {
      Verbatim("Batch \($0.batch) wrote to its cells after it; sending it again would undo that.")
    }
  }

  /// What later batches sent to each user.
  private func laterWrites() throws -> [Verbatim: [(
    batch: OperationNumber, cells: Set<CellAddress>
  )]] {
    var later: [Verbatim: [(batch: OperationNumber, cells: Set<CellAddress>)]] = [:]
    for batch in try tools.ledger.batches()
    where batch.operation.operation > request.batch
      && batch.operation.system == tools.system.system
    {
      let lines = try tools.ledger.batch(batch.operation.operation)?.1 ?? []
      for line in lines where line.attempts > 0 && line.settled != .notApplied {
        let cells = Set(line.changes.map { $0.address })
        later[line.user, default: []].append((batch.operation.operation, cells))
      }
    }
    return later
  }

  private mutating func send(_ lines: [BatchLine]) async throws {
    let system = tools.system.system
    let catalog = try tools.ledger.fields(system)
    var held: [Verbatim: [CellAddress: CurrentCell]] = [:]
    for line in lines { held[line.user] = try tools.ledger.held(UserKey(system, line.user)) }
    let knowledge = BatchKnowledge(
      catalog: catalog,
      held: held,
      fields: try tools.knownFields(of: lines.map(\.user))
    )
    let details = DetailGroups(catalog)
    let planned = lines.map { line in
      PlannedRow(
        user: line.user,
        change: line.change(held: held[line.user] ?? [:], details, system),
        cells: line.changes.map { $0.planned }
      )
    }
    let sent = try session.write { try $0.send(lines.map(\.intended), now: $1) }
    let batchSystem = tools.system
    let result = await Task(executorPreference: tools.threads) {
      await batchSystem.send(planned, knowing: knowledge)
    }.value
    switch result {
    case .answered(let verdicts, let facts):
      try session.record(zip(lines.map(\.intended), verdicts), of: sent, facts)
      for (line, verdict) in zip(lines, verdicts) { try settle(line, verdict) }
    case .notApplied(let refusal), .inDoubt(let refusal):
      // Nothing more is known of the attempt before, whatever the result of this one.
      let verdicts = lines.map { _ in refusal.uncertain }
      try session.record(zip(lines.map(\.intended), verdicts), of: sent, refusal.facts)
      throw refusal.error
    }
  }

  private mutating func settle(_ line: BatchLine, _ verdict: RowVerdict) throws {
    switch verdict {
    case .accepted: try settle(line, .applied, "It was sent again, and accepted.")
    case .rejected(_, let message):
      try settle(
        line,
        .undecidable,
        Verbatim("It was sent again, and refused (\(message?.text ?? "without a reason")).")
      )
    case .uncertain(_, let message):
      try settle(line, .undecidable, Verbatim("It was sent again; \(message.text)"))
    }
  }
}

extension BatchChange {
  /// The cell as it was planned.
  fileprivate var planned: PlannedCell {
    PlannedCell(
      cell: cell,
      action: action,
      from: from,
      base: base,
      to: to,
      reversibility: reversibility,
      isImplied: isImplied
    )
  }
}
