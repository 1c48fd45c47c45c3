package import Ledger
package import Roster

/// The result of a push or a retry.
package struct PushResult: Hashable, Sendable {
  /// The operation's number; 0 if none was opened, since there was nothing to send.
  package let operation: Int64
  /// The batch that it retries; nil for a push.
  package let parent: Int64?
  /// How it ended.
  package let status: OperationStatus
  /// The counts of its rows.
  package let counts: RowCounts
  /// The number of calls, including those for reading, repeated ones and those for a token.
  package let calls: Int
  /// How long it took.
  package let seconds: Double
}

/// The result of a push or a retry, its plan, and the error that ended it early, if any.
package struct PushOutcome: Sendable {
  /// The result.
  package let result: PushResult
  /// Its plan; nil if nothing could be read to make one.
  package let plan: Plan?
  /// Rows of the retried batch that are not sent, and why; empty for a push.
  package let leftAlone: [RowLeftAlone]
  /// How many cells of the applied rows have the written content, as far as is known.
  let restored: Int
  /// The error that ended it early; nil if it finished, or a person stopped it.
  package let error: (any UserFacingError)?
  /// Why the rows could not be read again after sending; nil if they could.
  package let readBackError: (any UserFacingError)?
}

/// A row of a batch that a retry does not send, and why not.
package struct RowLeftAlone: Hashable, Sendable {
  /// The row's user.
  package let user: Verbatim
  /// The reason, and what to do.
  package let why: String
}

/// The progress of a batch.
package struct PushProgress: Hashable, Sendable {
  /// Rows that the system accepted.
  package var accepted = 0
  /// Rejected rows, including for the moment those that will be tried again.
  package var rejected = 0
  /// Rows with an unknown result, including those in flight.
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
