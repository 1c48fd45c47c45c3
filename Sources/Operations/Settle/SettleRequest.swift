public import Roster

/// Which batch shall be settled, and how.
public struct SettleRequest: Hashable, Sendable {
  /// The batch's number.
  public var batch: Int64
  /// Who does it, and why; a reason is needed to send again.
  public var author: Author
  /// How long a call must be over before what is there is taken for its result.
  public var quiet: Duration
  /// Whether rows that cannot be read are sent again.
  public var resends: Bool
  /// How long a call must be over before its rows are sent again.
  public var resendAfter: Duration
  /// Fields that are never read.
  public var never: Set<FieldCode>

  /// Describes a settlement.
  public init(
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
public struct SettleResult: Hashable, Sendable {
  /// The operation's number.
  public let operation: Int64
  /// How it ended.
  public let status: OperationStatus
  /// How many rows are in the system.
  public let applied: Int
  /// How many are not.
  public let notApplied: Int
  /// How many are not decided.
  public let undecidable: Int
}

/// What was found out about one row.
public struct SettledRow: Hashable, Sendable {
  /// The row's user.
  public let user: Verbatim
  /// What was found out.
  public let verdict: Settlement
  /// How we know.
  public let how: Verbatim
}

/// What a settlement found out, row by row, and what ended it early, if anything did.
public struct SettleOutcome: Sendable {
  /// How many rows are what.
  public let result: SettleResult
  /// Each row that was uncertain, in the order of the batch.
  public let rows: [SettledRow]
  /// What kept it from finishing; nil where it finished.
  public let error: (any UserFacingError)?
}
