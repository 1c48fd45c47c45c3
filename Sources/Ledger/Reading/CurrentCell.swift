import GRDB
public import Roster

/// What the ledger holds of one cell, as a plan needs it.
public struct CurrentCell: Hashable, Sendable {
  /// The number of the event that says so; nil for what was read and is not recorded.
  public let event: Int64?
  /// The event's entry; nil likewise.
  public let entry: Int64?
  /// What the cell holds.
  public let content: Content
  /// Whether it was seen, or is believed because a write was accepted.
  public let source: ValueSource

  /// Makes what is held of a cell.
  public init(event: Int64?, entry: Int64?, content: Content, source: ValueSource) {
    self.event = event
    self.entry = entry
    self.content = content
    self.source = source
  }
}
