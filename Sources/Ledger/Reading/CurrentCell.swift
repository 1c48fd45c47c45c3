import GRDB
package import Roster

/// What the ledger holds of one cell, as a plan needs it.
package struct CurrentCell: Hashable, Sendable {
  /// The number of the event that says so; nil for what was read and is not recorded.
  package let event: Int64?
  /// The event's entry; nil likewise.
  package let entry: Int64?
  /// What the cell holds.
  package let content: Content
  /// Whether it was seen, or is believed because a write was accepted.
  package let source: ValueSource

  package init(event: Int64?, entry: Int64?, content: Content, source: ValueSource) {
    self.event = event
    self.entry = entry
    self.content = content
    self.source = source
  }
}
