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
      .data("label") { Datum($0.label) },
      .shown("value", isFlexible: true) { CellText.value($0.content) },
      .shown("label", isFlexible: true) {
        $0.label == $0.content.value ? .absent : Datum($0.label)
      },
      .data("lens") { .text($0.ground.rawValue) },
      .data("entry") { .integer($0.entry) },
      Column("since", title: "since") { .time($0.since) },
      .data("lastSeen") { Datum($0.lastSeen) },
    ]
  }
}

extension Column where Row == RosterRow {
  /// Where the answer stands, for programs; none where it was not asked as of a moment.
  static func asOf(_ standing: Standing?) -> [Column] {
    standing.map { standing in [.data("asOf") { _ in .integer(standing.entry) }] } ?? []
  }
}

extension Column where Row == HindsightRow {
  /// The columns of rows of hindsight: those of what was known, and how sure each is.
  static func hindsight(_ columns: [Column<RosterRow>]) -> [Column] {
    columns.map { $0.of(\.row) } + [
      Column("certainty", title: "certainty") { .text($0.certainty.rawValue) }
    ]
  }
}
