package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// The people of a system who have a text as their key, job number or name.
  ///
  /// - Parameters:
  ///   - text: The key, or the current job number or name, to the byte.
  ///   - system: The system.
  ///   - position: The position of the names and the membership; nil for the end of the log.
  /// - Returns: Only the person with this key, if there is one; otherwise everyone with this job
  ///   number or name.
  /// - Throws: ``LedgerError``.
  package func people(
    matching text: Verbatim,
    system: System,
    at position: ReadPosition? = nil
  ) throws(LedgerError) -> [Person] {
    let upTo = position?.entry
    return try read { database in
      if let user = try IDResolver.user(UserKey(system, text), in: database) {
        return [try Self.person(user, of: system, upTo: upTo, in: database)]
      }
      var found: Set<UserNumber> = []
      for field in [system.jobNumberField, system.nameField].compactMap({ $0 }) {
        found.formUnion(try Self.users(holding: text, in: field, of: system, database))
      }
      return try found.sorted().map {
        try Self.person($0, of: system, upTo: upTo, in: database)
      }
    }
  }

  private static func users(
    holding text: Verbatim,
    in field: FieldCode,
    of system: System,
    _ database: Database
  ) throws -> [UserNumber] {
    guard let number = try IDResolver.fields([field], of: system, in: database).first else {
      return []
    }
    return try database.rows(
      """
      SELECT u.id FROM user u
      CROSS JOIN projected_roster r ON r.user = u.id AND r.field = ? AND r.item = 0
      CROSS JOIN personal_value v ON v.id = r.event
      WHERE v.value = ? AND r.is_gone = 0
      """,
      [number, text.text.utf8]
    ) { $0.integer(0) }
  }

  private static func person(
    _ user: UserNumber,
    of system: System,
    upTo: EntryID?,
    in database: Database
  ) throws -> Person {
    var names = NameTable(database)
    func value(_ field: FieldCode?) throws -> Verbatim? {
      try self.value(of: field, user, system, upTo: upTo, database)
    }
    return Person(
      key: UserKey(system, try names.key(ofUser: user)),
      name: try value(system.nameField),
      jobNumber: try value(system.jobNumberField),
      hasLeft: try Membership.hasLeft(user, upTo: upTo, in: database)
    )
  }

  private static func value(
    of field: FieldCode?,
    _ user: UserNumber,
    _ system: System,
    upTo: EntryID?,
    _ database: Database
  ) throws -> Verbatim? {
    guard let field, let number = try IDResolver.fields([field], of: system, in: database).first
    else {
      return nil
    }
    return try database.first(
      """
      SELECT v.form, v.value, v.label FROM cell_events h
      JOIN personal_value v ON v.id = h.event
      WHERE h.user = ? AND h.field = ? AND h.item = 0 AND h.entry <= ?
      ORDER BY h.entry DESC LIMIT 1
      """,
      [user, number, upTo ?? EntryID.max]
    ) { try $0.content(from: 0).value } ?? nil
  }
}
