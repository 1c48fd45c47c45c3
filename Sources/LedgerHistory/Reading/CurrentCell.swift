import GRDB
package import Roster

/// The current content of one cell, for a plan.
package struct CurrentCell: Hashable, Sendable {
  /// The number of the event with the content; nil if it was read and is not recorded.
  package let event: EventID?
  /// The event's entry; nil likewise.
  package let entry: EntryID?
  /// The content.
  package let content: Content
  /// Whether the content was observed, or written and accepted.
  package let source: ValueSource

  package init(event: EventID?, entry: EntryID?, content: Content, source: ValueSource) {
    self.event = event
    self.entry = entry
    self.content = content
    self.source = source
  }
}
