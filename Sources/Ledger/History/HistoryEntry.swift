package import Roster

/// What one cell held for a while: one line of its history.
package struct HistoryEntry: Hashable, Sendable {
  /// The field's code.
  package let field: FieldCode
  /// The field's name in the catalog of the moment.
  package let fieldName: Verbatim?
  /// The item index.
  package let item: Int
  /// What the cell held; of a write that was seen, as it was seen.
  package let content: Content
  /// The event that says so: of a write, the one that was intended.
  package let address: EventAddress
  /// The entry from which the cell held it: of a write, the one that says that it was accepted.
  package let entry: Int64
  /// The operation that recorded that entry.
  package let operation: Int64
  /// What that entry says.
  package let kind: EntryKind
  /// When it was recorded.
  package let recordedAt: Instant
  /// When a response for the field was last recorded before; nil if there was none, or for a write.
  package let lastObservedBefore: Instant?
  /// The moment before which the cell did not hold it; nil where nothing was known before.
  package let possibleFrom: Instant?
  /// The moment from which it did; nil for a write that no response has shown.
  package let certainFrom: Instant?
  /// Whose doing it is.
  package let origin: Origin
  /// Of a write, how far it came.
  package let stages: WriteStages?
  /// The entry of the response that shows it; nil for a write that no response has shown.
  let shownBy: Int64?
  /// Whether something was known of the field before.
  let isFirst: Bool
}

/// Whose doing a content is.
package enum Origin: Hashable, Sendable {
  /// A batch of ours wrote it.
  case batch(Int64)
  /// another person, or the system itself.
  case other
  /// The value is unchanged. The option was renamed in the catalog.
  case catalog

  /// The words of JSON: `batch 12`, `outside` or `catalog`.
  package var words: String {
    switch self {
    case .batch(let number): "batch \(number)"
    case .other: "outside"
    case .catalog: "catalog"
    }
  }
}

/// How far a write is known to have come, as the entries that say so.
package struct WriteStages: Hashable, Sendable {
  /// The row that was to be written.
  package let intended: Int64
  /// The call that carried it.
  package let sent: Int64
  /// That the system accepted it, or that it was settled as applied.
  package let accepted: Int64
  /// The first response for the cell after that; nil where none has come.
  package let answered: Int64?
  /// Whether that response shows what was written; nil where none has come.
  package let isAsWritten: Bool?
}
