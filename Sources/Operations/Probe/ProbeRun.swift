import LedgerHistory
import Ledger
import Logging
import Roster
import Synchronization

/// Runs a `ProbeDecider`.
struct ProbeRun: Sendable {
  let request: ProbeRequest
  let tools: PushTools
  let session: OperationSession
  let subject: ProbeSubject
  let catalog: [FieldDescription]

  /// Runs until everything is put back, or nothing more can be done.
  func work(_ first: [RosterResponse], _ stopping: StopFlag) async -> ProbeResult {
    var decider = ProbeDecider(subject)
    do {
      try session.append(first)
      var action = decider.begin()
      while case .write(let edits) = action {
        let event = try await write(edits, decider.now ?? [:])
        if stopping.hasHappened { decider.stop() }
        action = decider.receive(event)
      }
      for answer in decider.answers {
        guard let reported = answer.answer else { continue }
        try session.write { writer, _ in
          try writer.recordBehaviour(answer.behaviour.rawValue, answer: reported)
        }
      }
      session.close(stopping.hasHappened ? .interrupted : .finished)
    } catch {
      session.close(.failed, because: error)
    }
    return ProbeResult(
      operation: session.operation,
      status: session.status,
      answers: decider.answers,
      leftovers: decider.leftovers,
      error: session.error
    )
  }

  /// Writes cells of the person in one call, and reads them afterwards.
  private func write(
    _ edits: [CellEdit],
    _ now: [CellAddress: Content]
  ) async throws -> ProbeDecider.Event {
    let row = try row(edits, now)
    let intended = try session.write { try $0.intend([row.intended], now: $1) }
    let sent = try session.write { try $0.send(intended, now: $1) }
    let knowledge = BatchKnowledge(catalog: catalog, held: [:])
    var verdict: RowVerdict?
    switch await tools.system.send([row], knowing: knowledge) {
    case .answered(let verdicts, let facts):
      verdict = verdicts.first
      try session.record(zip(intended, verdicts), of: sent, facts)
    case .notApplied(let refusal):
      try session.record(zip(intended, [refusal.rejected]), of: sent, refusal.facts)
    case .inDoubt(let refusal):
      verdict = refusal.uncertain
      try session.record(zip(intended, [refusal.uncertain]), of: sent, refusal.facts)
    }
    try? await tools.timekeeper.sleep(for: request.quiet)
    let reading = await tools.system.read(
      users: [request.user],
      fields: subject.fields.sorted()
    )
    try session.append(reading.answers)
    let contents = reading.error == nil ? reading.contents[request.user] : nil
    return ProbeDecider.Event(verdict: verdict, now: contents)
  }

  private func row(
    _ edits: [CellEdit],
    _ now: [CellAddress: Content]
  ) throws -> PlannedRow {
    let held = try tools.ledger.held(UserKey(tools.system.system, request.user))
    let cells = edits.map { edit in
      var (action, to) = (WriteAction.clear, Part.text(""))
      if case .set(let part) = edit.edit { (action, to) = (.set, part) }
      return PlannedCell(
        cell: CellRef(
          edit.address,
          named: catalog.first { $0.code == edit.address.field }?.name
        ),
        action: action,
        from: now[edit.address],
        base: held[edit.address]?.event,
        to: .item(value: to, label: .missing),
        reversibility: .exact
      )
    }
    return PlannedRow(
      user: request.user,
      change: UserChange(user: request.user, edits: edits),
      cells: cells
    )
  }
}

/// Whether a person wants a probe to stop; the probe first puts back what it wrote.
final class StopFlag: Sendable {
  private let state = Mutex(false)
  var hasHappened: Bool { state.withLock { $0 } }
  func happen() { state.withLock { $0 = true } }
}
