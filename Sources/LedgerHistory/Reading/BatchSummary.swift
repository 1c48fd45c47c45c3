import GRDB
package import Roster

/// A batch, with the counts of its rows.
package struct BatchSummary: Hashable, Sendable {
  /// The operation.
  package let operation: OperationSummary
  /// The counts of its rows.
  package let counts: RowCounts
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
package struct BatchChange: Hashable, Sendable {
  /// The field's code.
  package let field: FieldCode
  /// The field's name in the current catalog.
  package let fieldName: Verbatim?
  /// The item index.
  package let item: Int
  /// What the write does with the cell.
  package let action: WriteAction
  /// Whether the change file did not ask for it.
  package let isImplied: Bool
  /// Whether it can be put back.
  package let reversibility: Reversibility
  /// The number of the event with the content before the write.
  package let base: Int64?
  /// The content before the write; nil if nothing was known.
  package let from: Content?
  /// The content to write.
  package let to: Content
  /// Whether it was observed as written; nil if there was no observation since.
  package let isVerified: Bool?
  /// The first observation after the call.
  package let observed: Content?

  package init(
    field: FieldCode,
    fieldName: Verbatim? = nil,
    item: Int,
    action: WriteAction,
    isImplied: Bool = false,
    reversibility: Reversibility = .exact,
    base: Int64? = nil,
    from: Content? = nil,
    to: Content,
    isVerified: Bool? = nil,
    observed: Content? = nil
  ) {
    self.field = field
    self.fieldName = fieldName
    self.item = item
    self.action = action
    self.isImplied = isImplied
    self.reversibility = reversibility
    self.base = base
    self.from = from
    self.to = to
    self.isVerified = isVerified
    self.observed = observed
  }
}

/// One row of a batch.
package struct BatchLine: Hashable, Sendable {
  /// The number of the intended entry.
  package let intended: Int64
  /// The user's key.
  package let user: Verbatim
  /// The status of the row.
  package let status: RowStatus
  /// The result of settling it; nil if it was not settled.
  package let settled: Settlement?
  /// How many calls carried it.
  package let attempts: Int
  /// The system's error code, if it refused the row or the call.
  package let code: String?
  /// The system's message, or why the row was skipped or is uncertain.
  package let message: Verbatim?
  /// Its cells.
  package let changes: [BatchChange]
  /// The entry of the last call that carried it.
  package let sent: Int64?
  /// When that entry was recorded, by the machine's clock at that time.
  package let sentAt: Instant?
  /// Whether its user was erased; then `user` names no user.
  package let isErased: Bool

  package init(
    intended: Int64,
    user: Verbatim,
    status: RowStatus,
    settled: Settlement? = nil,
    attempts: Int = 1,
    code: String? = nil,
    message: Verbatim? = nil,
    changes: [BatchChange],
    sent: Int64? = nil,
    sentAt: Instant? = nil,
    isErased: Bool = false
  ) {
    self.intended = intended
    self.user = user
    self.status = status
    self.settled = settled
    self.attempts = attempts
    self.code = code
    self.message = message
    self.changes = changes
    self.sent = sent
    self.sentAt = sentAt
    self.isErased = isErased
  }

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
  init(of lines: [BatchLine]) {
    rows = lines.count
    for line in lines {
      switch (line.status, line.settled) {
      case (.accepted, _): accepted += 1
      case (.rejected, _): rejected += 1
      case (.uncertain, .applied?): accepted += 1
      case (.uncertain, .notApplied?): rejected += 1
      case (.uncertain, _): uncertain += line.isErased ? 0 : 1
      case (.notSent, _): notSent += 1
      case (.skipped, _): skipped += 1
      }
      guard line.isApplied else { continue }
      let observed = line.changes.compactMap(\.isVerified)
      if observed.contains(false) {
        differs += 1
      } else if observed.count == line.changes.count {
        verified += 1
      }
    }
  }
}
