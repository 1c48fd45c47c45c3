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
  package func everybody(
    _ filter: PeopleFilter,
    each: (ListedPerson) throws -> Void
  ) throws {
    try reading { database in
      let system = filter.system
      let upTo = filter.position?.entry
      let left = try Membership.leavers(upTo: upTo, in: database)
      let first = try filter.after.map {
        try IDResolver.user(UserKey(system, $0), in: database) ?? 0
      }
      let codes = [
        system.nameField, system.jobNumberField, system.departmentField, system.statusField,
      ]
      let fields = try codes.map { code in
        try code.map { try IDResolver.fields([$0], of: system, in: database).first } ?? nil
      }
      var search = filter.text.map { PersonSearch($0) }
      // What no search asks for is read of those alone who are found.
      let details = try SQLStatement(database, Self.details)
      try database.run(
        """
        SELECT u.id, CAST(p.key AS TEXT), \(Self.value(of: "?1")), \(Self.value(of: "?2")),
          \(Self.shown(of: "?6"))
        FROM user u JOIN personal_user p ON p.id = u.id
        WHERE u.system = ?4 AND u.id > ?5
          AND EXISTS (SELECT 1 FROM entry n WHERE n.user = u.id AND n.id <= ?3)
        ORDER BY u.id
        """,
        [fields[0], fields[1], upTo ?? EntryID.max, system.rawValue, first ?? 0, fields[2]]
      ) { row in
        let user: UserNumber = row.integer(0)
        let person = Person(
          key: UserKey(system, row.text(1) ?? ""),
          name: row.text(2),
          jobNumber: row.text(3),
          hasLeft: left.contains(user)
        )
        let department = row.text(4)
        if person.hasLeft, !filter.includesLeft { return }
        guard search?.finds(person, in: department) ?? true else { return }
        details.bind(1, user.rawValue)
        details.bind(2, (upTo ?? EntryID.max).rawValue)
        details.bind(3, fields[3]?.rawValue ?? 0)
        let (status, changed) =
          try details.first {
            ($0.text(0), $0.optionalInteger(1).map { Instant(milliseconds: $0) })
          } ?? (nil, nil)
        try each(
          ListedPerson(
            person: person,
            department: department,
            status: status,
            lastChange: changed
          )
        )
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

  /// The label of such a cell, or its value; nothing if it is gone.
  private static func shown(of field: String, user: String = "u.id", upTo: String = "?3") -> String
  {
    """
    (SELECT CAST(coalesce(v.label, v.value) AS TEXT)
      FROM cell_events h LEFT JOIN personal_value v ON v.id = h.event
      WHERE h.user = \(user) AND h.field = \(field) AND h.item = 0 AND h.entry <= \(upTo)
      ORDER BY h.entry DESC LIMIT 1)
    """
  }

  /// The status of a user, and when a cell of theirs changed last.
  private static let details = """
    SELECT \(shown(of: "?3", user: "?1", upTo: "?2")), (
      SELECT max(b.ended_at) FROM projected_history b
      CROSS JOIN cell_events h ON h.user = b.user AND h.field = b.field AND h.item = b.item
        AND h.entry = b.until_entry
      CROSS JOIN event e ON e.id = h.event
      WHERE b.user = ?1 AND b.until_entry <= ?2 AND e.changed = 1
    )
    """
}

/// A part of a key, a name, a job number or a department, or letters of a name in pinyin.
private struct PersonSearch {
  /// In small letters.
  private let text: String
  private var initials: PinyinInitials?

  init(_ text: String) {
    self.text = text.lowercased()
    initials = PinyinInitials.canBe(self.text) ? PinyinInitials() : nil
  }

  mutating func finds(_ person: Person, in department: Verbatim?) -> Bool {
    let texts = [person.key.id, person.name, person.jobNumber, department]
    if texts.contains(where: { $0?.text.lowercased().contains(text) ?? false }) { return true }
    guard let name = person.name else { return false }
    return initials?.of(name.text, contain: text) ?? false
  }
}
