import Ledger
import Reports
import Roster

extension Column where Row == HistoryRow {
  /// The columns of `history`, in the order of the contract, then whose history it is.
  ///
  /// - Parameter ofManyFields: Whether the table must say which field a row is about.
  /// - Returns: The columns.
  static func history(ofManyFields: Bool) -> [Column] {
    let which: [Column] = [
      .shown("field") { .text($0.field) },
      .shown("name", isFlexible: true) { Datum($0.fieldName) },
    ]
    return [
      Column("event", title: "event") { .text($0.address.description) },
      .data("entry") { .integer($0.address.entry) },
      Column("operation", title: "operation", .trailing) { .integer($0.operation) },
      Column("kind", title: "kind") { .text($0.kind.rawValue) },
    ] + (ofManyFields ? which : []) + [
      .shown("item", .trailing) { Datum($0.item) },
      .data("presence") { .text($0.content.presence.rawValue) },
      .data("value") { Datum($0.content.value) },
      .data("label") { Datum($0.content.label) },
      .shown("value", isFlexible: true) { CellText.value($0.content) },
      .shown("label", isFlexible: true) { CellText.label($0.content) },
      Column("recordedAt", title: "recorded") { .time($0.recordedAt) },
      Column("lastSeenBefore", title: "asked before") { Datum($0.lastSeenBefore) },
      .data("user") { .text($0.user) },
      .data("field") { .text($0.field) },
      .data("name") { Datum($0.fieldName) },
      .data("item") { Datum($0.item) },
    ]
  }
}
