import Ledger
import Logging
import Roster
import Synchronization

/// Runs a `ProbeDecider`.
struct ProbeRun: Sendable {
  let request: ProbeRequest
  let tools: PushTools
  let writer: LedgerWriter
  let subject: ProbeSubject
  let catalog: [FieldDescription]

  /// Works until all is put back, or nothing more can be done.
  func work(_ first: [RosterResponse], _ stopping: StopFlag) async -> ProbeResult {
    var decider = ProbeDecider(subject)
    var failure: (any UserFacingError)?
    var commits = 1
    tools.afterCommit?(commits)
    do {
      for answer in first {
        _ = try writer.append(answer, now: tools.timekeeper.now())
        commit(&commits)
      }
      var action = decider.begin()
      while case .write(let edits) = action {
        let event = try await write(edits, decider.now ?? [:], &commits)
        if stopping.hasHappened { decider.stop() }
        action = decider.receive(event)
      }
      for answer in decider.answers {
        guard let reported = answer.answer else { continue }
        try writer.recordBehaviour(answer.behaviour.rawValue, answer: reported)
      }
    } catch {
      failure = (error as? any UserFacingError) ?? UnexpectedError("\(error)")
    }
    let status: OperationStatus =
      failure != nil ? .failed : stopping.hasHappened ? .interrupted : .finished
    do { try writer.close(status, now: tools.timekeeper.now()) } catch {
      failure = failure ?? error
    }
    return ProbeResult(
      operation: writer.operation,
      status: status,
      answers: decider.answers,
      leftovers: decider.leftovers,
      error: failure
    )
  }

  private func commit(_ commits: inout Int) {
    commits += 1
    tools.afterCommit?(commits)
  }

  /// Writes cells of the person in one call, and reads what is there afterwards.
  private func write(
    _ edits: [CellEdit],
    _ now: [CellAddress: Content],
    _ commits: inout Int
  ) async throws -> ProbeDecider.Event {
    let row = try row(edits, now)
    let intended = try writer.intend([row.intended], now: tools.timekeeper.now())
    commit(&commits)
    let sent = try writer.send(intended, now: tools.timekeeper.now())
    commit(&commits)
    let knowledge = BatchKnowledge(catalog: catalog, held: [:])
    var verdict: RowVerdict?
    switch await tools.system.send([row], knowing: knowledge) {
    case .answered(let verdicts, let facts):
      verdict = verdicts.first
      try record(verdicts.first, intended, sent, facts)
    case .notApplied(let refusal):
      let reported = RowVerdict.rejected(
        code: refusal.code,
        message: Verbatim(refusal.error.message)
      )
      try record(reported, intended, sent, refusal.facts)
    case .inDoubt(let refusal):
      let reported = RowVerdict.uncertain(
        code: refusal.code,
        message: Verbatim(refusal.error.message)
      )
      verdict = reported
      try record(reported, intended, sent, refusal.facts)
    }
    commit(&commits)
    try? await tools.timekeeper.sleep(for: request.quiet)
    let reading = await tools.system.read(
      users: [request.user],
      fields: subject.fields.sorted()
    )
    for answer in reading.answers {
      _ = try writer.append(answer, now: tools.timekeeper.now())
      commit(&commits)
    }
    let contents = reading.error == nil ? reading.contents[request.user] : nil
    return ProbeDecider.Event(verdict, now: contents)
  }

  private func record(
    _ verdict: RowVerdict?,
    _ intended: [Int64],
    _ sent: Int64,
    _ facts: CallFacts
  ) throws {
    guard let verdict else { return }
    let pairs = intended.map { (intended: $0, verdict: verdict) }
    try writer.record(pairs, of: sent, call: facts, now: tools.timekeeper.now())
  }

  private func row(
    _ edits: [CellEdit],
    _ now: [CellAddress: Content]
  ) throws -> PlannedRow {
    let held = try tools.ledger.held(UserKey(tools.system.system, request.user))
    let cells = edits.map { edit in
      var (action, to) = (PlannedAction.clear, Part.text(""))
      if case .set(let part) = edit.edit { (action, to) = (.set, part) }
      return PlannedCell(
        address: edit.address,
        fieldName: catalog.first { $0.code == edit.address.field }?.name,
        action: action,
        from: now[edit.address],
        base: held[edit.address]?.event,
        to: .item(value: to, label: .missing),
        reversibility: .exact,
        reason: nil,
        isImplied: false
      )
    }
    return PlannedRow(
      user: request.user,
      name: nil,
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
