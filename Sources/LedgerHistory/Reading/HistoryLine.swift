package import LedgerStorage
import GRDB
package import Roster

/// One event in the history of a cell.
package struct HistoryLine: CellRow, Recorded, Hashable, Sendable {
  /// The address of the event.
  package let event: EventAddress
  /// The entry from which the cell held it: the event's own, or, for a write, the accepted entry.
  package let recorded: LogReference
  /// The key of the cell's user.
  package let user: Verbatim
  /// The cell.
  package let cell: CellRef
  /// The content from then on.
  package private(set) var content: Content
  /// When a response last covered the field before that; nil if none did.
  package let lastObservedBefore: Instant?

  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> HistoryLine {
    var row = self
    row.content = content.mapTexts(change)
    return row
  }
}

/// The cells whose histories are needed.
package struct HistoryFilter: Hashable, Sendable {
  /// The user.
  package var user: UserKey
  /// These fields, or all.
  package var fields: Set<FieldCode>?
  /// This item, or all.
  package var item: Int?

  package init(user: UserKey, fields: Set<FieldCode>? = nil, item: Int? = nil) {
    self.user = user
    self.fields = fields
    self.item = item
  }
}
