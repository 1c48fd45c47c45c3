import GRDB
package import Roster

/// One event, whether it has a row of its own or is stated by its entry.
package struct LoggedEvent: Hashable, Sendable {
  /// Where the event stands in the log.
  package let address: EventAddress
  /// The operation that recorded it.
  package let operation: Int64
  /// What its entry says.
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
  /// What the cell held.
  package let content: Content
  /// When the entry was recorded.
  package let recordedAt: Instant
  /// Whether the cell differed from the last fetch.
  package let isChanged: Bool
}
