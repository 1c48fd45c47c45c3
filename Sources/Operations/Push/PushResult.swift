import Ledger
package import LedgerHistory
package import Roster

/// What a batch did.
package struct PushResult: Hashable, Sendable {
  /// The operation's number; 0 if none was opened, since there was nothing to send.
  package let operation: OperationNumber
  /// The batch that it retries; nil for a push.
  package let parent: OperationNumber?
  /// How it ended.
  package let status: OperationStatus
  /// The counts of its rows.
  package let counts: RowCounts
  /// The number of calls, including those for reading, repeated ones and those for a token.
  package let calls: Int
  /// How long it took.
  package let seconds: Double
}

/// What a batch did, what it was to do, and what ended it early, if anything did.
package struct PushOutcome: Sendable {
  /// The result.
  package let result: PushResult
  /// Its plan; nil if nothing could be read to make one.
  package let plan: Plan?
  /// What was wanted, and what is not written, and why.
  package var review: BatchReview
  /// How many cells of the applied rows are as they were written: observed, or, in a system that
  /// cannot be read, acknowledged.
  package let restored: Int
  /// The error that ended it early; nil if it finished, or a person stopped it.
  package let error: (any UserFacingError)?
  /// Why the rows could not be read again after sending; nil if they could.
  package let readBackError: (any UserFacingError)?
  /// What was shown and not confirmed, as it can be proposed; nil if it was confirmed.
  package let unsent: BatchProposal?
}

/// The progress of a batch.
package struct PushProgress: Hashable, Sendable {
  /// The counts of its rows; rejected ones may still be tried again, uncertain ones be in flight.
  package var counts = RowCounts()
  /// How many calls were made.
  package var calls = 0
}
