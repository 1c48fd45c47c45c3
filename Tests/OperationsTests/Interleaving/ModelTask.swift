import Ledger
import LedgerHistory
import LedgerStorage
@testable import Operations
import RollbookTestSupport
import Roster
import Testing

/// Something that a person wants of a process, beside what others want of it.
enum ModelTask {
  case fetch
  case importing
  case push(System, [UserChange])
  /// A push that is planned at once, and written long after.
  case late(System, [UserChange])
  case undo(System)
  case settle
  case retry(System)
  case erase(UserKey)
  case readmit(UserKey)
  case edit(Verbatim, FieldCode, String)
  case giveUp(OperationKind, System)

  /// Draws a task; every value that it writes is written once only.
  init(_ world: OutsideWorld, _ number: Int, _ random: inout Seeded) {
    let system: System = Int.random(in: 0..<3, using: &random) == 0 ? .maycur : .dingtalk
    let people = world.people[system] ?? []
    let user = people.randomElement(using: &random) ?? ""
    let fields = system == .dingtalk ? OutsideWorld.fields : [OutsideWorld.nickname]
    var changes: [UserChange] = []
    for user in people.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)) {
      let field = fields.randomElement(using: &random) ?? OutsideWorld.nickname
      changes.append(wants(user, [(field, "written-\(number)-\(changes.count)")]))
    }
    switch Int.random(in: 0..<32, using: &random) {
    case 0..<5: self = .fetch
    case 5: self = .importing
    case 6..<12: self = .push(system, changes)
    case 12..<19: self = .late(system, changes)
    case 19..<22: self = .undo(system)
    case 22: self = .settle
    case 23: self = .retry(system)
    case 24: self = .erase(UserKey(system, user))
    case 25: self = .readmit(UserKey(system, user))
    case 26..<30:
      let field = OutsideWorld.fields.randomElement(using: &random) ?? OutsideWorld.nickname
      let users = world.people[.dingtalk] ?? []
      self = .edit(users.randomElement(using: &random) ?? "", field, "edited-\(number)")
    case 30: self = .giveUp(.fetch, system)
    default: self = .giveUp(.push, system)
    }
  }

  /// Does it in a process; what the product refuses is no failure.
  func run(in process: ModelProcess, wait: Duration) async {
    do { try await attempt(process, wait) } catch let error as any UserFacingError {
      process.note(refusal: error)
    } catch { Issue.record(error) }
  }

  private func attempt(_ process: ModelProcess, _ wait: Duration) async throws {
    switch self {
    case .fetch: try await process.fetch(wait: wait)
    case .importing: try await process.importNicknames(wait: wait)
    case .push(let system, let changes):
      let request = PushRequest(changes: changes, rules: Self.rules, author: PushScene.author)
      process.note(
        try await runPush(request, tools: process.tools(system, wait: wait)) { _ in true }
      )
    case .late(let system, let changes): try await process.writeLate(changes, to: system, wait)
    case .undo(let system):
      guard let batch = try process.batch(of: system) else { return }
      let request = RollbackRequest(batch: batch, rules: Self.rules, author: PushScene.author)
      process.note(
        try await runRollback(request, tools: process.tools(system, wait: wait)) { _ in true }
      )
    case .settle: try await process.settleAll(wait: wait)
    case .retry(let system):
      guard let batch = try process.batch(of: system) else { return }
      let request = RetryRequest(batch: batch, rules: Self.rules, author: PushScene.author)
      process.note(
        try await runRetry(request, tools: process.tools(system, wait: wait)) { _ in true }
      )
    case .erase(let user): try await process.erase(user, wait: wait)
    case .readmit(let user):
      _ = try await runRemark(
        .readmit,
        on: user,
        author: PushScene.author,
        ledger: process.ledger,
        timekeeper: process.clock,
        wait: wait
      )
    case .edit(let user, let field, let value): process.world.edit(user, field, value)
    case .giveUp(let kind, let system): try await process.giveUp(kind, system, wait)
    }
  }

  private static let rules: SendingRules = {
    var rules = PushScene.sparing
    rules.callsInFlight = 2
    rules.canary = 1
    return rules
  }()
}

extension ModelProcess {
  fileprivate func note(refusal: any UserFacingError) {
    if !death.hasCome { notebook.count("refused: \(refusal.name)") }
  }

  fileprivate func note(_ outcome: PushOutcome) {
    if let error = outcome.error { note(refusal: error) }
    if outcome.result.counts.accepted > 0 { notebook.count("accepted") }
    if outcome.result.counts.uncertain > 0 { notebook.count("uncertain") }
  }

