package import LedgerStorage
import Foundation
import GRDB
import Roster

extension Ledger {
  /// The size of the ledger.
  ///
  /// - Returns: Its figures.
  /// - Throws: ``LedgerError``.
  package func statistics() throws(LedgerError) -> LedgerStatistics {
    try read { database in
      func count(_ sql: String) throws -> Int {
        try database.first(sql) { Int($0.integer(0)) } ?? 0
      }
      return LedgerStatistics(
        entries: try count("SELECT max(id) FROM entry"),
        events: try count("SELECT sum(returned + gone) FROM append")
          + count("SELECT sum(events) FROM intended"),
        storedEvents: try count("SELECT max(id) FROM event"),
        users: try count("SELECT count(*) FROM user"),
        cells: try count("SELECT count(*) FROM projected_roster"),
        bytes: Self.size(of: path) + Self.size(of: path + "-wal")
      )
    }
  }

  private static func size(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }
}
