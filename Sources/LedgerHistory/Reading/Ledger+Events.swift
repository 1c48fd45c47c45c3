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
        guard let user = line.user,
          let stated = try StatedSet(of: line, user: user, names: &reading.names, in: database)
        else { return }
        let key = try reading.names.key(ofUser: user)
        for (index, cell) in stated.cells.enumerated() {
          try each(
            LoggedEvent(
              address: EventAddress(entry: line.entry, ordinal: index + 1),
              operation: line.operation,
              kind: line.kind,
              system: line.system,
              user: key,
              field: cell.address.field,
              fieldName: try reading.names.name(ofField: cell.field),
              item: cell.address.item,
              content: cell.content,
              recordedAt: line.recordedAt,
              isChanged: cell.isChanged
            )
          )
        }
      }
    }
  }
}
