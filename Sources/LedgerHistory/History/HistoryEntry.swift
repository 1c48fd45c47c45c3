package import LedgerStorage
package import Roster

/// A content that one cell held for a while: one line of its history.
package struct HistoryEntry: CellRow, Recorded, Hashable, Sendable {
  /// The cell.
  package let cell: CellRef
  /// The content; of a write that was observed, as observed.
  package private(set) var content: Content
  /// The event with the content; of a write, the intended one.
  package let event: EventAddress
  /// Where the content comes from.
  package let provenance: ValueProvenance
  /// Of a write, how far it got; nil otherwise.
  package let stages: WriteStages?
  /// The entry of the response that shows it; nil for a write that no response has shown.
  let shownBy: EntryID?
  /// Whether it is the first thing known about the field.
  let isFirst: Bool

  package var recorded: LogReference { provenance.recorded }

  /// Whether it is another content than the one before, and among the values of a read mode.
  func counts(_ readMode: ReadMode) -> Bool {
    provenance.origin != .catalog && (readMode == .expected || shownBy != nil)
  }

  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> HistoryEntry {
    var row = self
    row.content = content.mapTexts(change)
    return row
  }
}

/// How far a write got, as the numbers of the entries.
package struct WriteStages: Hashable, Sendable {
  /// The intended entry.
  package let intended: EntryID
  /// The call that carried it.
  package let sent: EntryID
  /// The accepted entry, or the settled entry that says that it was applied.
  package let accepted: EntryID
  /// The first response with the cell after that; nil if none has come.
  package let answered: EntryID?
  /// Whether that response shows the written content; nil if none has come.
  package let isAsWritten: Bool?
}
