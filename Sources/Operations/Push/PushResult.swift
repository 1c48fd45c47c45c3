public import Ledger
public import Roster

/// What a push or a retry did.
public struct PushResult: Hashable, Sendable {
  /// The operation's number; 0 where none was opened, since nothing was to be sent.
  public let operation: Int64
  /// The batch it retries, where it does.
  public let parent: Int64?
  /// How it ended.
  public let status: OperationStatus
  /// How its rows stand.
  public let counts: RowCounts
  /// How many calls were made, reading ones, repeated ones and those for a token included.
  public let calls: Int
  /// How long it took.
  public let seconds: Double
}

/// What a push or a retry did, what it was to do, and what ended it early, if anything did.
public struct PushOutcome: Sendable {
  /// What it did.
  public let result: PushResult
  /// What it was to do; nil where it was not planned, because nothing could be read.
  public let plan: Plan?
  /// Rows of the retried batch that are left alone, and why; empty for a push.
  public let leftAlone: [RowLeftAlone]
  /// How many cells of the rows that were applied are as they were written, for all that is known.
  let restored: Int
  /// What kept it from finishing; nil where it finished, or where somebody stopped it.
  public let error: (any UserFacingError)?
  /// Why what was sent could not be read again, where it could not.
  public let readBackError: (any UserFacingError)?
}

/// A row of a batch that a retry does not send, and why not.
public struct RowLeftAlone: Hashable, Sendable {
  /// The row's user.
  public let user: Verbatim
  /// Why, and what to do.
  public let why: String
}

/// How far a batch has come.
public struct PushProgress: Hashable, Sendable {
  /// Rows that the system accepted.
  public var accepted = 0
  /// Rows that it refused; those to be tried again for the moment among them.
  public var rejected = 0
  /// Rows whose fate is not known, those under way among them.
  public var uncertain = 0
  /// Rows that were left out.
  public var skipped = 0
  /// All rows.
  public var total = 0
  /// How many calls were made.
  public var calls = 0

  /// Nothing done yet.
  ///
  /// - Parameters:
  ///   - total: All rows.
  ///   - calls: How many calls were made.
  public init(total: Int = 0, calls: Int = 0) {
    self.total = total
    self.calls = calls
  }
}
