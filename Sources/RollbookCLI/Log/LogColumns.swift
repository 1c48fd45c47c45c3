import LedgerStorage
import Ledger
import LedgerHistory
import Tables
import Roster

extension Column where Row == LoggedEntry {
  /// The columns of `log`, in the order of docs/cli.md.
  static var log: [Column] {
    [
      .entry, .kind, .operation,
      .data("system") { .text($0.system.rawValue) },
      Column("user", title: "user") { Datum($0.user) },
      .recordedAt,
      Column("values", title: "values", .trailing) { Datum($0.values) },
      Column("changed", title: "changed", .trailing) { Datum($0.changed) },
    ]
  }
}

extension Column where Row == LoggedEvent {
  /// The columns of `log --events`.
  static var events: [Column] {
    [
      Column("event", title: "event") { Datum($0.event) },
      .data("entry") { .integer($0.entry) }, .operation,
      .data("kind") { .text($0.kind.rawValue) },
      .data("system") { .text($0.system.rawValue) },
      Column("user", title: "user") { .text($0.user) },
    ] + cell() + [.presence { $0.content }] + content(\.content, label: \.content.label) + [
      .recordedAt,
      Column("changed", title: "changed") { .flag($0.isChanged) },
    ]
  }
}
