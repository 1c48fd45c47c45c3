package import GRDB
import LedgerStorage
import TransparencyLog

extension LeafMaker {
  /// The stored events of a range of numbers.
  package static func events(
    from first: Int64,
    to last: Int64,
    in database: Database
  ) throws -> [StoredEvent] {
    guard first <= last else { return [] }
    let statement = try SQLStatement(
      database,
      "SELECT id, ordinal, changed FROM event WHERE id BETWEEN ? AND ? ORDER BY id"
    )
    statement.bind(1, first)
    statement.bind(2, last)
    var events: [StoredEvent] = []
    try statement.forEachRow { row in
      events.append(
        StoredEvent(
          number: row.integer(0),
          ordinal: row.integer(1),
          isChanged: row.integer(2) == 1
        )
      )
    }
    return events
  }

  /// Adds the stated cells of an entry whose stated set is exactly its events.
  package mutating func emit(
    from first: Int64,
    to last: Int64,
    _ stated: inout Stated,
    in database: Database
  ) throws {
    let reported = try reported(from: first, to: last, in: database)
    stated.events = reported.events
    stated.values = ValuesTree.root(of: reported.leaves.map(\.commitment))
  }

  /// The stored events of a range of numbers, each with its leaf in the values tree over them.
  package mutating func reported(
    from first: Int64,
    to last: Int64,
    in database: Database
  ) throws -> (events: [StoredEvent], leaves: [StatedCommitment]) {
    let statement = try SQLStatement(
      database,
      """
      SELECT e.id, e.ordinal, e.changed, e.field, e.item, v.salt, v.form, v.value, v.label
      FROM event e LEFT JOIN personal_value v ON v.id = e.id
      WHERE e.id BETWEEN ? AND ? ORDER BY e.id
      """
    )
    statement.bind(1, first)
    statement.bind(2, last)
    var events: [StoredEvent] = []
    var leaves: [StatedCommitment] = []
    try statement.forEachRow { row in
      let event = StoredEvent(
        number: row.integer(0),
        ordinal: row.integer(1),
        isChanged: row.integer(2) == 1
      )
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
