import LedgerStorage
import Roster
import GRDB
import Roster

/// Reads events in the order of their numbers, which is the order of their entries.
///
/// An event that is out of order, which only tampering causes, is skipped, so that the events after
/// it keep their entries.
final class EventCursor {
  private struct StoredEvent {
    let number: EventID
    let entry: EntryID
    let field: FieldNumber
    let item: Int64
    let isGone: Bool
  }

  private let rows: SQLCursor
  private var current: StoredEvent?
  private var following: StoredEvent?

  init(_ database: Database) throws {
    rows = try SQLCursor(
      database,
      """
      SELECT e.id, e.entry, e.field, e.item, v.form FROM event e
      LEFT JOIN personal_value v ON v.id = e.id WHERE e.id > 0 ORDER BY e.id
      """
    )
    current = try load()
    following = try load()
    try passOver(after: 0)
  }

  /// The changes of an entry; callers ask for entries in order.
  func changes(of entry: EntryID, user: UserNumber) throws -> [Projector.Change] {
    var changes: [Projector.Change] = []
    while let event = current, event.entry <= entry {
      if event.entry == entry {
        changes.append(
          Projector.Change(
            user: user,
            field: event.field,
            item: event.item,
            entry: entry,
            event: event.number,
            isGone: event.isGone
          )
        )
      }
      try advance()
      try passOver(after: event.entry)
    }
    return changes
  }

  private func advance() throws {
    current = following
    following = try load()
  }

  /// Of two neighbours that are not in order, the one that does not fit the events before is
  /// skipped.
  private func passOver(after entry: EntryID) throws {
    while let event = current {
      guard
        event.entry < entry
          || following.map({ $0.entry < event.entry && $0.entry >= entry }) == true
      else {
        return
      }
      try advance()
    }
  }

  private func load() throws -> StoredEvent? {
    try rows.next().map { row in
      StoredEvent(
        number: row.integer(0),
        entry: row.integer(1),
        field: row.integer(2),
        item: row.integer(3),
        isGone: row.integer(4) == ContentForm.gone
      )
    }
  }
}
