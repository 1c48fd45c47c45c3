import LedgerStorage
package import Ledger
import GRDB
import Roster

extension Ledger {
  /// Streams entries in the order of the log.
  ///
  /// - Parameters:
  ///   - filter: The entries.
  ///   - each: Receives an entry; an error that it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  package func entries(_ filter: EntryFilter, each: (LoggedEntry) throws -> Void) throws {
    try reading { database in
      try EntryReading(database, filter: filter).forEach { reading, line in
        let changed = try reading.changed(by: line)
        try each(
          LoggedEntry(
            recorded: line.recorded,
            system: line.system,
            user: line.user.map { try reading.names.key(ofUser: $0) },
            values: line.returned,
            changed: changed
          )
        )
      }
    }
  }
}