  /// Any batch of a system.
  fileprivate func batch(of system: System) throws -> OperationNumber? {
    let batches = try ledger.batches().filter { $0.operation.system == system }
    guard !batches.isEmpty else { return nil }
    return batches[world.draw(batches.count)].operation.operation
  }

  /// Finds out what became of uncertain rows.
  func settleAll(wait: Duration) async throws {
    for batch in try ledger.batches() where batch.operation.system == .dingtalk {
      guard batch.counts.uncertain > 0, batch.operation.status != .running else { continue }
      let number = batch.operation.operation
      let request = SettleRequest(batch: number, author: PushScene.author)
      _ = try await runSettle(request, tools: tools(.dingtalk, wait: wait))
    }
  }

  /// Opens an operation, and forgets it after a while.
  fileprivate func giveUp(_ kind: OperationKind, _ system: System, _ wait: Duration) async throws {
    let request = OperationRequest(kind: kind, by: PushScene.author, system: system)
    let number: OperationNumber
    do {
      let session = try await OperationSession(request, tools(system, wait: wait))
      for _ in 0..<world.draw(12) { await scheduler.turn() }
      number = session.operation
    }
    guard !death.hasCome else { return }
    notebook.giveUp(number, after: try ledger.lastEntry().rawValue)
  }

  /// Plans at once, and writes after a while what was planned, without looking again.
  fileprivate func writeLate(
    _ changes: [UserChange],
    to system: System,
    _ wait: Duration
  ) async throws {
    let tools = tools(system, wait: wait)
    let rules = PushScene.sparing
    let request = PushRequest(changes: changes, rules: rules, author: PushScene.author)
    let catalog = try ledger.fields(system)
    var held: [Verbatim: [CellAddress: CurrentCell]] = [:]
    for change in changes { held[change.user] = try ledger.held(UserKey(system, change.user)) }
    let planner = Planner(system: system, catalog: catalog, held: held)
    let rows = planner.plan(changes, limits: rules.limits).rows.filter { !$0.isEmpty }
    // By the numbers of the attempt: who is unknown when it is planned may have one then.
    let bases = { try rows.flatMap { try self.bases(of: $0.intended, system) } }
    guard !rows.isEmpty else { return }
    for _ in 0..<world.draw(80) { await scheduler.turn() }
    var operation = request.operation(on: system)
    operation.writes = Set(rows.map(\.user))
    let session = try await OperationSession(operation, tools)
    let intended: [EntryID]
    do {
      intended = try session.write { try $0.intend(rows.map(\.intended), now: $1) }
      try note(
        Notebook.Attempt(
          after: (intended.first?.rawValue ?? 0) - 1,
          bases: bases(),
          wasRefused: false
        )
      )
    } catch {
      if case LedgerError.baseMoved = error {
        let last = try ledger.lastEntry().rawValue
        try note(Notebook.Attempt(after: last, bases: bases(), wasRefused: true))
      }
      return session.close(.failed, because: error)
    }
    let knowledge = BatchKnowledge(catalog: catalog, held: held)
    for (row, entry) in zip(rows, intended) {
      let sent = try session.write { try $0.send([entry], now: $1) }
      let result = await tools.system.send([row], knowing: knowledge)
      switch result {
      case .answered(let verdicts, let facts):
        try session.record(zip([entry], verdicts), of: sent, facts)
      case .notApplied(let refusal):
        try session.record([(entry, refusal.rejected)], of: sent, refusal.facts)
      case .inDoubt(let refusal):
        try session.record([(entry, refusal.uncertain)], of: sent, refusal.facts)
      }
    }
    session.close(.finished)
  }

  private func note(_ attempt: Notebook.Attempt) throws {
    guard !death.hasCome else { return }
    notebook.add(attempt)
    notebook.count(attempt.wasRefused ? "late refused" : "late intended")
  }

  /// What a row was planned against, by the numbers that the log has for its cells.
  private func bases(
    of row: IntendedRow,
    _ system: System
  ) throws -> [(cell: LogModel.Cell, base: Int64?)] {
    try row.cells.compactMap { cell in
      let found: [LogModel.Cell] = try ledger.read { database in
        try database.rows(
          """
          SELECT p.id, f.id FROM personal_user p JOIN user u ON u.id = p.id
          JOIN field f ON f.system = u.system
          WHERE u.system = ? AND CAST(p.key AS TEXT) = ? AND f.code = ?
          """,
          [system.rawValue, row.user.text, cell.cell.address.field.text]
        ) {
          LogModel.Cell(
            user: $0.integer(0),
            field: $0.integer(1),
            item: Int64(cell.cell.address.item)
          )
        }
      }
      return found.first.map { ($0, cell.base?.rawValue) }
    }
  }
}
