import Ledger
import LedgerHistory
import Operations
import Tables
import Roster
import VerbatimJSON

extension Column where Row == PushResult {
  /// The columns of `push` and `retry`, in the order of docs/cli.md.
  static var push: [Column] {
    [
      Column("operation", title: "operation") { row in
        row.operation > 0 ? .integer(row.operation) : .absent
      },
      Column("parent", title: "retry of") { Datum($0.parent) },
      Column("status", title: "status") { .text($0.status.rawValue) },
    ] + Column<RowCounts>.counts.of(\.counts) + [
      Column("verified", title: "verified") { Datum($0.counts.verified) },
      Column("differs", title: "differs") { Datum($0.counts.differs) },
      Column("calls", title: "calls") { Datum($0.calls) },
      Column("seconds", title: "seconds") { .decimal($0.seconds, digits: 3) },
    ]
  }
}

extension Column {
  /// The columns of a push that is part of another result.
  ///
  /// - Parameters:
  ///   - title: The table's heading for the batch that it comes from.
  ///   - push: Returns the push.
  /// - Returns: The columns, under the keys of a push.
  static func pushed(
    parent title: String,
    _ push: @escaping @Sendable (Row) -> PushResult
  ) -> [Column] {
    Column<PushResult>.push.map { column in
      guard column.key == "parent" else { return column.of(push) }
      return Column("parent", title: title) { row in
        push(row).parent.map { .integer($0) } ?? .absent
      }
    }
  }

  /// A column of cells: in full in JSON, as a count in the table.
  ///
  /// - Parameters:
  ///   - key: The key in JSON and CSV.
  ///   - title: The heading in the table.
  ///   - cells: Returns the cells as JSON.
  /// - Returns: The column.
  static func cells(
    _ key: String,
    title: String,
    _ cells: @escaping @Sendable (Row) -> [JSON]
  ) -> Column {
    Column(key, title: title) { row in
      let cells = cells(row)
      return .parts(.array(cells), inWords: String(cells.count))
    }
  }
}

extension Column where Row == SettleOutcome {
  /// The columns of `settle`, in the order of docs/cli.md.
  static var settle: [Column] {
    [
      Column("operation", title: "operation") { .integer($0.operation) },
      Column("applied", title: "applied") { Datum($0.applied) },
      Column("notApplied", title: "not applied") { Datum($0.notApplied) },
      Column("undecidable", title: "undecidable") { Datum($0.undecidable) },
    ]
  }
}

extension Column where Row == SettledRow {
  /// The columns of settled rows.
  static var settled: [Column] {
    [
      Column("user", title: "user") { .text($0.user) },
      Column("settled", title: "settled") { .text($0.verdict.rawValue) },
      Column("how", title: "how we know") { .text($0.how) },
    ]
  }
}

extension Column where Row == BatchSummary {
  /// The columns of `batches`, in the order of docs/cli.md.
  static var batches: [Column] {
    [
      Column("operation", title: "batch", .trailing) { .integer($0.operation.operation) },
      Column("kind", title: "kind") { .text($0.operation.kind.rawValue) },
      Column("system", title: "system") { .text($0.operation.system.rawValue) },
      Column("parent", title: "of", .trailing) { Datum($0.operation.parent) },
      Column("status", title: "status") { .text($0.operation.status.rawValue) },
      Column("actor", title: "actor", isFlexible: true) { .text($0.operation.actor) },
      Column("reason", title: "reason", isFlexible: true) { Datum($0.operation.reason) },
      Column("openedAt", title: "opened") { .time($0.operation.openedAt) },
    ] + Column<RowCounts>.counts.of(\.counts) + [
      .data("closedAt") { Datum($0.operation.closedAt) },
      .data("ticket") { Datum($0.operation.ticket) },
      .data("followUps") { .parts($0.followUps.json, inWords: $0.followUps.words) },
    ]
  }
}

extension [FollowUp] {
  /// An array of `{operation,kind}`.
  var json: JSON {
    .array(
      map { ["operation": .integer($0.operation), "kind": .string($0.kind.rawValue)] }
    )
  }

  /// As `rollback 12, retry 14`.
  var words: String { map { "\($0.kind.rawValue) \($0.operation)" }.joined(separator: ", ") }
}

extension Column where Row == RowCounts {
  /// The columns of how many rows there are, and what became of them.
  static var counts: [Column] {
    [
      Column("rows", title: "rows", .trailing) { Datum($0.rows) },
      Column("accepted", title: "accepted", .trailing) { Datum($0.accepted) },
      Column("rejected", title: "rejected", .trailing) { Datum($0.rejected) },
      Column("uncertain", title: "uncertain", .trailing) { Datum($0.uncertain) },
      Column("notSent", title: "not sent", .trailing) { Datum($0.notSent) },
      Column("skipped", title: "skipped", .trailing) { Datum($0.skipped) },
    ]
  }
}

extension RowCounts {
  /// Whether a person should look at some rows.
  var needAttention: Bool { rejected + uncertain + notSent + skipped + differs > 0 }
}
