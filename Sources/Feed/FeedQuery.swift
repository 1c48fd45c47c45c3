package import Roster

/// The events that are wanted.
package struct FeedQuery: Hashable, Sendable {
  /// The largest number of events in a page.
  package static let most = 1_000
  /// How many entries a page looks at; some more if a transaction would be cut in two.
  package static let reach = 5_000

  /// The place after which they begin.
  package var after: FeedPosition
  /// The largest number of events; an entry is never cut, so one entry alone may have more.
  package var limit: Int
  package var kinds: Set<FeedKind>
  /// The fields whose changes are wanted, nil for all; events of other kinds have no fields.
  package var fields: Set<FieldCode>?
  /// What the reader sees of what changed cells hold; nil if they come without it.
  package var values: Sight?
  /// Whether the page ends with the transaction of its first event, so that it is the same page
  /// whenever it is read.
  package var isOneAppend = false
  /// How many entries it looks at.
  package var reach = FeedQuery.reach

  package init(
    after: FeedPosition = FeedPosition(0),
    limit: Int = 500,
    kinds: Set<FeedKind> = Set(FeedKind.allCases),
    fields: Set<FieldCode>? = nil,
    values: Sight? = nil
  ) {
    self.after = after
    self.limit = limit
    self.kinds = kinds
    self.fields = fields
    self.values = values
  }
}
