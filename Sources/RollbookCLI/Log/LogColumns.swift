import LedgerStorage
import Ledger
import LedgerHistory
import Tables
import Roster

extension Column where Row == LoggedEntry {
  /// The columns of `log`, in the order of docs/cli.md.
  static var log: [Column] {
    [
      Column("entry", title: "entry", .trailing) { .integer($0.entry) },
      Column("kind", title: "kind") { .text($0.kind.rawValue) },
      Column("operation", title: "operation", .trailing) { .integer($0.operation) },
      .data("system") { .text($0.system.rawValue) },
      Column("user", title: "user") { Datum($0.user) },
      Column("recordedAt", title: "recorded") { .time($0.recordedAt) },
      Column("values", title: "values", .trailing) { Datum($0.values) },
      Column("changed", title: "changed", .trailing) { Datum($0.changed) },
    ]
  }
}

extension Column where Row == LoggedEvent {
  /// The columns of `log --events`.
  static var events: [Column] {
    [
      Column("event", title: "event") { .text($0.address.description) },
      .data("entry") { .integer($0.address.entry) },
      Column("operation", title: "operation", .trailing) { .integer($0.operation) },
      .data("kind") { .text($0.kind.rawValue) },
      .data("system") { .text($0.system.rawValue) },
      Column("user", title: "user") { .text($0.user) },
      Column("field", title: "code") { .text($0.field) },
      Column("fieldName", title: "field", isFlexible: true) { Datum($0.fieldName) },
      Column("item", title: "item", .trailing) { Datum($0.item) },
      .data("presence") { .text($0.content.presence.rawValue) },
    ] + content(\.content, label: \.content.label) + [
      Column("recordedAt", title: "recorded") { .time($0.recordedAt) },
      Column("changed", title: "changed") { .flag($0.isChanged) },
    ]
  }
}
