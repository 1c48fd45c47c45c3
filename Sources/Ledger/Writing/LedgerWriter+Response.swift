package import LedgerStorage
import GRDB
package import Roster

extension LedgerWriter {
  /// Appends a response: one entry for each of its users, an event for each cell that differs from
  /// what is known.
  ///
  /// - Parameters:
  ///   - response: The response; one without users adds nothing.
  ///   - now: The time now.
  /// - Returns: What it added.
  /// - Throws: ``LedgerError``, `wrongCompany` if it is from another company; nothing is appended
  ///   then.
  package func append(_ response: RosterResponse, now: Instant) throws(LedgerError)
    -> ResponseOutcome
  {
    guard !response.users.isEmpty || !response.absent.isEmpty || !response.setAside.isEmpty else {
      return ResponseOutcome()
    }
    let path = path
    return try append(now: now) { appending in
      if let pinned = appending.names.company, let answered = response.company, pinned != answered {
        throw LedgerError.wrongCompany(
          system: response.system,
          ledger: pinned.text,
          answered: answered.text
        )
      }
      return try appending.record(response, operation: operation, path: path)
    }
  }
}

extension AppendTransaction {
  fileprivate mutating func record(
    _ response: RosterResponse,
    operation: OperationNumber,
    path: String
  ) throws -> ResponseOutcome {
    let (known, leftOut) = without(response) { isSuppressed($0) }
    let (response, leftToOthers) = without(known) { own.othersUsers.contains($0) }
    var outcome = ResponseOutcome()
    outcome.leftOut = leftOut
    outcome.leftToOthers = leftToOthers
    outcome.setAside = response.setAside
    // A user who was never on a user list and never came back is no person.
    let unknown = try response.absent.filter { try knownUser($0.user) == nil }.map(\.user)
    outcome.setAside += unknown.map {
      SetAside(.unknown, user: $0, problem: "was never on a list and did not come back")
    }
    let rest = response.part(
      asked: response.asked,
      users: response.users,
      absent: response.absent.filter { !unknown.contains($0.user) },
      setAside: response.setAside
    )
    for (index, part) in rest.partsOfOneScope.enumerated() {
      outcome.add(try append(part, leftOut: index == 0 ? leftOut.count : 0, operation))
    }
    if !outcome.setAside.isEmpty {
      try append(outcome.setAside, of: callFacts(of: response, operation: operation))
    }
    return outcome
  }

  /// Appends a part of a response that has the same scope for all of its users.
  private mutating func append(
    _ response: RosterResponse,
    leftOut: Int,
    _ operation: OperationNumber
  ) throws -> ResponseOutcome {
    var outcome = ResponseOutcome(users: response.users.count, notReturned: response.absent.count)
    guard outcome.users + outcome.notReturned + leftOut > 0 else { return outcome }
    let stated = try stated(by: response)
    let absent = try response.absent.map { try user($0.user) }
    outcome.withheld = stated.withheld
    for user in stated.users {
      outcome.values += user.statement.returned
      outcome.events += user.statement.events.count
      outcome.changed += user.statement.events.count { $0.isChange }
      outcome.gone += user.statement.events.count { $0.cell.content == .gone }
    }
    var facts = try callFacts(of: response, operation: operation)
    facts.entries = outcome.users + outcome.notReturned + (leftOut > 0 ? 1 : 0)
    facts.scope = stated.scope
    (facts.returned, facts.changed, facts.gone) = (outcome.values, outcome.changed, outcome.gone)
    try begin(facts)
    try pin(response.company)
    for (user, reported) in zip(stated.users, response.users) {
      if user.isRepetition {
        try repeated(user.statement, of: user.number, scope: stated.scope)
      } else {
        try append(user.statement, of: user.number, unionID: reported.unionID, scope: stated.scope)
        if let digest = user.digest { remember.append((digest, user.number, stated.scope)) }
      }
    }
    own.fieldsSeen.formUnion(stated.returned)
    for (user, missing) in zip(absent, response.absent) { try append(missing, user: user) }
    try suppressed(leftOut)
    return outcome
  }

