import GRDB
public import Roster

/// What the ledger holds of one cell, as a plan needs it.
public struct HeldCell: Hashable, Sendable {
  /// The number of the event that says so; nil for what was read and is not recorded.
  public let event: Int64?
  /// The event's entry; nil likewise.
  public let entry: Int64?
  /// What the cell holds.
  public let content: Content
  /// Whether it was seen, or is believed because a write was accepted.
  public let lens: Lens

  /// Makes what is held of a cell.
  public init(event: Int64?, entry: Int64?, content: Content, lens: Lens) {
    self.event = event
    self.entry = entry
    self.content = content
    self.lens = lens
  }
}

extension Ledger {
  /// What is believed of one user, cell by cell, gone ones included.
  ///
  /// - Parameter user: The user.
  /// - Returns: Their cells; none for a user the ledger has not met.
  /// - Throws: ``LedgerError``.
  public func held(_ user: UserKey) throws(LedgerError) -> [CellAddress: HeldCell] {
    try translating(path) {
      try read { database in
        guard let number = try Resolve.user(user, in: database) else { return [:] }
        var names = Names(database)
        var held: [CellAddress: HeldCell] = [:]
        for (lens, sql) in [(Lens.seen, Self.seenCells), (.written, Self.believedCells)] {
          let statement = try RawStatement(database, sql)
          statement.bind(1, number)
          try statement.forEachRow { row in
            let address = CellAddress(
              try names.code(ofField: row.integer(0)),
              Int(row.integer(1))
            )
            held[address] = HeldCell(
              event: row.integer(2),
              entry: row.integer(3),
              content: try row.content(from: 4),
              lens: lens
            )
          }
        }
        return held
      }
    }
  }

  private static let seenCells = """
    SELECT r.field, r.item, r.event, e.entry, v.form, v.value, v.label
    FROM projected_roster r
    JOIN event e ON e.id = r.event
    JOIN personal_value v ON v.id = r.event WHERE r.user = ?
    """

  private static let believedCells = """
    SELECT w.field, w.item, w.event, w.entry, v.form, v.value, v.label
    FROM projected_write w JOIN personal_value v ON v.id = w.event
    WHERE w.user = ? AND w.is_believed = 1
    """

  /// What probes have found that a system's tenant does; the last answer for each behaviour.
  ///
  /// - Parameter system: The system.
  /// - Returns: The answers by behaviour.
  /// - Throws: ``LedgerError``.
  public func behaviours(of system: System) throws(LedgerError) -> [String: String] {
    try translating(path) {
      try read { database in
        let rows = try Row.fetchAll(
          database,
          sql: "SELECT name, answer FROM behaviour WHERE system = ? ORDER BY id",
          arguments: [system.rawValue]
        )
        return Dictionary(rows.map { ($0["name"], $0["answer"]) }, uniquingKeysWith: { $1 })
      }
    }
  }
}
