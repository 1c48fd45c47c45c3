import GRDB
public import Roster

extension LedgerWriter {
  /// Appends an answer: one entry for each of its users, an event for each cell that differs from
  /// what is held.
  ///
  /// - Parameters:
  ///   - answer: What came back; an answer about nobody adds nothing.
  ///   - now: The time now.
  /// - Returns: What it added.
  /// - Throws: ``LedgerError``, `wrongCompany` if it is another company's; then nothing is appended.
  public func append(_ answer: RosterAnswer, now: Instant) throws(LedgerError) -> AnswerOutcome {
    guard !answer.users.isEmpty || !answer.absent.isEmpty else { return AnswerOutcome() }
    let path = path
    return try append(now: now) { appending in
      if let pinned = appending.state.company, let answered = answer.company, pinned != answered {
        throw LedgerError.wrongCompany(
          system: answer.system,
          ledger: pinned.text,
          answered: answered.text
        )
      }
      return try appending.answer(answer, operation: operation, path: path)
    }
  }
}

extension Appending {
  fileprivate mutating func answer(
    _ answer: RosterAnswer,
    operation: Int64,
    path: String
  ) throws -> AnswerOutcome {
    let users = try answer.users.map { try user($0.user) }
    let absent = try answer.absent.map { try user($0.user) }
    var held: [Verbatim: Comparison.Held] = [:]
    for (number, told) in zip(users, answer.users) {
      held[told.user] = try heldCells(of: number)
    }
    let comparison = Comparison(
      of: answer,
      with: { held[$0] ?? Comparison.Held() },
      alreadySeen: state.fieldsSeen
    )
    var outcome = AnswerOutcome(users: users.count, notReturned: absent.count)
    outcome.withheld = comparison.withheld
    for statement in comparison.statements {
      outcome.values += statement.returned
      outcome.changed += statement.events.count { $0.isChange }
      outcome.gone += statement.events.count { $0.cell.content == .gone }
    }
    let scope = try scope(comparison.scope)
    try begin(facts(of: answer, outcome, operation: operation, scope: scope))
    try pin(answer.company)
    for ((statement, told), user) in zip(zip(comparison.statements, answer.users), users) {
      try append(statement, of: user, unionID: told.unionID, scope: scope)
      state.fieldsSeen.formUnion(told.cells.lazy.map(\.address.field))
    }
    for (user, missing) in zip(absent, answer.absent) { try append(missing, user: user) }
    return outcome
  }

  private mutating func facts(
    of answer: RosterAnswer,
    _ outcome: AnswerOutcome,
    operation: Int64,
    scope: Int64
  ) throws -> Facts {
    Facts(
      operation: operation,
      entries: outcome.users + outcome.notReturned,
      askedAt: answer.askedAt,
      receivedAt: answer.receivedAt,
      requestID: answer.requestID,
      asked: try self.scope(answer.asked),
      scope: scope,
      returned: outcome.values,
      changed: outcome.changed,
      gone: outcome.gone
    )
  }

  private mutating func pin(_ company: Verbatim?) throws {
    guard let company, state.company == nil else { return }
    try database.execute(
      sql: "INSERT INTO company (system, key, append) VALUES (?, ?, ?)",
      arguments: [system.rawValue, company.text, state.lastAppend]
    )
    state.company = company
  }

  mutating func heldCells(of user: Int64) throws -> Comparison.Held {
    let statement = try RawStatement(
      database,
      """
      SELECT r.field, r.item, v.form, v.value, v.label
      FROM projected_roster r JOIN personal_value v ON v.id = r.event WHERE r.user = ?
      """
    )
    statement.bind(1, user)
    var held = Comparison.Held()
    var sets = state.sets
    let database = database
    try statement.forEachRow { row in
      let field = try sets.code(row.integer(0), in: database)
      held.contents[CellAddress(field, Int(row.integer(1)))] = try row.content(from: 2)
    }
    let awaited = try RawStatement(
      database,
      "SELECT field, item FROM projected_write WHERE user = ?"
    )
    awaited.bind(1, user)
    try awaited.forEachRow { row in
      let field = try sets.code(row.integer(0), in: database)
      held.awaited.insert(CellAddress(field, Int(row.integer(1))))
    }
    state.sets = sets
    return held
  }

  /// Appends what an answer, or a file, states of one user.
  mutating func append(
    _ statement: Comparison.UserStatement,
    as kind: EntryKind = .fetched,
    of user: Int64,
    unionID: Verbatim? = nil,
    scope: Int64
  ) throws {
    let entry = try entry(kind, user: user, returned: statement.returned)
    let salts = random.make(16 * statement.events.count)
    var changes: [Projector.Change] = []
    changes.reserveCapacity(statement.events.count)
    for (index, event) in statement.events.enumerated() {
      let field = try field(event.cell.address.field)
      let salt = salts[(16 * index)..<(16 * index + 16)]
      let number = try self.event(
        event.cell,
        ordinal: event.ordinal,
        entry: entry,
        changed: event.isChange,
        salt: salt
      )
      changes.append(
        Projector.Change(
          user: user,
          field: field,
          item: Int64(event.cell.address.item),
          entry: entry,
          event: number,
          isGone: event.cell.content == .gone
        )
      )
    }
    try projector.fetched(
      user: user,
      entry: entry,
      scope: scope,
      changes: changes,
      sets: &state.sets
    )
    if let unionID { try unite(user, unionID, entry: entry) }
  }

  private mutating func unite(_ user: Int64, _ unionID: Verbatim, entry: Int64) throws {
    let current = try RawStatement(
      database,
      """
      SELECT u.union_id FROM projected_union p JOIN personal_union u ON u.id = p.union_row
      WHERE p.user = ?
      """
    )
    current.bind(1, user)
    guard try current.first({ $0.text(0) }) != unionID else { return }
    let insert = try RawStatement(
      database,
      "INSERT INTO personal_union (salt, entry, union_id) VALUES (?, ?, ?)"
    )
    insert.bind(1, random.make(16))
    insert.bind(2, entry)
    insert.bind(3, unionID.text.utf8)
    try insert.run()
    let row = database.lastInsertedRowID
    pending?.unions.append(row)
    try projector.united(user: user, row: row)
  }

  private mutating func append(_ absent: AbsentUser, user: Int64) throws {
    let entry = try entry(.notReturned, user: user)
    guard absent.code != nil || absent.message != nil else { return }
    try database.execute(
      sql: "INSERT INTO not_returned (entry, code, message) VALUES (?, ?, ?)",
      arguments: [entry, absent.code, try text(absent.message)]
    )
  }
}
