import Operations
import Tables
import Roster

extension Column where Row == FetchResult {
  /// The columns of `fetch`, in the order of docs/cli.md.
  static var fetch: [Column] {
    [
      Column("operation", title: "operation") { .integer($0.operation) },
      Column("status", title: "status") { .text($0.status.rawValue) },
      Column("users", title: "people") { Datum($0.users) },
      Column("notReturned", title: "not returned") { Datum($0.notReturned) },
      Column("joined", title: "joined") { Datum($0.joined) },
      Column("left", title: "left") { Datum($0.left) },
      Column("values", title: "values") { Datum($0.values) },
      Column("changed", title: "changed") { Datum($0.changed) },
      Column("unchanged", title: "unchanged") { Datum($0.unchanged) },
      Column("calls", title: "calls") { Datum($0.calls) },
      Column("seconds", title: "seconds") { .decimal($0.seconds, digits: 3) },
      Column("findings", title: "findings") { .findings($0.findings) },
    ]
  }
}
