package import Ledger
import LedgerStorage
import GRDB
import Roster

extension Ledger {
  /// Streams every event of the entries that a filter selects, unchanged ones included, in the
  /// order of the log.
  ///
  /// - Parameters:
  ///   - filter: The entries.
  ///   - each: Receives an event; an error that it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  package func events(_ filter: EntryFilter, each: (LoggedEvent) throws -> Void) throws {
    try reading { database in
      try EntryReading(database, filter: filter).forEach { reading, line in
        guard let user = line.user else { return }
        let key = try reading.names.key(ofUser: user)
        for (index, stated) in try reading.stated(by: line, of: user).enumerated() {
          try each(
            LoggedEvent(
              event: EventAddress(entry: line.entry, ordinal: index + 1),
              recorded: line.recorded,
              system: line.system,
              user: key,
              cell: stated.cell,
              content: stated.content,
              isChanged: stated.isChanged
            )
          )
        }
      }
    }
  }
}
