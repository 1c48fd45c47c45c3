import GRDB
public import Roster

/// One event, whether it has a row of its own or is stated by its entry.
public struct LoggedEvent: Hashable, Sendable {
  /// Where the event stands in the log.
  public let address: EventAddress
  /// The operation that recorded it.
  public let operation: Int64
  /// What its entry says.
  public let kind: EntryKind
  /// The system.
  public let system: System
  /// The user's key.
  public let user: Verbatim
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the current catalog.
  public let fieldName: Verbatim?
  /// The item index.
  public let item: Int
  /// What the cell held.
  public let content: Content
  /// When the entry was recorded.
  public let recordedAt: Instant
  /// Whether the cell differed from the last fetch.
  public let isChanged: Bool
}
