package import GRDB
package import LeafFormat
import LedgerStorage
package import Roster
import TransparencyLog

extension LeafMaker {
  private static func event(_ row: SQLRow) -> PersonRecord.StoredEvent {
    PersonRecord.StoredEvent(
      number: row.integer(0),
      ordinal: row.integer(1),
      isChanged: row.integer(2) == 1
    )
  }

  /// Adds the stated cells of an entry whose stated set is exactly its events.
  package mutating func emit(
    from first: EventID,
    to last: EventID,
    _ stated: inout Stated,
    in database: Database
  ) throws {
    let reported = try reported(from: first, to: last, in: database)
    stated.events = reported.events
    stated.values = ValuesTree.root(of: reported.leaves.map(\.commitment))
  }

  /// The stored events of a range of numbers, each with its leaf in the values tree over them.
  package mutating func reported(
    from first: EventID,
    to last: EventID,
    in database: Database
  ) throws -> (events: [PersonRecord.StoredEvent], leaves: [StatedCommitment]) {
    var events: [PersonRecord.StoredEvent] = []
    var leaves: [StatedCommitment] = []
    try database.run(
      """
      SELECT e.id, e.ordinal, e.changed, e.field, e.item, v.salt, v.form, v.value, v.label
      FROM event e LEFT JOIN personal_value v ON v.id = e.id
      WHERE e.id BETWEEN ? AND ? ORDER BY e.id
      """,
      [first, last]
    ) { row in
      let event = Self.event(row)
      let commitment = try commitments.value(
        row,
        from: 5,
        ofEvent: event.number,
        field: row.integer(3),
        item: row.integer(4),
        in: database
      )
      events.append(event)
      leaves.append(StatedCommitment(event: event.number, commitment: commitment))
    }
    return (events, leaves)
  }
}
