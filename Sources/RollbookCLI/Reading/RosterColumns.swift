import Ledger
import Reports
import Roster

extension Column where Row == RosterRow {
  /// The columns of `roster`, in the order of the contract.
  static var roster: [Column] {
    [
      .data("system") { .text($0.system.rawValue) },
      Column("user", title: "user") { .text($0.user) },
      Column("field", title: "field") { .text($0.field) },
      Column("name", title: "name", isFlexible: true) { Datum($0.fieldName) },
      Column("item", title: "item", .trailing) { Datum($0.item) },
    ] + cell
  }

  /// The columns of `show`, whose user is in its heading; programs get those of `roster`.
  static var sheet: [Column] {
    [
      .data("system") { .text($0.system.rawValue) },
      .data("user") { .text($0.user) },
      .shown("name", isFlexible: true) { Datum($0.fieldName) },
      Column("field", title: "field") { .text($0.field) },
      .data("name") { Datum($0.fieldName) },
      Column("item", title: "item", .trailing) { Datum($0.item) },
    ] + cell + [.shown("last seen") { Datum($0.lastSeen) }]
  }

  private static var cell: [Column] {
    [
      .data("presence") { .text($0.content.presence.rawValue) },
      .data("value") { Datum($0.content.value) },
      .data("label") { Datum($0.content.label) },
      .shown("value", isFlexible: true) { CellText.value($0.content) },
      .shown("label", isFlexible: true) { CellText.label($0.content) },
      .data("lens") { .text($0.lens.rawValue) },
      .data("entry") { .integer($0.entry) },
      Column("since", title: "since") { .time($0.since) },
      .data("lastSeen") { Datum($0.lastSeen) },
    ]
  }
}
