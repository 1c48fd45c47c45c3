package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// The expected content of one user's cells, gone ones included.
  ///
  /// - Parameter user: The user.
  /// - Returns: The cells; none for a user who is not in the ledger.
  /// - Throws: ``LedgerError``.
  package func held(_ user: UserKey) throws(LedgerError) -> [CellAddress: CurrentCell] {
    try held([user])[user] ?? [:]
  }

  /// The expected contents of the cells of some users, gone ones included, at one moment.
  ///
  /// - Parameter users: The users.
  /// - Returns: The cells of each user; none for a user who is not in the ledger.
  /// - Throws: ``LedgerError``.
  package func held(_ users: [UserKey]) throws(LedgerError) -> [UserKey: [CellAddress: CurrentCell]]
  {
    try read { database in
      let lookup = try UserLookup(database)
      var names = NameTable(database)
      var held: [UserKey: [CellAddress: CurrentCell]] = [:]
      for user in users {
        held[user] = try cells(of: user, lookup, &names, in: database)
      }
      return held
    }
  }

  private func cells(
    of user: UserKey,
    _ lookup: UserLookup,
    _ names: inout NameTable,
    in database: Database
  ) throws -> [CellAddress: CurrentCell] {
    guard let number = try IDResolver.user(user, lookup, in: database) else { return [:] }
    var observations = try LastObservations(of: number, in: database)
    let cells = try KnownCells(database).cells(of: number, &observations, &names)
    var held = [CellAddress: CurrentCell](minimumCapacity: cells.count)
    for cell in cells {
      let address = CellAddress(try names.code(ofField: cell.cell.field), Int(cell.cell.item))
      held[address] = CurrentCell(
        event: cell.event,
        entry: cell.entry,
        content: cell.content,
        source: cell.source
      )
    }
    return held
  }

  /// The behaviours of a system's tenant that probes have found; the last result for each.
  ///
  /// - Parameter system: The system.
  /// - Returns: The results by behaviour.
  /// - Throws: ``LedgerError``.
  package func behaviours(of system: System) throws(LedgerError) -> [String: String] {
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
