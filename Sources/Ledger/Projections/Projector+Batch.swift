import LedgerStorage
import GRDB
import Roster

/// The projections of batches: the status of each row, and the values that follow from it.
extension Projector {
  /// A row is intended; no call has carried it yet.
  func intended(_ entry: EntryID, operation: OperationNumber) throws {
    try run(
      """
      INSERT INTO \(schema).projected_row (intended, operation, status, attempts)
      VALUES (?, ?, ?, 0)
      """,
      entry,
      operation,
      RowStatus.notSent.code
    )
  }

  /// A call will carry a row.
  ///
  /// Until an outcome is recorded, its result is not known, and every cell that it writes may have
  /// another value.
  func sent(_ intended: EntryID, by sent: EntryID) throws {
    if let kept, let user = try user(ofEntry: intended) { kept.await(user) }
    try run(
      """
      UPDATE \(schema).projected_row SET status = ?, attempts = attempts + 1, sent = ?,
        outcome = NULL WHERE intended = ?
      """,
      RowStatus.uncertain.code,
      sent,
      intended
    )
    try run(
      """
      INSERT INTO \(schema).projected_write (user, field, item, event, entry, is_expected)
      SELECT n.user, e.field, e.item, e.id, ?1, 0
      FROM main.intended i
      JOIN main.entry n ON n.id = i.entry
      JOIN main.event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
      WHERE i.entry = ?2
      ON CONFLICT DO UPDATE SET event = excluded.event, entry = excluded.entry, is_expected = 0
      """,
      sent,
      intended
    )
  }

  /// The result of a row in a call, or that the row was skipped.
  func outcome(_ kind: EntryKind, of intended: EntryID, entry: EntryID) throws {
    let status: RowStatus =
      switch kind {
      case .accepted: .accepted
      case .rejected: .rejected
      case .skipped: .skipped
      default: .uncertain
      }
    try run(
      "UPDATE \(schema).projected_row SET status = ?, outcome = ? WHERE intended = ?",
      status.code,
      entry,
      intended
    )
    switch status {
    case .accepted: try believe(intended, entry: entry)
    case .rejected: try mark(intended, expected: false, entry: entry)
    case .notSent, .skipped, .uncertain: break
    }
  }

  /// The result of a row that a read found.
  func settled(_ intended: EntryID, as verdict: Settlement, entry: EntryID) throws {
    try run(
      "UPDATE \(schema).projected_row SET settlement = ? WHERE intended = ?",
      entry,
      intended
    )
    switch verdict {
    case .applied: try believe(intended, entry: entry)
    case .notApplied: try mark(intended, expected: false, entry: entry)
    case .undecidable: break
    }
  }

  private func believe(_ intended: EntryID, entry: EntryID) throws {
    try run(
      """
      INSERT INTO \(schema).projected_written (user, field, item, entry, event)
      SELECT n.user, e.field, e.item, ?1, e.id
      FROM main.intended i
      JOIN main.entry n ON n.id = i.entry
      JOIN main.event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
      WHERE i.entry = ?2
      """,
      entry,
      intended
    )
    try mark(intended, expected: true, entry: entry)
  }

  private func mark(_ intended: EntryID, expected: Bool, entry: EntryID) throws {
    try run(
      """
      UPDATE \(schema).projected_write SET is_expected = ?2, entry = ?3
      WHERE user = (SELECT user FROM main.entry WHERE id = ?1) AND event BETWEEN
        (SELECT first_event FROM main.intended WHERE entry = ?1) AND
        (SELECT first_event + events - 1 FROM main.intended WHERE entry = ?1)
      """,
      intended,
      expected ? 1 : 0,
      entry
    )
  }

  /// A response with a scope was recorded: earlier writes to the scope's fields no longer wait for
  /// an observation.
  func answered(user: UserNumber, scope: ScopeNumber) throws {
    if let kept, !kept.isAwaited(user) { return }
    // Most users have no such write: go through those of the user, not through all fields.
    try run(
      """
      DELETE FROM \(schema).projected_write
      WHERE user = ? AND EXISTS (
        SELECT 1 FROM main.scope_field s WHERE s.scope = ? AND s.field = projected_write.field)
      """,
      user,
      scope
    )
  }

  private func user(ofEntry entry: EntryID) throws -> UserNumber? {
    try database.first("SELECT user FROM main.entry WHERE id = ?", [entry]) {
      $0.optionalInteger(0)
    } ?? nil
  }

  func run(_ sql: String, _ numbers: any SQLBindable...) throws {
    try database.run(sql, numbers)
  }
}
