package import LedgerStorage
import GRDB
package import Roster

/// One event, with a row of its own or stated by its entry only.
package struct LoggedEvent: CellRow, Recorded, Hashable, Sendable {
  /// The address of the event.
  package let event: EventAddress
  /// Its entry.
  package let recorded: LogReference
  /// The system.
  package let system: System
  /// The user's key.
  package let user: Verbatim
  /// The cell.
  package let cell: CellRef
  /// The content.
  package private(set) var content: Content
  /// Whether the cell differed from the last fetch.
  package let isChanged: Bool

  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> LoggedEvent {
    var row = self
    row.content = content.mapTexts(change)
    return row
  }
}
