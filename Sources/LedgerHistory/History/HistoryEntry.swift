package import LedgerStorage
package import Roster

/// A content that one cell held for a while: one line of its history.
package struct HistoryEntry: Hashable, Sendable {
  /// The field's code.
  package let field: FieldCode
  /// The field's name in the catalog at the position.
  package let fieldName: Verbatim?
  /// The item index.
  package let item: Int
  /// The content; of a write that was observed, as observed.
  package let content: Content
  /// The event with the content; of a write, the intended one.
  package let address: EventAddress
  /// The entry from which the cell held it; of a write, the accepted entry.
  package let entry: Int64
  /// The operation that recorded that entry.
  package let operation: Int64
  /// The kind of that entry.
  package let kind: EntryKind
  /// When it was recorded.
  package let recordedAt: Instant
  /// When a response for the field was last recorded before; nil if there was none, or for a write.
  package let lastObservedBefore: Instant?
  /// The time before which the cell did not hold it; nil if nothing was known before.
  package let possibleFrom: Instant?
  /// The time from which the cell held it; nil for a write that no response has shown.
  package let certainFrom: Instant?
  /// Who made the content.
  package let origin: Origin
  /// Of a write, how far it got; nil otherwise.
  package let stages: WriteStages?
  /// The entry of the response that shows it; nil for a write that no response has shown.
  let shownBy: Int64?
  /// Whether it is the first thing known about the field.
  let isFirst: Bool
}

/// Who made a content.
package enum Origin: Hashable, Sendable {
  /// A batch of ours wrote it.
  case batch(Int64)
  /// another person, or the system itself.
  case other
  /// The value is unchanged. The option was renamed in the catalog.
  case catalog

  /// The text in JSON: `batch 12`, `outside` or `catalog`.
  package var words: String {
    switch self {
    case .batch(let number): "batch \(number)"
    case .other: "outside"
    case .catalog: "catalog"
    }
  }
}

/// How far a write got, as the numbers of the entries.
package struct WriteStages: Hashable, Sendable {
  /// The intended entry.
  package let intended: Int64
  /// The call that carried it.
  package let sent: Int64
  /// The accepted entry, or the settled entry that says that it was applied.
  package let accepted: Int64
  /// The first response with the cell after that; nil if none has come.
  package let answered: Int64?
  /// Whether that response shows the written content; nil if none has come.
  package let isAsWritten: Bool?
}
