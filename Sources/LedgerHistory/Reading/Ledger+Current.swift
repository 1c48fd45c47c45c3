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
    try read { database in
      guard let number = try IDResolver.user(user, in: database) else { return [:] }
      var names = NameTable(database)
      var observations = try LastObservations(of: number, in: database)
      let cells = try KnownCells(database).cells(of: number, &observations, &names)
      var held: [CellAddress: CurrentCell] = [:]
      for cell in cells {
        held[try names.cell(cell.cell).address] = CurrentCell(
          event: cell.event,
          entry: cell.entry,
          content: cell.content,
          source: cell.source
        )
      }
      return held
    }
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
