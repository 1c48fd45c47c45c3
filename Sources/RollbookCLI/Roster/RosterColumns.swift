import Ledger
import LedgerHistory
import Tables
import Roster

extension Column where Row == RosterCell {
  /// The columns of `roster`, in the order of docs/cli.md.
  static var roster: [Column] {
    [
      .data("system") { .text($0.system.rawValue) },
      Column("user", title: "user") { .text($0.user) },
      Column("field", title: "code") { .text($0.field) },
      Column("fieldName", title: "field", isFlexible: true) { Datum($0.fieldName) },
      Column("item", title: "item", .trailing) { Datum($0.item) },
    ] + cell
  }

  /// The columns of `show`, whose user is in its heading; JSON and CSV have those of `roster`.
  static var sheet: [Column] {
    [
      .data("system") { .text($0.system.rawValue) },
      .data("user") { .text($0.user) },
      .shown("field", isFlexible: true) { Datum($0.fieldName) },
      Column("field", title: "code") { .text($0.field) },
      .data("fieldName") { Datum($0.fieldName) },
      Column("item", title: "item", .trailing) { Datum($0.item) },
    ] + cell + [.shown("last observed") { Datum($0.lastObserved) }]
  }

  private static var cell: [Column] {
    [
      .data("presence") { .text($0.content.presence.rawValue) }
    ] + content(\.content, label: \.label) + [
      .data("source") { .text($0.source.rawValue) },
      .data("entry") { .integer($0.entry) },
      Column("since", title: "since") { .time($0.since) },
      .data("lastObserved") { Datum($0.lastObserved) },
    ]
  }
}

extension Column where Row == RosterCell {
  /// The position of the result, for JSON and CSV; none without `--as-of`.
  static func asOf(_ position: ReadPosition?) -> [Column] {
    position.map { position in [.data("asOf") { _ in .integer(position.entry) }] } ?? []
  }
}

extension Column where Row == HindsightCell {
  /// The columns of hindsight: those of the roster, and the certainty.
  static func hindsight(_ columns: [Column<RosterCell>]) -> [Column] {
    columns.map { $0.of(\.row) } + [
      Column("certainty", title: "certainty") { .text($0.certainty.rawValue) }
    ]
  }
}
