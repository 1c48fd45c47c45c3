import GRDB
package import Roster

/// A batch, with the counts of its rows.
package struct BatchSummary: Hashable, Sendable {
  /// The operation.
  package let operation: OperationSummary
  /// The counts of its rows.
  package let counts: RowCounts
  /// The later operations about it: rollbacks, retries, replays and settlements, in their order.
  package let followUps: [FollowUp]
}

/// A later operation about a batch.
package struct FollowUp: Hashable, Sendable {
  package let operation: OperationNumber
  package let kind: OperationKind
}

/// How many rows of a batch have each status.
package struct RowCounts: Hashable, Sendable {
  /// All rows.
  package var rows = 0
  /// Accepted by the system.
  package var accepted = 0
  /// Refused by it.
  package var rejected = 0
  /// Sent, with an unknown result, and not settled; without rows of erased people.
  package var uncertain = 0
  /// Carried by no call.
  package var notSent = 0
  /// Not sent, because their cells had changed since the plan.
  package var skipped = 0
  /// Accepted or applied, and observed as written since, in every cell.
  package var verified = 0
  /// Accepted or applied, and observed with another value since, in some cell.
  package var differs = 0

  /// Counts no rows.
  package init() {}
}

/// One cell of a row of a batch.
package struct BatchChange: CellRow, Hashable, Sendable {
  /// The cell.
  package let cell: CellRef
  /// What the write does with the cell.
  package let action: WriteAction
  /// Whether the change file did not ask for it.
  package var isImplied = false
  /// Whether it can be put back.
  package var reversibility = Reversibility.exact
  /// The number of the event with the content before the write.
  package var base: EventID?
  /// The content before the write; nil if nothing was known.
  package var from: Content?
  /// The content to write.
  package private(set) var to: Content
  /// Whether it was observed as written; nil if there was no observation since.
  package var isVerified: Bool?
  /// The first observation after the call.
  package var observed: Content?

  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> BatchChange {
    var row = self
    row.from = from?.mapTexts(change)
    row.to = to.mapTexts(change)
    row.observed = observed?.mapTexts(change)
    return row
  }
}

/// One row of a batch.
package struct BatchLine: Hashable, Sendable {
  /// The number of the intended entry.
  package let intended: EntryID
  /// The user's key.
  package let user: Verbatim
  /// The status of the row.
  package let status: RowStatus
  /// The result of settling it; nil if it was not settled.
  package var settled: Settlement?
  /// How many calls carried it.
  package var attempts = 1
  /// The system's error code, if it refused the row or the call.
  package var code: String?
  /// The system's message, or why the row was skipped or is uncertain.
  package var message: Verbatim?
  /// Its cells.
  package let changes: [BatchChange]
  /// The entry of the last call that carried it.
  package var sent: EntryID?
  /// When that entry was recorded, by the machine's clock at that time.
  package var sentAt: Instant?
  /// Whether its user was erased; then `user` names no user.
  package var isErased = false

  /// What is known of the row.
  package var outcome: RowOutcome { RowOutcome(status, settled: settled) }

  /// Whether the system is known to have applied the row.
  package var isApplied: Bool { outcome.isApplied }

  /// Whether its result is unknown; never true for an erased user.
  package var isOpen: Bool { outcome.isOpen && !isErased }

  /// Whether a written or an earlier content was erased.
  package var hasErased: Bool {
    isErased || changes.contains { $0.to == .erased || $0.from == .erased }
  }
}

extension RowCounts {
  /// Counts rows by their statuses.
  package init(of statuses: [RowStatus]) {
    rows = statuses.count
    for status in statuses {
      switch status {
      case .accepted: accepted += 1
      case .rejected: rejected += 1
      case .uncertain: uncertain += 1
      case .notSent: notSent += 1
      case .skipped: skipped += 1
      }
    }
  }

  /// Counts rows by what is known of them.
  init(of lines: [BatchLine]) {
    self.init(of: lines.map(\.outcome.known))
    uncertain = lines.count(where: \.isOpen)
    for line in lines where line.isApplied {
      let observed = line.changes.compactMap(\.isVerified)
      if observed.contains(false) {
        differs += 1
      } else if observed.count == line.changes.count {
        verified += 1
      }
    }
  }
}
