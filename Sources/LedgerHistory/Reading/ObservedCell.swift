import GRDB
package import Roster

/// A cell that was observed to change, with its content at the end of a span of entries.
package struct ObservedCell: Hashable, Sendable {
  /// The key of the cell's user.
  package let user: Verbatim
  /// The cell.
  package let address: CellAddress
  /// The content.
  package let content: Content
  /// The number of the entry with the content.
  package let entry: EntryID
  /// When that entry was recorded.
  package let recordedAt: Instant
  /// When the cell had it: for an imported value, when its file was captured; otherwise, when it
  /// was recorded.
  package let heldAt: Instant

  /// If no other time is given, the cell had the content when it was recorded.
  package init(
    user: Verbatim,
    address: CellAddress,
    content: Content,
    entry: EntryID,
    recordedAt: Instant,
    heldAt: Instant? = nil
  ) {
    self.user = user
    self.address = address
    self.content = content
    self.entry = entry
    self.recordedAt = recordedAt
    self.heldAt = heldAt ?? recordedAt
  }
}

/// Entries after one and up to another.
package struct EntrySpan: Hashable, Sendable {
  /// The last entry before the span.
  package let after: EntryID
  /// The last entry of the span.
  package let through: EntryID

  package init(after: EntryID, through: EntryID) {
    self.after = after
    self.through = through
  }
}
