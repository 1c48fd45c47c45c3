import GRDB
public import Roster

/// Of which fields of a user the book knows how they stand, whatever they hold, and how it knows.
public struct KnownFields: Hashable, Sendable {
  /// Fields that an answer or an imported file stated, an empty one included.
  public let told: Set<FieldCode>
  /// Fields that a write reached that was accepted, or settled as applied.
  public let written: Set<FieldCode>
  /// Fields that a write may have reached, of which it is not known, and nothing was seen since.
  public let open: Set<FieldCode>

  /// States of which fields it is known how they stand; without arguments, of none.
  public init(
    told: Set<FieldCode> = [],
    written: Set<FieldCode> = [],
    open: Set<FieldCode> = []
  ) {
    self.told = told
    self.written = written
    self.open = open
  }
}

extension Ledger {
  /// Of which fields of a user the book knows how they stand.
  ///
  /// - Parameter user: The user.
  /// - Returns: The fields; none for a user the ledger has not met.
  /// - Throws: ``LedgerError``.
  public func knownFields(of user: UserKey) throws(LedgerError) -> KnownFields {
    try translating(path) {
      try read { database in
        guard let number = try Resolve.user(user, in: database) else { return KnownFields() }
        var names = Names(database)
        func fields(_ sql: String) throws -> Set<FieldCode> {
          let statement = try RawStatement(database, sql)
          statement.bind(1, number)
          var fields: Set<FieldCode> = []
          try statement.forEachRow { fields.insert(try names.code(ofField: $0.integer(0))) }
          return fields
        }
        return KnownFields(
          told: try fields(
            """
            SELECT DISTINCT f.field FROM projected_sighting s
            JOIN scope_field f ON f.scope = s.scope WHERE s.user = ?
            """
          ),
          written: try fields("SELECT DISTINCT field FROM projected_written WHERE user = ?"),
          open: try fields(
            """
            SELECT DISTINCT w.field FROM projected_write w
            JOIN event e ON e.id = w.event
            JOIN projected_row r ON r.intended = e.entry
            LEFT JOIN settlement s ON s.entry = r.settlement
            WHERE w.user = ? AND w.is_believed = 0
              AND r.status = \(RowStatus.uncertain.code) AND s.verdict IS NOT 'notApplied'
            """
          )
        )
      }
    }
  }
}
