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
    ] + cell() + known
  }

  /// The columns of `show`, whose user is in its heading; JSON and CSV have those of `roster`.
  static var sheet: [Column] {
    [
      .data("system") { .text($0.system.rawValue) },
      .data("user") { .text($0.user) },
    ] + cell(nameFirst: true) + known + [.shown("last observed") { Datum($0.lastObserved) }]
  }

  private static var known: [Column] {
    [.presence { $0.content }] + content(\.content, label: \.label) + [
      .data("source") { .text($0.source.rawValue) },
      .data("entry") { .integer($0.entry) },
      Column("since", title: "since") { .time($0.since) },
      .data("lastObserved") { Datum($0.lastObserved) },
    ]
  }

  /// The certainty, with hindsight only.
  static var certainty: Column {
    Column("certainty", title: "certainty") { Datum($0.certainty) }
  }

  /// The position of the result, for JSON and CSV; none without `--as-of`.
  static func asOf(_ position: ReadPosition?) -> [Column] {
    position.map { position in [.data("asOf") { _ in .integer(position.entry) }] } ?? []
  }
}
