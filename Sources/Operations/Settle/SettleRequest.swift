package import Roster

/// Which batch shall be settled, and how.
package struct SettleRequest: Hashable, Sendable {
  /// The batch's number.
  package var batch: Int64
  /// Who does it, and why; a reason is needed to send again.
  package var author: Author
  /// How long a call must be over before what is there is taken for its result.
  package var quiet: Duration
  /// Whether rows that cannot be read are sent again.
  package var resends: Bool
  /// How long a call must be over before its rows are sent again.
  package var resendAfter: Duration
  /// Fields that are never read.
  package var never: Set<FieldCode>

  package init(
    batch: Int64,
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

/// What a settlement found out.
package struct SettleResult: Hashable, Sendable {
  /// The operation's number.
  package let operation: Int64
  /// How it ended.
  package let status: OperationStatus
  /// How many rows are in the system.
  package let applied: Int
  /// How many are not.
  package let notApplied: Int
  /// How many are not decided.
  package let undecidable: Int
}

/// What was found out about one row.
package struct SettledRow: Hashable, Sendable {
  /// The row's user.
  package let user: Verbatim
  /// What was found out.
  package let verdict: Settlement
  /// How we know.
  package let how: Verbatim
}

/// What a settlement found out, row by row, and what ended it early, if anything did.
package struct SettleOutcome: Sendable {
  /// How many rows are what.
  package let result: SettleResult
  /// Each row that was uncertain, in the order of the batch.
  package let rows: [SettledRow]
  /// What kept it from finishing; nil where it finished.
  package let error: (any UserFacingError)?
}
