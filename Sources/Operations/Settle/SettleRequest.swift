package import Roster

/// The batch to settle, and how.
package struct SettleRequest: Hashable, Sendable {
  /// The batch's number.
  package var batch: OperationNumber
  /// Who runs it, and why; a reason is required to send again.
  package var author: Author
  /// How long a call must be over before the current contents count as its result.
  package var quiet: Duration
  /// Whether rows that cannot be read are sent again.
  package var resends: Bool
  /// How long a call must be over before its rows are sent again.
  package var resendAfter: Duration
  /// Fields that are never read.
  package var never: Set<FieldCode>

  package init(
    batch: OperationNumber,
    author: Author,
    quiet: Duration = .seconds(6),
    resends: Bool = false,
    resendAfter: Duration = .seconds(300),
    never: Set<FieldCode> = []
  ) {
    self.batch = batch
    self.author = author
    self.quiet = quiet
    self.resends = resends
    self.resendAfter = resendAfter
    self.never = never
  }
}

/// The result for one row.
package struct SettledRow: Hashable, Sendable {
  /// The row's user.
  package let user: Verbatim
  /// The verdict.
  package let verdict: Settlement
  /// How it was found out.
  package let how: Verbatim
}

/// The result of a settlement, row by row, and the error that ended it early, if any.
package struct SettleOutcome: Sendable {
  /// The operation's number.
  package let operation: OperationNumber
  /// How it ended.
  package let status: OperationStatus
  /// Each row that was uncertain, in the order of the batch.
  package let rows: [SettledRow]
  /// The error that ended it early; nil if it finished.
  package let error: (any UserFacingError)?

  /// How many rows are in the system.
  package var applied: Int { count(.applied) }
  /// How many rows are not.
  package var notApplied: Int { count(.notApplied) }
  /// How many rows are not decided.
  package var undecidable: Int { count(.undecidable) }

  private func count(_ verdict: Settlement) -> Int { rows.count { $0.verdict == verdict } }
}
