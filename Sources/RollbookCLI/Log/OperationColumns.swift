import Ledger
import LedgerHistory
import Tables
import Roster

extension Column where Row == OperationSummary {
  /// The columns of `operations`, in the order of docs/cli.md, then the claimed name, the ticket and
  /// the request key.
  static var operations: [Column] {
    [
      Column("operation", title: "operation", .trailing) { .integer($0.operation) },
      Column("kind", title: "kind") { .text($0.kind.rawValue) },
      Column("system", title: "system") { .text($0.system.rawValue) },
      .shown("status") { .text($0.status.rawValue) },
      Column("actor", title: "actor", isFlexible: true) { .text($0.actor) },
      Column("reason", title: "reason", isFlexible: true) { Datum($0.reason) },
      .data("parent") { Datum($0.parent) },
      .data("status") { .text($0.status.rawValue) },
      Column("openedAt", title: "opened") { .time($0.openedAt) },
      .data("closedAt") { Datum($0.closedAt) },
      .shown("took", .trailing) { row in
        row.closedAt.map { .text(Times.span($0 - row.openedAt)) } ?? .absent
      },
      Column("entries", title: "entries", .trailing) { Datum($0.entries) },
      .data("claimedActor") { Datum($0.claimedActor) },
      .data("ticket") { Datum($0.ticket) },
      .data("requestKey") { Datum($0.requestKey) },
    ]
  }
}

extension Column where Row == LedgerStatistics {
  /// The columns of `stats`, in the order of docs/cli.md.
  static var statistics: [Column] {
    [
      Column("entries", title: "entries") { Datum($0.entries) },
      Column("events", title: "events") { Datum($0.events) },
      Column("storedEvents", title: "stored events") { Datum($0.storedEvents) },
      Column("users", title: "users") { Datum($0.users) },
      Column("cells", title: "cells") { Datum($0.cells) },
      Column("bytes", title: "bytes") { Datum($0.bytes) },
      Column("bytesPerEvent", title: "bytes per event") { .decimal($0.bytesPerEvent, digits: 3) },
    ]
  }
}
