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
  public let ground: Ground

  /// Makes what is held of a cell.
  public init(event: Int64?, entry: Int64?, content: Content, ground: Ground) {
    self.event = event
    self.entry = entry
    self.content = content
    self.ground = ground
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
        var sightings = try Sightings(of: number, in: database)
        let cells = try KnownCells(database).cells(of: number, &sightings, &names)
        var held: [CellAddress: HeldCell] = [:]
        for cell in cells {
          held[CellAddress(try names.code(ofField: cell.field), Int(cell.item))] = HeldCell(
            event: cell.event,
            entry: cell.entry,
            content: cell.content,
            ground: cell.ground
          )
        }
        return held
      }
    }
  }

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
