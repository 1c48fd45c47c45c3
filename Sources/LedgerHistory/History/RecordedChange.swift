package import LedgerStorage
package import Roster

/// A change that a response showed: what a cell held before, and what it holds since.
package struct RecordedChange: CellRow, Hashable, Sendable {
  /// What a cell holds, as programs read it.
  package struct Side: Hashable, Sendable {
    /// `value`, `gone`, `emptyList` …, or `erased`.
    package let presence: Verbatim?
    package let value: Verbatim?
    package let label: Verbatim?
    /// All of it, in words for people.
    package let words: Verbatim?

    fileprivate func mapTexts(_ change: (Verbatim) -> Verbatim) -> Side {
      // Words of nothing but why there is no value stay.
      guard value != nil || label != nil else { return self }
      return Side(
        presence: presence,
        value: value.map(change),
        label: label.map(change),
        words: words.map(change)
      )
    }
  }

  package let user: Verbatim
  package let cell: CellRef
  package private(set) var from: Side
  package private(set) var to: Side
  /// The event that shows it.
  package let event: EventAddress
  /// The operation that observed it.
  package let operation: OperationNumber
  /// When it was recorded.
  package let recordedAt: Instant
  /// When a response for the field was last recorded before.
  package let lastObservedBefore: Instant?
  /// The batch that wrote it; nil if it was made outside Rollbook.
  package let batch: OperationNumber?
  /// Who ran the batch, and why; nil if there is none.
  package let actor: Verbatim?
  package let reason: Verbatim?

  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> RecordedChange {
    var row = self
    row.from = from.mapTexts(change)
    row.to = to.mapTexts(change)
    return row
  }
}

/// The changes that are wanted.
package struct RecordedChangeFilter: Hashable, Sendable {
  package let system: System
  /// The keys of people; nil for everybody.
  package var users: [Verbatim]?
  /// The codes of fields; nil for all.
  package var fields: Set<FieldCode>?
  /// The entries that may show it.
  package var span: EntrySpan
  /// What must have caused it: each of these is true of it.
  package var causes: [Cause]
  /// The event after which the result begins; nil for its beginning.
  package var after: EventAddress?

  /// What caused a change.
  package enum Cause: Hashable, Sendable {
    /// One batch.
    case batch(OperationNumber)
    /// A batch that a person ran whose name, in small or capital letters, contains a text.
    case actor(String)
    /// No batch of Rollbook.
    case outside
  }

  package init(
    system: System,
    users: [Verbatim]? = nil,
    fields: Set<FieldCode>? = nil,
    span: EntrySpan,
    causes: [Cause] = [],
    after: EventAddress? = nil
  ) {
    self.system = system
    self.users = users
    self.fields = fields
    self.span = span
    self.causes = causes
    self.after = after
  }
}
