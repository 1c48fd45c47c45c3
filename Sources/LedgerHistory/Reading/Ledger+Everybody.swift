package import Ledger
import LedgerStorage
import GRDB
import Roster

extension Ledger {
  /// Streams people, in the order in which the ledger first recorded them; erased ones are left out.
  ///
  /// - Parameters:
  ///   - filter: The people.
  ///   - each: Receives a person; an error that it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  package func everybody(_ filter: PeopleFilter, each: (Person) throws -> Void) throws {
    try reading { database in
      let upTo = filter.position?.entry
      let left = try Membership.leavers(upTo: upTo, in: database)
      let first = try filter.after.map {
        try IDResolver.user(UserKey(filter.system, $0), in: database) ?? 0
      }
      let codes = [filter.system.nameField, filter.system.jobNumberField]
      let fields = try codes.map { code in
        try code.map { try IDResolver.fields([$0], of: filter.system, in: database).first } ?? nil
      }
      let wanted = filter.text?.lowercased()
      try database.run(
        """
        SELECT u.id, CAST(p.key AS TEXT), \(Self.value(of: "?1")), \(Self.value(of: "?2"))
        FROM user u JOIN personal_user p ON p.id = u.id
        WHERE u.system = ?4 AND u.id > ?5
          AND EXISTS (SELECT 1 FROM entry n WHERE n.user = u.id AND n.id <= ?3)
        ORDER BY u.id
        """,
        [fields[0], fields[1], upTo ?? EntryID.max, filter.system.rawValue, first ?? 0]
      ) { row in
        let person = Person(
          key: UserKey(filter.system, row.text(1) ?? ""),
          name: row.text(2),
          jobNumber: row.text(3),
          hasLeft: left.contains(row.integer(0))
        )
        if person.hasLeft, !filter.includesLeft { return }
        if let wanted, !person.contains(wanted) { return }
        try each(person)
      }
    }
  }

  /// The text of a user's cell at the last entry that counts, as a subquery of a user `u`.
  private static func value(of field: String) -> String {
    """
    (SELECT CAST(v.value AS TEXT) FROM cell_events h JOIN personal_value v ON v.id = h.event
      WHERE h.user = u.id AND h.field = \(field) AND h.item = 0 AND h.entry <= ?3
      ORDER BY h.entry DESC LIMIT 1)
    """
  }
}

extension Person {
  /// Whether the key, the name or the job number contains a text of small letters.
  fileprivate func contains(_ text: String) -> Bool {
    [key.id, name, jobNumber].contains { $0?.text.lowercased().contains(text) ?? false }
  }
}
