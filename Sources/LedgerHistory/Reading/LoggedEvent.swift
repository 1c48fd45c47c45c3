package import LedgerStorage
import GRDB
package import Roster

/// One event, with a row of its own or stated by its entry only.
package struct LoggedEvent: Hashable, Sendable {
  /// The address of the event.
  package let address: EventAddress
  /// The operation that recorded it.
  package let operation: Int64
  /// The kind of its entry.
  package let kind: EntryKind
  /// The system.
  package let system: System
  /// The user's key.
  package let user: Verbatim
  /// The field's code.
  package let field: FieldCode
  /// The field's name in the current catalog.
  package let fieldName: Verbatim?
  /// The item index.
  package let item: Int
  /// The content.
  package let content: Content
  /// When the entry was recorded.
  package let recordedAt: Instant
  /// Whether the cell differed from the last fetch.
  package let isChanged: Bool
}
