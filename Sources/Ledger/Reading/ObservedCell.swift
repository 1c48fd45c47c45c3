import GRDB
public import Roster

/// A cell that was seen to change, and what it held at the end of a span of entries.
public struct ObservedCell: Hashable, Sendable {
  /// Whose cell.
  public let user: Verbatim
  /// Which.
  public let address: CellAddress
  /// What it held.
  public let content: Content
  /// The entry that says so.
  public let entry: Int64
  /// When that entry was recorded.
  public let recordedAt: Instant
  /// When the cell held it: of an imported value, when its file was captured; of any other, when it
  /// was recorded.
  public let heldAt: Instant

  /// States a cell; it held the content when that was recorded, unless another time is said.
  public init(
    user: Verbatim,
    address: CellAddress,
    content: Content,
    entry: Int64,
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
public struct EntrySpan: Hashable, Sendable {
  /// The last entry before the span.
  public let after: Int64
  /// The last entry of the span.
  public let through: Int64

  /// Names a span; an empty one where `through` is not after `after`.
  public init(after: Int64, through: Int64) {
    self.after = after
    self.through = through
  }
}
