import LedgerStorage
import Ledger
import LedgerHistory
import Tables
import Roster
import VerbatimJSON

extension Column where Row == HistoryEntry {
  /// The columns of `history`, in the order of docs/cli.md, then the user.
  ///
  /// - Parameters:
  ///   - user: The user.
  ///   - ofManyFields: Whether the table needs a column for the field.
  /// - Returns: The columns.
  static func history(of user: Verbatim, ofManyFields: Bool) -> [Column] {
    let which: [Column] = [.shown("code") { .text($0.field) }, .name]
    return [
      Column("event", title: "event") { Datum($0.event) },
      .data("entry") { .integer($0.event.entry) }, .operation, .kind,
    ] + (ofManyFields ? which : []) + [
      .shown("item", .trailing) { Datum($0.item) },
      .presence { $0.content },
    ] + content(\.content, label: \.content.label) + [
      .recordedAt,
      .data("lastObservedBefore") { Datum($0.provenance.lastObservedBefore) },
      .data("user") { _ in .text(user) },
      .data("field") { .text($0.field) },
      .fieldName,
      .data("item") { Datum($0.item) },
    ] + Column<ValueProvenance>.change.of(\.provenance) + [
      .data("stages") { .stages($0.stages) },
      .shown("write") { .text($0.stages?.words ?? "") },
    ]
  }
}

extension WriteStages {
  /// How far the write got, in a few words.
  var words: String {
    let answer: String
    switch (answered, isAsWritten) {
    case (let entry?, true): answer = "observed as written \(entry)"
    case (let entry?, _): answer = "observed otherwise \(entry)"
    case (nil, _): answer = "not observed yet"
    }
    return "intended \(intended), sent \(sent), accepted \(accepted), \(answer)"
  }
}

extension Datum {
  /// The stages of a write, by their entries.
  static func stages(_ stages: WriteStages?) -> Datum {
    guard let stages else { return .absent }
    return .parts(
      [
        "intended": .integer(stages.intended), "sent": .integer(stages.sent),
        "accepted": .integer(stages.accepted),
        "answered": stages.answered.map { .integer($0) } ?? .null,
        "asWritten": stages.isAsWritten.map { .bool($0) } ?? .null,
      ],
      inWords: stages.words
    )
  }
}

extension Column where Row == ItemHistoryEntry {
  /// The columns of `history --by-item`, in the order of docs/cli.md.
  ///
  /// - Parameter sight: What the reader sees of values.
  /// - Returns: The columns.
  static func rows(_ sight: Sight) -> [Column] {
    [
      .data("group") { .text($0.group) },
      Column("groupName", title: "group") { .text($0.groupName) },
      Column("itemID", title: "item id", .trailing) { Datum($0.row) },
      Column("kind", title: "kind") { .text($0.kind.rawValue) },
      Column("item", title: "item", .trailing) { Datum($0.item) },
      Column("changes", title: "changes", isFlexible: true) { .changes(of: $0, sight) },
    ] + [Column<ValueProvenance>.entry, .operation].of(\.provenance) + [
      .data("recordedAt") { .time($0.provenance.recordedAt) }
    ] + Column<ValueProvenance>.change.of(\.provenance) + [
      Column("ambiguous", title: "ambiguous") { .flag($0.isAmbiguous) }
    ]
  }
}

extension Datum {
  /// The changes of an item, field by field.
  fileprivate static func changes(of historyEntry: ItemHistoryEntry, _ sight: Sight) -> Datum {
    let changes = historyEntry.changes.map(sight.row)
    let words = changes.map(\.row).map { change in
      let name = (change.fieldName ?? change.field).text
      let (old, new) = (CellText.whole(change.from).plain, CellText.whole(change.to).plain)
      switch historyEntry.kind {
      case .appeared: return "\(name) \(new)"
      case .removed: return "\(name) \(old)"
      case .changed: return "\(name) \(old.isEmpty ? "-" : old) → \(new.isEmpty ? "-" : new)"
      }
    }
    let parts = changes.map { seen -> JSON in
      let change = seen.row
      let json: JSON = [
        "field": .string(change.field.text), "fieldName": .optional(change.fieldName?.text),
        "from": .optional(change.from?.value?.text), "to": .optional(change.to?.value?.text),
        "fromLabel": .optional(change.from?.label?.text),
        "toLabel": .optional(change.to?.label?.text),
        "event": .optional(change.event?.description),
      ]
      return json.marked(seen.isMasked)
    }
    return .parts(.array(parts), inWords: Printable.oneLine(words.joined(separator: "; ")))
  }
}