  /// A response without some of its users, and who they are.
  private func without(
    _ response: RosterResponse,
    _ isLeftOut: (Verbatim) -> Bool
  ) -> (RosterResponse, Set<Verbatim>) {
    let asides = response.setAside.compactMap(\.user)
    let reported = response.users.map(\.user) + response.absent.map(\.user) + asides
    let leftOut = Set(reported.filter(isLeftOut))
    guard !leftOut.isEmpty else { return (response, []) }
    let rest = response.part(
      asked: response.asked,
      users: response.users.filter { !leftOut.contains($0.user) },
      absent: response.absent.filter { !leftOut.contains($0.user) },
      setAside: response.setAside.filter { aside in aside.user.map { !leftOut.contains($0) } ?? true
      }
    )
    return (rest, leftOut)
  }

  /// The facts of the call that a response belongs to.
  private mutating func callFacts(of response: RosterResponse, operation: OperationNumber) throws
    -> Facts
  {
    Facts(
      operation: operation,
      entries: 0,
      askedAt: response.askedAt,
      receivedAt: response.receivedAt,
      requestID: response.requestID,
      asked: try scope(response.asked)
    )
  }

  private mutating func pin(_ company: Verbatim?) throws {
    guard let company, names.company == nil else { return }
    try database.run(
      "INSERT INTO company (system, key, append) VALUES (?, ?, ?)",
      [system.rawValue, company.text, state.lastAppend]
    )
    names.company = company
  }

  /// Appends a user's part of a response that equals the last one.
  private mutating func repeated(
    _ statement: Comparison.UserStatement,
    of user: UserNumber,
    scope: ScopeNumber
  ) throws {
    let entry = try entry(.fetched, user: user, returned: statement.returned)
    try projector.observation(user: user, scope: scope, entry: entry)
  }

  /// Appends what a response or a file states about one user.
  package mutating func append(
    _ statement: Comparison.UserStatement,
    as kind: EntryKind = .fetched,
    of user: UserNumber,
    unionID: Verbatim? = nil,
    scope: ScopeNumber
  ) throws {
    let entry = try entry(kind, user: user, returned: statement.returned)
    let events = statement.events
    let (first, fields) = try append(events, of: entry)
    let changes = events.indices.map { index in
      Projector.Change(
        user: user,
        field: fields[index],
        item: Int64(events[index].cell.address.item),
        entry: entry,
        event: first + index,
        isGone: events[index].cell.content == .gone
      )
    }
    pending?.isFirstResponse = try projector.fetched(
      user: user,
      entry: entry,
      recordedAt: state.recordedAt,
      scope: scope,
      changes: changes,
      sets: &state.sets
    )
    if !changes.isEmpty { try RememberedResponses.forget(user, in: database) }
    if let unionID { try unite(user, unionID, entry: entry) }
  }

  private mutating func unite(_ user: UserNumber, _ unionID: Verbatim, entry: EntryID) throws {
    guard
      try database.first(
        """
        SELECT u.union_id FROM projected_union p JOIN personal_union u ON u.id = p.union_row
        WHERE p.user = ?
        """,
        [user],
        read: { $0.text(0) }
      ) != unionID
    else { return }
    let row = try freeNumber("union")
    try database.run(
      "INSERT INTO personal_union (id, salt, entry, union_id) VALUES (?, ?, ?, ?)",
      [row, random.make(16), entry, unionID.text.utf8]
    )
    pending?.unions.append(row)
    try projector.united(user: user, row: row)
    try RememberedResponses.forget(user, in: database)
  }

  private mutating func append(_ absent: AbsentUser, user: UserNumber) throws {
    let entry = try entry(.notReturned, user: user)
    guard absent.code != nil || absent.message != nil else { return }
    try database.run(
      "INSERT INTO not_returned (entry, code, message) VALUES (?, ?, ?)",
      [entry, absent.code, try text(absent.message)]
    )
  }
}
