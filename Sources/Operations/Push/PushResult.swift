package import Ledger
package import Roster

/// What a push or a retry did.
package struct PushResult: Hashable, Sendable {
  /// The operation's number; 0 where none was opened, since nothing was to be sent.
  package let operation: Int64
  /// The batch it retries, where it does.
  package let parent: Int64?
  /// How it ended.
  package let status: OperationStatus
  /// How its rows stand.
  package let counts: RowCounts
  /// How many calls were made, reading ones, repeated ones and those for a token included.
  package let calls: Int
  /// How long it took.
  package let seconds: Double
}

/// What a push or a retry did, what it was to do, and what ended it early, if anything did.
package struct PushOutcome: Sendable {
  /// What it did.
  package let result: PushResult
  /// What it was to do; nil where it was not planned, because nothing could be read.
  package let plan: Plan?
  /// Rows of the retried batch that are left alone, and why; empty for a push.
  package let leftAlone: [RowLeftAlone]
  /// How many cells of the rows that were applied are as they were written, for all that is known.
  let restored: Int
  /// What kept it from finishing; nil where it finished, or where somebody stopped it.
  package let error: (any UserFacingError)?
  /// Why what was sent could not be read again, where it could not.
  package let readBackError: (any UserFacingError)?
}

/// A row of a batch that a retry does not send, and why not.
package struct RowLeftAlone: Hashable, Sendable {
  /// The row's user.
  package let user: Verbatim
  /// Why, and what to do.
  package let why: String
}

/// How far a batch has come.
package struct PushProgress: Hashable, Sendable {
  /// Rows that the system accepted.
  package var accepted = 0
  /// Rows that it refused; those to be tried again for the moment among them.
  package var rejected = 0
  /// Rows whose fate is not known, those under way among them.
  package var uncertain = 0
  /// Rows that were left out.
  package var skipped = 0
  /// All rows.
  package var total = 0
  /// How many calls were made.
  package var calls = 0

  package init(total: Int = 0, calls: Int = 0) {
    self.total = total
    self.calls = calls
  }
}
