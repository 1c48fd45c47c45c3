package import LedgerStorage
import Foundation
import GRDB
package import Roster

extension LedgerWriter {
  /// Appends the values of a file: one entry for each of its users, an event for each cell that
  /// differs from what is known.
  ///
  /// They count as observed. Observations and writes that are newer than the file's capture are not
  /// replaced. An operation imports one file.
  ///
  /// - Parameters:
  ///   - roster: The contents of the file.
  ///   - now: The time now.
  /// - Returns: What it added.
  /// - Throws: ``LedgerError``; nothing is appended then.
  package func append(
    _ roster: ImportedRoster,
    now: Instant
  ) throws(LedgerError) -> ImportOutcome {
    try append(now: now) { try $0.imported(roster, operation: operation) }
  }
}

extension AppendTransaction {
  fileprivate mutating func imported(
    _ roster: ImportedRoster,
    operation: OperationNumber
  ) throws -> ImportOutcome {
    try database.run(
      "INSERT INTO import (operation, file, digest, captured_at) VALUES (?, ?, ?, ?)",
      [operation, try text(roster.file), roster.digest, roster.capturedAt.milliseconds]
    )
    var outcome = ImportOutcome()
    // An append has one scope, so users are grouped by scope, in the order of the file.
    var groups: [Set<FieldCode>: [ImportedUser]] = [:]
    var order: [Set<FieldCode>] = []
    for user in roster.users {
      guard !isSuppressed(user.user) else {
        outcome.leftOut += 1
        continue
      }
      let newer = try newerFields(of: self.user(user.user), than: roster.capturedAt)
      let scope = user.scope.subtracting(newer)
      outcome.superseded += user.scope.count - scope.count
      guard !scope.isEmpty else { continue }
      let cells = user.cells.filter { scope.contains($0.address.field) }
      if groups[scope] == nil { order.append(scope) }
      groups[scope, default: []].append(
        ImportedUser(user: user.user, scope: scope, cells: cells)
      )
    }
    for scope in order {
      try append(groups[scope] ?? [], scope: scope, to: &outcome, operation: operation)
    }
    if outcome.leftOut > 0 {
      try begin(Facts(operation: operation, entries: 1))
      try suppressed(outcome.leftOut)
    }
    return outcome
  }

  private mutating func append(
    _ users: [ImportedUser],
    scope fields: Set<FieldCode>,
    to outcome: inout ImportOutcome,
    operation: OperationNumber
  ) throws {
    let numbers = try users.map { try user($0.user) }
    var held: [Verbatim: Comparison.Held] = [:]
    for (number, reported) in zip(numbers, users) {
      held[reported.user] = try heldCells(of: number)
    }
    let response = RosterResponse(
      system: system,
      company: nil,
      asked: fields,
      users: users.map { UserResponse(user: $0.user, cells: $0.cells) },
      absent: [],
      askedAt: now,
      receivedAt: now,
      requestID: nil
    )
    // A file withholds nothing: it states every field that it has a column for.
    let comparison = Comparison(
      of: response,
      with: { held[$0] ?? Comparison.Held() },
      alreadySeen: fields
    )
    var added = ImportOutcome(users: users.count)
    var gone = 0
    for statement in comparison.statements {
      added.values += statement.returned
      added.changed += statement.events.count { $0.isChange }
      gone += statement.events.count { $0.cell.content == .gone }
    }
    let scope = try scope(comparison.scope)
    try begin(
      Facts(
        operation: operation,
        entries: users.count,
        asked: scope,
        scope: scope,
        returned: added.values,
        changed: added.changed,
        gone: gone
      )
    )
    for (statement, user) in zip(comparison.statements, numbers) {
      try append(statement, as: .imported, of: user, scope: scope)
    }
    outcome.users += added.users
    outcome.values += added.values
    outcome.changed += added.changed
  }

  /// The fields of a user that were observed or written after a time.
  private mutating func newerFields(
    of user: UserNumber,
    than time: Instant
  ) throws -> Set<FieldCode> {
    var fields: Set<FieldCode> = []
    var sets = state.sets
    let database = database
    try database.run(
      """
      SELECT f.field
      FROM projected_observation s
      JOIN entry n ON n.id = s.entry
      JOIN append a ON a.id = n.append
      LEFT JOIN import i ON i.operation = a.operation
      JOIN scope_field f ON f.scope = s.scope
      WHERE s.user = ?1 AND coalesce(i.captured_at, a.received_at, a.recorded_at) > ?2
      UNION
      SELECT w.field
      FROM projected_write w
      JOIN entry n ON n.id = w.entry
      JOIN append a ON a.id = n.append
      WHERE w.user = ?1 AND a.recorded_at > ?2
      """,
      [user, time.milliseconds]
    ) { row in
      fields.insert(try sets.code(row.integer(0), in: database))
    }
    state.sets = sets
    return fields
  }
}
